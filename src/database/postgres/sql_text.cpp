#include "database/postgres/sql_text.h"

#include <cctype>

namespace roster::database {

namespace {

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

bool defines_columns(std::string_view sql) {
  const auto first = sql.find_first_not_of(" \t\n");
  if (first == std::string_view::npos) return false;
  const auto rest = sql.substr(first);
  return rest.starts_with("CREATE TABLE") || rest.starts_with("ALTER TABLE");
}

}  // namespace

std::string to_postgres(std::string_view sql) {
  constexpr std::string_view text = "TEXT";
  const bool defines = defines_columns(sql);
  std::string out;
  out.reserve(sql.size() + 16);
  int places = 0;
  char quote = '\0';
  for (std::size_t i = 0; i < sql.size(); ++i) {
    const char c = sql[i];
    if (quote != '\0') {
      if (c == quote) quote = '\0';
    } else if (c == '\'' || c == '"') {
      quote = c;
    } else if (c == '?') {
      out += '$';
      out += std::to_string(++places);
      continue;
    } else if (defines && sql.substr(i).starts_with(text) && (i == 0 || !is_word(sql[i - 1])) &&
               (i + text.size() == sql.size() || !is_word(sql[i + text.size()]))) {
      out += "TEXT COLLATE \"C\"";
      i += text.size() - 1;
      continue;
    }
    out += c;
  }
  return out;
}

}  // namespace roster::database
