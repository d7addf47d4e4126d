#pragma once
// A prepared statement of one connection, and the connection's store of them.

#include <SQLiteCpp/Database.h>
#include <sqlite3.h>

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "database/watch.h"

namespace roster::database {

/// One thread at a time. Throws SQLite::Exception.
class Statement {
 public:
  /// `watched`: the place of the watched table that it changes, whose rows it answers.
  Statement(SQLite::Database& database, std::string_view sql, std::optional<std::size_t> watched);

  /// All rows.
  Rows list(std::span<const Parameter> parameters);
  /// How many rows were changed. A statement that answers rows is a mistake.
  std::int64_t execute(std::span<const Parameter> parameters);
  [[nodiscard]] std::optional<std::size_t> watched() const { return watched_; }

 private:
  class Use;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };

  void bind(std::span<const Parameter> parameters);
  /// Whether there is a row.
  bool step();
  [[nodiscard]] std::vector<Value> read_row() const;

  sqlite3* connection_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
  std::optional<std::size_t> watched_;
};

/// A connection with its prepared statements. One thread at a time, so the engine needs no lock for it.
class Connection {
 public:
  Connection(const std::string& path, int flags);

  SQLite::Database& db() { return db_; }
  /// From here on statements that change one of them tell their rows.
  void watch(std::span<const WatchedTable> tables);
  /// Prepared when it is first asked for, and kept.
  Statement& prepare(std::string_view sql);
  /// BEGIN, COMMIT and the like.
  void control(std::string_view sql) { prepare(sql).execute({}); }

 private:
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
  };
  SQLite::Database db_;
  std::span<const WatchedTable> watched_;
  std::unordered_map<std::string, Statement, TextHash, std::equal_to<>> statements_;
};

}  // namespace roster::database
