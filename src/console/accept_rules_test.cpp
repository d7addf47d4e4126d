#include "console/accept_rules.h"

#include <gtest/gtest.h>

namespace roster::console {
namespace {

const std::vector<Coding> all{Coding::gzip, Coding::brotli};

TEST(ChooseCoding, TakesTheSmallestOfWhatIsEquallyWelcome) {
  EXPECT_EQ(choose_coding("gzip, deflate, br, zstd", all), Coding::brotli);
  EXPECT_EQ(choose_coding("br;q=1.0, gzip;q=1.0, identity", all), Coding::brotli);
  EXPECT_EQ(choose_coding("GZIP, BR", all), Coding::brotli);
  EXPECT_EQ(choose_coding("*", all), Coding::brotli);
  EXPECT_EQ(choose_coding("gzip, br", {Coding::gzip}), Coding::gzip);
  EXPECT_EQ(choose_coding("gzip, br", {}), Coding::identity);
}

TEST(ChooseCoding, GoesByTheWeights) {
  EXPECT_EQ(choose_coding("br;q=0.5, gzip;q=0.8", all), Coding::gzip);
  EXPECT_EQ(choose_coding("br ; Q=0.5 , gzip ; q=0.123", all), Coding::brotli);
  EXPECT_EQ(choose_coding("identity;q=0.9, br;q=0.8", all), Coding::identity);
  EXPECT_EQ(choose_coding("gzip;q=0.001", all), Coding::gzip);
  EXPECT_EQ(choose_coding("*;q=0.5, br;q=0", all), Coding::gzip);
}

TEST(ChooseCoding, NeverSendsWhatIsForbiddenWhileThereIsAnother) {
  EXPECT_EQ(choose_coding("br;q=0", all), Coding::identity);
  EXPECT_EQ(choose_coding("br;q=0.000, gzip;q=0", all), Coding::identity);
  EXPECT_EQ(choose_coding("gzip, *;q=0", all), Coding::gzip);
  EXPECT_EQ(choose_coding("identity;q=0, gzip", all), Coding::gzip);
  EXPECT_EQ(choose_coding("identity;q=0", all), Coding::identity) << "there is nothing that the client takes";
}

TEST(ChooseCoding, SendsAsItIsToWhoNamesNothing) {
  EXPECT_EQ(choose_coding(std::nullopt, all), Coding::identity);
  EXPECT_EQ(choose_coding("", all), Coding::identity);
  EXPECT_EQ(choose_coding("deflate", all), Coding::identity);
  EXPECT_EQ(choose_coding(", ;q=1, ;;", all), Coding::identity);
}

TEST(NamesTag, ComparesWeaklyWithinAList) {
  EXPECT_TRUE(names_tag("\"a\"", "\"a\""));
  EXPECT_TRUE(names_tag("\"b\", W/\"a\"", "\"a\""));
  EXPECT_TRUE(names_tag("*", "\"a\""));
  EXPECT_FALSE(names_tag("\"b\"", "\"a\""));
  EXPECT_FALSE(names_tag("a", "\"a\""));
  EXPECT_FALSE(names_tag("", "\"a\""));
}

TEST(AsksForHtml, OnlyWhenItIsNamed) {
  EXPECT_TRUE(asks_for_html("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"));
  EXPECT_FALSE(asks_for_html("*/*"));
  EXPECT_FALSE(asks_for_html("application/json"));
  EXPECT_FALSE(asks_for_html("text/html;q=0, application/json"));
  EXPECT_FALSE(asks_for_html(std::nullopt));
}

}  // namespace
}  // namespace roster::console
