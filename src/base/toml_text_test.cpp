#include "base/toml_text.h"

#include <gtest/gtest.h>

namespace roster {
namespace {

TEST(FindStrayLetter, PassesOverStringsAndComments) {
  EXPECT_EQ(find_stray_letter(""), std::nullopt);
  EXPECT_EQ(find_stray_letter("\xEF\xBB\xBF"
                              "a = 'é' # è\n\"ü\" = \"\\\"ö\" # '\nb = 1\n"),
            std::nullopt);
  EXPECT_EQ(find_stray_letter("a = \"\"\"é \" \"\" è\n\\\"\"\"\"\nb = '''\né''' # ü\n"), std::nullopt);
}

TEST(FindStrayLetter, NamesItsLine) {
  EXPECT_EQ(find_stray_letter("é = 1"), 1U);
  EXPECT_EQ(find_stray_letter("# é\na = 'é'\nb = é\n"), 3U);
  EXPECT_EQ(find_stray_letter("a = '''\n\n'''é"), 3U);
  EXPECT_EQ(find_stray_letter("a = 1\r\n[\x01"), 2U);
}

TEST(FindStrayLetter, AStringThatIsNotClosedEndsWithItsLine) { EXPECT_EQ(find_stray_letter("a = 'é\né = 1"), 2U); }

}  // namespace
}  // namespace roster
