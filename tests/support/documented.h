#pragma once
// What the documentation shows, as it stands there, for tests to run.

#include <map>
#include <string>

namespace roster::testing {

/// The first block in `language` ("nginx", "lua") below the heading; "" for a block without one. Throws when there is none.
std::string documented(const std::string& heading, const std::string& language,
                       const std::string& document = "docs/integration.md");
/// Every occurrence of a key replaced. Throws for a key that does not occur.
std::string with(std::string text, const std::map<std::string, std::string>& replacements);

}  // namespace roster::testing
