#include "database/migrations.h"

#include <sodium.h>

#include <array>

namespace roster::database {

namespace {

std::string checksum_of(std::string_view text) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(text.data()), text.size());
  std::string hex(hash.size() * 2 + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size());
  hex.pop_back();
  return hex;
}

/// Statements end with ';' at the end of a line; comments start a line. (Our own files; no strings with such lines.)
std::vector<std::string> statements_of(std::string_view text) {
  std::vector<std::string> statements;
  std::string current;
  while (!text.empty()) {
    const auto end = text.find('\n');
    const auto line = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    const auto first = line.find_first_not_of(" \t");
    if (first == std::string_view::npos || line.substr(first).starts_with("--")) continue;
    current += line;
    current += '\n';
    if (line.back() == ';') {
      statements.push_back(std::move(current));
      current.clear();
    }
  }
  if (!current.empty()) throw MigrationRefused("a migration's last statement has no ';' at the end of its line");
  return statements;
}

std::string base_name(std::string_view path) { return std::string{path.substr(path.rfind('/') + 1)}; }

}  // namespace

int migrate(Database& database, std::span<const embedded::EmbeddedFile> files) {
  static_cast<void>(database.write([](Transaction& tx) -> Result<int> {
    tx.execute(
        "CREATE TABLE IF NOT EXISTS migrations (number BIGINT PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, "
        "applied_at BIGINT NOT NULL)");
    return 0;
  }));
  const auto applied =
      database.read([](Transaction& tx) { return tx.list("SELECT number, name, checksum FROM migrations ORDER BY number"); });
  if (applied.size() > files.size())
    throw MigrationRefused("the database is newer than this program: it has migration " + applied.back().text(1) +
                           ". Start the version that made it, or a later one.");
  for (std::size_t i = 0; i < applied.size(); ++i) {
    if (applied[i].text(2) != checksum_of(files[i].text()))
      throw MigrationRefused("migration " + applied[i].text(1) + " in the database differs from this program's " +
                             base_name(files[i].path) + ": the two do not belong together.");
  }
  int done = 0;
  for (std::size_t i = applied.size(); i < files.size(); ++i) {
    const auto statements = statements_of(files[i].text());
    static_cast<void>(database.write([&](Transaction& tx) -> Result<int> {
      for (const auto& statement : statements) tx.execute(statement);
      tx.execute("INSERT INTO migrations (number, name, checksum, applied_at) VALUES (?, ?, ?, ?)", i + 1,
                 base_name(files[i].path), checksum_of(files[i].text()), tx.now());
      return 0;
    }));
    ++done;
  }
  return done;
}

}  // namespace roster::database
