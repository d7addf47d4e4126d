#include "database/watch.h"

#include <algorithm>
#include <cctype>

namespace roster::database {

namespace {

/// Words and single signs; quotes around names are passed over.
std::vector<std::string> split(std::string_view sql) {
  std::vector<std::string> tokens;
  bool in_word = false;
  for (const char c : sql) {
    const bool is_word = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
    if (is_word && in_word) {
      tokens.back() += c;
    } else if (is_word || (std::isspace(static_cast<unsigned char>(c)) == 0 && c != '"' && c != '`')) {
      tokens.emplace_back(1, c);
    }
    in_word = is_word;
  }
  return tokens;
}

bool is(const std::string& token, std::string_view word) {
  return token.size() == word.size() && std::equal(token.begin(), token.end(), word.begin(), [](char a, char b) {
           return std::toupper(static_cast<unsigned char>(a)) == b;
         });
}

bool has(const std::vector<std::string>& tokens, std::string_view word) {
  return std::any_of(tokens.begin(), tokens.end(), [&](const auto& token) { return is(token, word); });
}

std::optional<std::size_t> find_table(std::span<const WatchedTable> tables, const std::string& name) {
  for (std::size_t i = 0; i < tables.size(); ++i)
    if (tables[i].name == name) return i;
  return std::nullopt;
}

/// The table of "INSERT INTO t", "UPDATE t", "DELETE FROM t"; empty for any other form.
std::string written_table(const std::vector<std::string>& tokens) {
  const auto at = [&](std::size_t i) { return i < tokens.size() ? tokens[i] : std::string{}; };
  if (is(at(0), "UPDATE") && !is(at(1), "OR")) return at(1);
  if (is(at(0), "INSERT") && is(at(1), "INTO")) return at(2);
  if (is(at(0), "DELETE") && is(at(1), "FROM")) return at(2);
  return {};
}

bool sets_any_of(const std::vector<std::string>& tokens, std::string_view columns) {
  const auto keys = split(columns);
  bool in_set = false;
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
    if (is(tokens[i], "SET")) in_set = true;
    if (is(tokens[i], "WHERE")) in_set = false;
    if (in_set && tokens[i + 1] == "=" && std::find(keys.begin(), keys.end(), tokens[i]) != keys.end()) return true;
  }
  return false;
}

}  // namespace

std::optional<WatchedStatement> watch_statement(std::string_view sql, std::span<const WatchedTable> tables) {
  const auto tokens = split(sql);
  if (tokens.empty() || is(tokens.front(), "SELECT") || is(tokens.front(), "CREATE")) return std::nullopt;
  const auto name = written_table(tokens);
  const auto table = find_table(tables, name);
  const auto refuse = [&](std::string_view why) {
    return DatabaseError("a change whose rows cannot be told (" + std::string{why} + "): " + std::string{sql});
  };
  if (!table) {
    const bool touches_one =
        std::any_of(tokens.begin(), tokens.end(), [&](const auto& token) { return find_table(tables, token); });
    if (name.empty() && touches_one) throw refuse("not INSERT INTO, UPDATE or DELETE FROM");
    return std::nullopt;
  }
  if (has(tokens, "RETURNING")) throw refuse("has RETURNING");
  const auto& watched = tables[*table];
  if (sets_any_of(tokens, watched.keys)) throw refuse("changes what a row is about");
  auto telling = std::string{sql} + " RETURNING " + std::string{watched.keys};
  if (!watched.values.empty()) telling += ", " + std::string{watched.values};
  return WatchedStatement{*table, std::move(telling)};
}

}  // namespace roster::database
