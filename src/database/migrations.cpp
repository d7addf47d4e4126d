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

/// What is applied, against what there is.
struct Course {
  std::int64_t first_number;
  std::vector<OwnMigration> steps;
};

/// The engine's own are counted from here.
constexpr std::int64_t own_first = 1'000'001;
constexpr std::int64_t first = 1;

Rows list_applied(Database& database) {
  if (!database.has_table("migrations")) return {};
  return database.read([](Transaction& tx) { return tx.list("SELECT number, name, checksum FROM migrations ORDER BY number"); });
}

/// How many of the course's steps were applied. Throws MigrationRefused.
std::size_t count_applied(const Rows& applied, const Course& course) {
  std::size_t count = 0;
  for (const auto& row : applied) {
    if (row.integer(0) < course.first_number || (course.first_number == first && row.integer(0) >= own_first)) continue;
    if (count == course.steps.size())
      throw MigrationRefused("the database is newer than this program: it has migration " + row.text(1) +
                             ". Start the version that made it, or a later one.");
    const auto& step = course.steps[count++];
    if (row.text(2) != checksum_of(step.sql))
      throw MigrationRefused("migration " + row.text(1) + " in the database differs from this program's " + base_name(step.name) +
                             ": the two do not belong together.");
  }
  return count;
}

void apply(Database& database, std::int64_t number, const OwnMigration& step) {
  const auto statements = statements_of(step.sql);
  static_cast<void>(database.write([&](Transaction& tx) -> Result<int> {
    for (const auto& statement : statements) tx.execute(statement);
    tx.execute("INSERT INTO migrations (number, name, checksum, applied_at) VALUES (?, ?, ?, ?)", number, base_name(step.name),
               checksum_of(step.sql), tx.now());
    return 0;
  }));
}

}  // namespace

int migrate(Database& database, std::span<const embedded::EmbeddedFile> files) {
  Course shared{first, {}};
  for (const auto& file : files) shared.steps.push_back({file.path, file.text()});
  const std::array courses{Course{own_first, database.own_migrations()}, std::move(shared)};
  const auto count_missing = [&] {
    const auto applied = list_applied(database);
    std::size_t missing = 0;
    for (const auto& course : courses) missing += course.steps.size() - count_applied(applied, course);
    return missing;
  };
  // Who finds nothing to do needs no right to change the schema.
  if (count_missing() == 0) return 0;
  int done = 0;
  database.exclusively([&] {
    if (!database.has_table("migrations")) {
      static_cast<void>(database.write([](Transaction& tx) -> Result<int> {
        tx.execute(
            "CREATE TABLE IF NOT EXISTS migrations (number BIGINT PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, "
            "applied_at BIGINT NOT NULL)");
        return 0;
      }));
    }
    const auto applied = list_applied(database);
    for (const auto& course : courses) {
      for (auto i = count_applied(applied, course); i < course.steps.size(); ++i) {
        apply(database, course.first_number + static_cast<std::int64_t>(i), course.steps[i]);
        ++done;
      }
    }
  });
  return done;
}

}  // namespace roster::database
