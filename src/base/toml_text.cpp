#include "base/toml_text.h"

#include <algorithm>

namespace roster {

namespace {

/// Where the string ends that begins at `begin`: after its closing quotes, or where TOML gives it up (the line's end, the end).
std::size_t end_of_string(std::string_view toml, std::size_t begin) {
  const char quote = toml[begin];
  const bool is_multi_line = toml.substr(begin, 3) == std::string_view{quote == '"' ? "\"\"\"" : "'''"};
  const auto closing = toml.substr(begin, is_multi_line ? 3 : 1);
  for (auto at = begin + closing.size(); at < toml.size(); ++at) {
    if (toml.substr(at, closing.size()) == closing) return at + closing.size();
    if (!is_multi_line && toml[at] == '\n') return at;
    if (quote == '"' && toml[at] == '\\') ++at;
  }
  return toml.size();
}

bool is_control(char c) { return (c >= 0 && c < ' ' && c != '\t' && c != '\n' && c != '\r') || c == '\x7F'; }

}  // namespace

std::optional<std::size_t> find_stray_letter(std::string_view toml) {
  // A byte order mark may stand at the beginning of a file.
  if (toml.starts_with("\xEF\xBB\xBF")) toml.remove_prefix(3);
  for (std::size_t at = 0; at < toml.size();) {
    const char c = toml[at];
    if (c == '"' || c == '\'')
      at = end_of_string(toml, at);
    else if (c == '#')
      at = std::min(toml.find('\n', at), toml.size());
    else if ((static_cast<unsigned char>(c) & 0x80U) != 0 || is_control(c))
      return 1 + static_cast<std::size_t>(std::count(toml.begin(), toml.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
    else
      ++at;
  }
  return std::nullopt;
}

}  // namespace roster
