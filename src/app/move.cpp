#include "app/move.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "app/restore.h"
#include "app/verification.h"

namespace roster::app {

namespace {

using database::Database;
using database::Rows;
using database::Transaction;
using database::Value;

struct Table {
  std::string_view name;
  std::string_view keys;
};

/// Every table but those of migrations and moves; what refers to another comes after it.
constexpr std::array<Table, 24> tables{{
    {"users", "id"},
    {"sessions", "id"},
    {"sign_ins", "id"},
    {"sign_in_failures", "name"},
    {"registrations", "id"},
    {"password_resets", "id"},
    {"email_changes", "id"},
    {"email_undos", "id"},
    {"api_keys", "id"},
    {"accounts", "id"},
    {"sub_accounts", "id"},
    {"roles", "id"},
    {"members", "account_id, user_id"},
    {"member_sub_accounts", "account_id, user_id, sub_account_id"},
    {"member_counts", "account_id"},
    {"contacts", "id"},
    {"invitations", "id"},
    {"invitation_sub_accounts", "invitation_id, sub_account_id"},
    {"events", "subject, seq"},
    {"journal_heads", "subject"},
    {"letters", "id"},
    {"idempotency_keys", "principal, key"},
    {"rate_limits", "bucket"},
    {"server_key", "only_row"},
}};

/// Rows at a time: with twenty columns still fewer parameters than either engine takes.
constexpr std::int64_t part_rows = 500;

std::string parameters(std::size_t count) {
  std::string out = "(";
  for (std::size_t i = 0; i < count; ++i) out += i == 0 ? "?" : ", ?";
  return out + ")";
}

/// Goes through a table in the order of its key, a part at a time, each on a snapshot of its own.
class Reader {
 public:
  Reader(Database& database, const Table& table)
      : database_(database),
        table_(table),
        key_size_(1 + static_cast<std::size_t>(std::count(table.keys.begin(), table.keys.end(), ','))) {}

  /// The whole rows of the next part, their key before them; empty at the end.
  Rows next() {
    auto sql = fmt::format("SELECT {1}, {0}.* FROM {0}", table_.name, table_.keys);
    if (!last_.empty()) sql += fmt::format(" WHERE ({}) > {}", table_.keys, parameters(key_size_));
    sql += fmt::format(" ORDER BY {} LIMIT {}", table_.keys, part_rows);
    auto rows = database_.read([&](Transaction& tx) { return tx.list_with(sql, last_); }, {.is_long = true});
    if (!rows.empty()) {
      const auto& values = rows.back().values();
      last_.assign(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(key_size_));
    }
    return rows;
  }
  [[nodiscard]] std::size_t key_size() const { return key_size_; }

 private:
  Database& database_;
  const Table& table_;
  const std::size_t key_size_;
  std::vector<Value> last_;
};

std::int64_t count(Database& database, const Table& table) {
  return database.read([&](Transaction& tx) { return tx.find(fmt::format("SELECT COUNT(*) FROM {}", table.name))->integer(0); },
                       {.is_long = true});
}

void insert(Database& database, const Table& table, const Rows& rows, std::size_t key_size) {
  std::string sql = fmt::format("INSERT INTO {} VALUES ", table.name);
  std::vector<Value> values;
  for (const auto& row : rows) {
    const auto& all = row.values();
    if (!values.empty()) sql += ", ";
    sql += parameters(all.size() - key_size);
    values.insert(values.end(), all.begin() + static_cast<std::ptrdiff_t>(key_size), all.end());
  }
  static_cast<void>(database.write(
      [&](Transaction& tx) -> Result<std::size_t> {
        tx.execute_with(sql, values);
        return rows.size();
      },
      {.is_long = true}));
}

std::int64_t copy(Database& from, Database& to, const Table& table, const std::function<void(const MoveProgress&)>& tell) {
  MoveProgress progress{table.name, 0, count(from, table)};
  tell(progress);
  Reader reader(from, table);
  for (auto rows = reader.next(); !rows.empty(); rows = reader.next()) {
    insert(to, table, rows, reader.key_size());
    progress.rows += static_cast<std::int64_t>(rows.size());
    tell(progress);
  }
  return progress.rows;
}

void compare(const MoveEnd& from, const MoveEnd& to, const Table& table) {
  Reader here(from.database, table);
  Reader there(to.database, table);
  for (;;) {
    const auto mine = here.next();
    const auto theirs = there.next();
    const bool is_same = std::equal(mine.begin(), mine.end(), theirs.begin(), theirs.end(),
                                    [](const auto& a, const auto& b) { return a.values() == b.values(); });
    if (!is_same)
      throw MoveRefused(fmt::format("{} of {} are not those of {}: run roster move again", table.name, to.name, from.name));
    if (mine.empty()) return;
  }
}

/// Nothing when there is no such mark.
struct Mark {
  std::string other;
  Instant begun_at;
  std::optional<Instant> finished_at;
};
std::optional<Mark> find_mark(Transaction& tx, std::string_view direction) {
  const auto row = tx.find("SELECT other, begun_at, finished_at FROM moves WHERE direction = ?", direction);
  if (!row) return std::nullopt;
  return Mark{row->text(0), row->instant(1), row->optional_instant(2)};
}

/// Whether an earlier move came to a part of it.
bool mark_begun(MoveEnd& to, const std::string& from) {
  const auto begun = to.database.write([&](Transaction& tx) -> Result<bool> {
    const auto mark = find_mark(tx, "in");
    if (mark && mark->finished_at)
      throw MoveRefused(fmt::format("{} already holds what was moved from {}", to.name, mark->other));
    if (mark) return true;
    for (const auto& table : tables)
      if (tx.find(fmt::format("SELECT 1 FROM {} LIMIT 1", table.name)))
        throw MoveRefused(fmt::format("{} is not empty: it has {}", to.name, table.name));
    tx.execute("INSERT INTO moves (direction, other, begun_at) VALUES ('in', ?, ?)", from, tx.now());
    return false;
  });
  return *begun;
}

void empty(Database& to) {
  for (auto table = tables.rbegin(); table != tables.rend(); ++table)
    static_cast<void>(to.write(
        [&](Transaction& tx) -> Result<std::int64_t> { return tx.count_changed(fmt::format("DELETE FROM {}", table->name)); },
        {.is_long = true}));
}

/// The old one first: at no moment may a server start on both.
void mark_finished(MoveEnd& from, MoveEnd& to) {
  const auto unmark = [](Transaction& tx) -> Result<std::int64_t> {
    return tx.count_changed("DELETE FROM moves WHERE direction = 'out'");
  };
  static_cast<void>(from.database.write([&](Transaction& tx) -> Result<std::int64_t> {
    unmark(tx);
    return tx.count_changed("INSERT INTO moves (direction, other, begun_at, finished_at) VALUES ('out', ?, ?, ?)", to.name,
                            tx.now(), tx.now());
  }));
  // From here on none starts on it; one that did before writes what is not moved.
  if (from.database.is_served()) {
    static_cast<void>(from.database.write(unmark));
    throw MoveRefused(fmt::format("a server works on {} by now: stop it and run roster move again", from.name));
  }
  static_cast<void>(to.database.write([&](Transaction& tx) -> Result<std::int64_t> {
    return tx.count_changed("UPDATE moves SET finished_at = ? WHERE direction = 'in'", tx.now());
  }));
}

std::vector<MovedTable> move_alone(MoveEnd& from, MoveEnd& to, const std::function<void(const MoveProgress&)>& tell) {
  if (mark_begun(to, from.name)) empty(to.database);
  std::vector<MovedTable> moved;
  moved.reserve(tables.size());
  for (const auto& table : tables) moved.push_back({table.name, copy(from.database, to.database, table, tell)});
  for (std::size_t i = 0; i < tables.size(); ++i) {
    compare(from, to, tables[i]);
    tell({tables[i].name, moved[i].rows, moved[i].rows, true});
  }
  const auto verified = verify(to.database);
  if (!verified.faults.empty())
    throw MoveRefused(
        fmt::format("what came to {} is damaged, as it was in {}: {}", to.name, from.name, verified.faults.front()));
  mark_finished(from, to);
  return moved;
}

}  // namespace

std::vector<MovedTable> move_database(MoveEnd from, MoveEnd to, const std::function<void(const MoveProgress&)>& tell) {
  for (const auto& end : {&from, &to})
    if (end->database.is_served()) throw MoveRefused(fmt::format("a server works on {}: stop all of them first", end->name));
  const auto why_not = from.database.read([&](Transaction& tx) -> std::optional<std::string> {
    if (const auto mark = find_mark(tx, "in"); mark && !mark->finished_at) return "a move into it was not finished";
    // To the same one it may be that the last step was interrupted.
    if (const auto mark = find_mark(tx, "out"); mark && mark->other != to.name) return "it was moved to " + mark->other;
    return std::nullopt;
  });
  if (why_not) throw MoveRefused(fmt::format("{} cannot be moved: {}", from.name, *why_not));
  std::vector<MovedTable> moved;
  // Of two moves to the same place the later one waits, and finds that all is there.
  to.database.exclusively([&] { moved = move_alone(from, to, tell); });
  return moved;
}

void take_back(Database& from, bool never_served, bool keep_keys) {
  const auto there_was = from.write([&](Transaction& tx) -> Result<bool> {
    const bool was_moved = tx.count_changed("DELETE FROM moves WHERE direction = 'out'") > 0;
    if (was_moved && !never_served) end_credentials(tx, keep_keys);
    return was_moved;
  });
  if (!*there_was) throw MoveRefused("it was not moved anywhere");
}

std::optional<std::string> why_moved(Database& database) {
  return database.read([](Transaction& tx) -> std::optional<std::string> {
    if (const auto mark = find_mark(tx, "in"); mark && !mark->finished_at)
      return fmt::format("a move into it from {} was not finished: run roster move again", mark->other);
    if (const auto mark = find_mark(tx, "out"))
      return fmt::format(
          "all of it was moved to {} on {}. To serve it again after all, without what was done there since: roster move "
          "--take-back",
          mark->other, mark->finished_at.value_or(mark->begun_at).text());
    return std::nullopt;
  });
}

}  // namespace roster::app
