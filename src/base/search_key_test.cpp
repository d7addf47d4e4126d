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

TEST(SearchKey, OfWhatUnfoldsWithoutEndIsItsBeginning) {
  std::string text;
  for (int i = 0; i < 200; ++i) text += "\uFDFA";
  const auto key = search_key(text);
  EXPECT_LE(key.size(), search_key_bytes_max);
  EXPECT_GT(key.size(), search_key_bytes_max - 4);
  EXPECT_EQ(search_key(key), key) << "no character is cut in two";
}

TEST(PatternContaining, EscapesWhatIsSpecial) { EXPECT_EQ(pattern_containing("50%_a\\b"), "%50\\%\\_a\\\\b%"); }

}  // namespace
}  // namespace roster
