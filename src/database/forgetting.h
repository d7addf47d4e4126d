#pragma once
// Clearing out, a part at a time: however much has ended, no write of it takes longer than others may wait, and each part that
// was done stays done.

#include "database/database.h"

namespace roster::database {

inline constexpr std::int64_t forgotten_at_once = 1000;

/// Deletes that many of the rows of `table` for which `condition` holds, or all where there are fewer. `keys`: its primary key.
/// Returns how many; an index finds them.
template <class... Args>
std::int64_t forget_some(Transaction& tx, const std::string& table, const std::string& keys, const std::string& condition,
                         const Args&... args) {
  return tx.count_changed("DELETE FROM " + table + " WHERE (" + keys + ") IN (SELECT " + keys + " FROM " + table + " WHERE " +
                              condition + " LIMIT " + std::to_string(forgotten_at_once) + ")",
                          args...);
}

}  // namespace roster::database
