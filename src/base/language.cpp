#include "base/language.h"

#include <cctype>
#include <cstdlib>
#include <string>

namespace roster {

std::optional<Language> parse_language(std::string_view tag) {
  if (tag.size() < 2 || (tag.size() > 2 && tag[2] != '-' && tag[2] != '_')) return std::nullopt;
  const char a = static_cast<char>(std::tolower(static_cast<unsigned char>(tag[0])));
  const char b = static_cast<char>(std::tolower(static_cast<unsigned char>(tag[1])));
  for (std::size_t i = 0; i < language_codes.size(); ++i)
    if (language_codes[i][0] == a && language_codes[i][1] == b) return static_cast<Language>(i);
  return std::nullopt;
}

std::optional<Language> preferred_language(std::string_view header) {
  std::optional<Language> best;
  double best_weight = 0;
  while (!header.empty()) {
    const auto comma = header.find(',');
    auto item = header.substr(0, comma);
    header = comma == std::string_view::npos ? std::string_view{} : header.substr(comma + 1);
    while (!item.empty() && item.front() == ' ') item.remove_prefix(1);
    double weight = 1;
    if (const auto semicolon = item.find(';'); semicolon != std::string_view::npos) {
      const auto q = item.find("q=", semicolon);
      if (q != std::string_view::npos) weight = std::strtod(std::string{item.substr(q + 2)}.c_str(), nullptr);
      item = item.substr(0, semicolon);
      while (!item.empty() && item.back() == ' ') item.remove_suffix(1);
    }
    const auto language = parse_language(item);
    if (language && weight > best_weight) {
      best = language;
      best_weight = weight;
    }
  }
  return best;
}

}  // namespace roster
