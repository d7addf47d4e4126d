#include "database/postgres/announcement.h"

#include <gtest/gtest.h>

#include <array>

namespace roster::database::postgres {
namespace {

constexpr std::array tables{WatchedTable{"members", "account_id, user_id"}, WatchedTable{"heads", "subject", "seq"}};

TEST(ALetterBetweenNodes, SaysWhatWasWritten) {
  const Letter letter{
      {{"one", {{0, Row{{std::string{"acc"}, std::string{"usr \"é\""}}}}, {1, Row{{std::string{"acc"}, std::int64_t{7}}}}}}},
      {{"two", true}, {"three", false}}};
  const auto read = read_letter(write_letter(letter, tables), tables);
  ASSERT_EQ(read.beginnings.size(), 1U);
  EXPECT_EQ(read.beginnings[0].operation, "one");
  ASSERT_EQ(read.beginnings[0].rows.size(), 2U);
  EXPECT_EQ(read.beginnings[0].rows[0].about.text(1), "usr \"é\"");
  EXPECT_EQ(read.beginnings[0].rows[1].table, 1U);
  EXPECT_EQ(read.beginnings[0].rows[1].about.integer(1), 7);
  ASSERT_EQ(read.endings.size(), 2U);
  EXPECT_TRUE(read.endings[0].committed);
  EXPECT_FALSE(read.endings[1].committed);
}

TEST(ALetterBetweenNodes, IsReadByAVersionThatWatchesOtherTables) {
  constexpr std::array others{WatchedTable{"heads", "subject", "seq"}, WatchedTable{"roles", "account_id"}};
  const Letter letter{
      {{"one", {{0, Row{{std::string{"acc"}, std::string{"usr"}}}}, {1, Row{{std::string{"acc"}, std::int64_t{7}}}}}}}, {}};
  const auto read = read_letter(write_letter(letter, tables), others);
  ASSERT_EQ(read.beginnings[0].rows.size(), 1U);
  EXPECT_EQ(read.beginnings[0].rows[0].table, 0U);
  EXPECT_THROW(static_cast<void>(read_letter("{", others)), DatabaseError);
}

}  // namespace
}  // namespace roster::database::postgres
