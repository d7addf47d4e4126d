#include "console/next_rules.h"

#include <algorithm>

namespace roster::console {

namespace {

/// Longer ones come from nobody's address bar, and twice encoded they would not fit into a request line.
constexpr std::size_t next_bytes_max = 1500;

bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' ||
         c == '~';
}

std::string encode(std::string_view text, std::string_view kept) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    if (is_unreserved(c) || kept.find(c) != std::string_view::npos) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += digits[byte >> 4];
    out += digits[byte & 15];
  }
  return out;
}

}  // namespace

std::string encode_value(std::string_view text) { return encode(text, ""); }

std::string write_local(std::string_view path, const std::vector<std::pair<std::string, std::string>>& query) {
  auto out = encode(path, "/:@!$'()*,;");
  for (std::size_t i = 0; i < query.size(); ++i) {
    out += i == 0 ? '?' : '&';
    out += encode_value(query[i].first);
    if (!query[i].second.empty()) out += "=" + encode_value(query[i].second);
  }
  return out;
}

std::optional<std::string> read_next(std::string_view next) {
  if (!next.starts_with('/') || next.starts_with("//") || next.size() > next_bytes_max) return std::nullopt;
  // Browsers read a backslash as a slash, and pass over tabs and line ends.
  const bool is_clean = std::none_of(next.begin(), next.end(),
                                     [](char c) { return c == '\\' || static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
  if (!is_clean) return std::nullopt;
  return encode(next, "/:@!$'()*,;?=&%#+");
}

}  // namespace roster::console
