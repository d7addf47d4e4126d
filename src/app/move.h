#pragma once
// `roster move`: all of one database into another, empty one, whatever engines they are of. Both have this program's schema, and
// nobody else writes to either meanwhile. Interrupted, it is run again and begins anew; the old database stays as it is, marked
// so that no server starts on it by mistake.

#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "database/database.h"

namespace roster::app {

struct MoveRefused : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct MovedTable {
  std::string_view table;
  std::int64_t rows = 0;
};

/// A database and what it is called in messages and marks; no password in that.
struct MoveEnd {
  database::Database& database;
  std::string name;
};

/// Told before a table, after each part of it, and once more when it was compared.
struct MoveProgress {
  std::string_view table;
  std::int64_t rows, of;
  bool is_compared = false;
};

/// Copies every table, compares each row, then checks invariants and the journal's chains where they came to. Returns what was
/// moved. Throws MoveRefused: `to` is not empty, the two differ afterwards, or what came is damaged; the marks say unfinished
/// then.
std::vector<MovedTable> move_database(MoveEnd from, MoveEnd to, const std::function<void(const MoveProgress&)>& tell);

/// Takes back the mark on a database that was moved away from: it is served again. What ended in the other one since would live
/// again with it, so all sessions, links and, unless `keep_keys`, service keys end as after a restore; not where the other was
/// `never_served`.
void take_back(database::Database& from, bool never_served, bool keep_keys);

/// Why no server may start on it; nothing when one may.
std::optional<std::string> why_moved(database::Database& database);

}  // namespace roster::app
