#pragma once
// For tests: a table to write into.

#include "database/database.h"

namespace roster::database {

inline void make_test_table(Database& database) {
  static_cast<void>(database.write([](Transaction& tx) -> Result<int> {
    tx.execute("CREATE TABLE t (k TEXT PRIMARY KEY, n BIGINT NOT NULL CHECK (n >= 0))");
    return 0;
  }));
}
inline std::int64_t count_test_rows(Database& database) {
  return database.read([](Transaction& tx) { return tx.find("SELECT COUNT(*) FROM t")->integer(0); });
}

}  // namespace roster::database
