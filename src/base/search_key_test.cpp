#include "base/search_key.h"

#include <gtest/gtest.h>

namespace roster {
namespace {

TEST(SearchKey, KnowsNeitherCaseNorAccents) {
  EXPECT_EQ(search_key("Élodie ÅNGSTRÖM"), "elodie angstrom");
  EXPECT_EQ(search_key("Straße"), search_key("STRASSE"));
  EXPECT_EQ(search_key("Ｆｕｌｌ"), "full");
}

TEST(SearchKey, KeepsSyllables) {
  EXPECT_EQ(search_key("김하나"), "김하나");
  EXPECT_LT(search_key("강"), search_key("김"));
}

TEST(SearchKey, OfNothingIsEmpty) { EXPECT_EQ(search_key(""), ""); }

TEST(PatternContaining, EscapesWhatIsSpecial) { EXPECT_EQ(pattern_containing("50%_a\\b"), "%50\\%\\_a\\\\b%"); }

}  // namespace
}  // namespace roster
