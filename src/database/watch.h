#pragma once
// Who keeps rows in memory learns here of every change to them, whoever made it: the database itself sees which rows each
// statement touches, so no writer can forget to say so, and a statement whose rows it could not tell is refused.

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "database/boot_time.h"
#include "database/database.h"

namespace roster::database {

/// A table whose rows somebody keeps.
struct WatchedTable {
  std::string_view name;
  std::string_view keys;         ///< the columns that say what a row is about: "account_id, user_id". No statement changes them
  std::string_view values = {};  ///< columns whose new values are to be told as well
};

/// A row that was inserted, updated or deleted.
struct ChangedRow {
  std::size_t table = 0;  ///< its place in CommitWatcher::tables()
  Row about;              ///< its keys and values
};
using ChangedRows = std::vector<ChangedRow>;

enum class Fate { committed, rolled_back, unknown };

/// Told of each commit that changes watched rows, on the thread that commits it. What was rolled back before its COMMIT (a
/// refusal, a dry run) is not told.
class CommitWatcher {
 public:
  CommitWatcher() = default;
  CommitWatcher(const CommitWatcher&) = delete;
  CommitWatcher& operator=(const CommitWatcher&) = delete;
  virtual ~CommitWatcher() = default;

  /// The same for as long as it lives.
  [[nodiscard]] virtual std::span<const WatchedTable> tables() const = 0;
  /// Before the COMMIT that makes `rows` visible to others.
  virtual void count_in(const ChangedRows& rows) noexcept = 0;
  /// After it, before any of its writes is answered.
  virtual void count_out(const ChangedRows& rows, Fate fate) noexcept = 0;
  /// Until then each commit is told, those of other processes too. Before it is first said, nothing may be remembered.
  virtual void trust_until(BootTime until) noexcept = 0;
  /// Commits may have gone by untold: what was read until now is not true any more.
  virtual void forget() noexcept = 0;
};

/// A statement that changes a watched table, made to tell the rows.
struct WatchedStatement {
  std::size_t table;
  std::string sql;  ///< with RETURNING and the table's keys and values
};
/// Nothing for a statement that changes no watched table. Throws DatabaseError for one that changes one in a way whose rows
/// cannot be told: WITH, REPLACE, INSERT OR, a changed key.
std::optional<WatchedStatement> watch_statement(std::string_view sql, std::span<const WatchedTable> tables);

}  // namespace roster::database
