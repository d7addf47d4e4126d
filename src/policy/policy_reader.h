#pragma once
// Reads modules.toml and policies/*.toml. A bad file is refused with file, line, key, what is wrong and what is allowed.

#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "policy/policy.h"

namespace roster::policy {

struct Fault {
  std::string file;
  std::size_t line = 0;
  std::string key;
  std::string problem;
  std::string remedy;
  /// "stage.toml:12: roles.operator.permissions: … — …"
  [[nodiscard]] std::string text() const;
};

struct SourceFile {
  std::string name;
  std::string text;
};

tl::expected<Modules, std::vector<Fault>> read_modules(const SourceFile& file);
tl::expected<Policy, std::vector<Fault>> read_policy(const SourceFile& file, const Modules& modules);
tl::expected<Catalogue, std::vector<Fault>> read_catalogue(const SourceFile& modules, const std::vector<SourceFile>& policies);

}  // namespace roster::policy
