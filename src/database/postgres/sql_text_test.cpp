#include "database/postgres/sql_text.h"

#include <gtest/gtest.h>

namespace roster::database {
namespace {

TEST(PostgresText, NumbersThePlacesOutsideOfQuotes) {
  EXPECT_EQ(to_postgres("SELECT a FROM t WHERE b = ? AND c IN (?, ?)"), "SELECT a FROM t WHERE b = $1 AND c IN ($2, $3)");
  EXPECT_EQ(to_postgres("SELECT '?', 'it''s ?' FROM \"t?\" WHERE a LIKE ? ESCAPE '\\'"),
            "SELECT '?', 'it''s ?' FROM \"t?\" WHERE a LIKE $1 ESCAPE '\\'");
}

TEST(PostgresText, OrdersTextsByTheirBytes) {
  EXPECT_EQ(to_postgres("CREATE TABLE t (a TEXT PRIMARY KEY, TEXTS BIGINT, b TEXT)"),
            "CREATE TABLE t (a TEXT COLLATE \"C\" PRIMARY KEY, TEXTS BIGINT, b TEXT COLLATE \"C\")");
  EXPECT_EQ(to_postgres("SELECT CAST(a AS TEXT) FROM t"), "SELECT CAST(a AS TEXT) FROM t");
}

}  // namespace
}  // namespace roster::database
