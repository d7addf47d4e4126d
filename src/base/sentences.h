#pragma once
// Texts by key in every language, from a TOML file of the form `key.en = "…"`, with {named} placeholders.

#include <array>
#include <map>
#include <string>
#include <string_view>

#include "base/language.h"

namespace roster {

/// Puts the values in; a placeholder without a value stays as it is.
std::string fill(std::string_view sentence, const std::map<std::string, std::string>& values);

class Sentences {
 public:
  /// Throws std::runtime_error with the place when the text is no valid TOML or a language is missing.
  explicit Sentences(std::string_view toml);
  /// The key itself when there is no such text.
  [[nodiscard]] std::string text(std::string_view key, Language language,
                                 const std::map<std::string, std::string>& values = {}) const;
  [[nodiscard]] bool has(std::string_view key) const { return texts_.find(key) != texts_.end(); }

 private:
  std::map<std::string, std::array<std::string, language_codes.size()>, std::less<>> texts_;
};

}  // namespace roster
