#include "database/watch.h"

#include <gtest/gtest.h>

#include <array>

namespace roster::database {
namespace {

constexpr std::array tables{WatchedTable{"members", "account_id, user_id"}, WatchedTable{"roles", "account_id"},
                            WatchedTable{"heads", "subject", "seq"}};

TEST(AWatchedStatement, TellsTheRowsThatItChanges) {
  const auto update = watch_statement("UPDATE members SET role = ? WHERE user_id = ?", tables);
  ASSERT_TRUE(update);
  EXPECT_EQ(update->table, 0U);
  EXPECT_EQ(update->sql, "UPDATE members SET role = ? WHERE user_id = ? RETURNING account_id, user_id");
  EXPECT_EQ(watch_statement("DELETE FROM roles WHERE id = ?", tables)->sql,
            "DELETE FROM roles WHERE id = ? RETURNING account_id");
  EXPECT_EQ(watch_statement("UPDATE heads SET seq = 2", tables)->sql, "UPDATE heads SET seq = 2 RETURNING subject, seq");
  EXPECT_TRUE(watch_statement("insert into \"roles\" (id) VALUES (?)", tables));
}

TEST(AWatchedStatement, IsNoneThatOnlyReadsOrWritesElsewhere) {
  EXPECT_FALSE(watch_statement("SELECT role FROM members WHERE account_id = ?", tables));
  EXPECT_FALSE(watch_statement("UPDATE letters SET state = 'sent'", tables));
  EXPECT_FALSE(watch_statement("INSERT INTO letters (a) SELECT user_id FROM members", tables));
  EXPECT_FALSE(watch_statement("CREATE TABLE members (a TEXT)", tables));
}

TEST(AWatchedStatement, IsRefusedWhereItsRowsCannotBeTold) {
  for (const auto* sql : {"WITH m AS (SELECT 1) DELETE FROM members", "REPLACE INTO members (role) VALUES ('x')",
                          "INSERT OR REPLACE INTO members (role) VALUES ('x')", "UPDATE OR IGNORE members SET role = ?",
                          "DELETE FROM members RETURNING role", "UPDATE members SET user_id = ? WHERE user_id = ?",
                          "INSERT INTO roles (id) VALUES (?) ON CONFLICT (id) DO UPDATE SET account_id = excluded.account_id",
                          "DROP TABLE members"})
    EXPECT_THROW(static_cast<void>(watch_statement(sql, tables)), DatabaseError) << sql;
}

}  // namespace
}  // namespace roster::database
