#include "base/instant.h"

#include <gtest/gtest.h>

namespace roster {
namespace {

using namespace std::chrono_literals;

TEST(Instant, IsWrittenInUtcWithThreeDecimals) {
  EXPECT_EQ(Instant{0}.text(), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ((Instant{1'795'302'565'007}.text()), "2026-11-21T23:09:25.007Z");
  EXPECT_EQ(Instant{-1}.text(), "1969-12-31T23:59:59.999Z");
}

TEST(Instant, IsReadBackAsItWasWritten) {
  for (const std::int64_t ms : {0LL, 1LL, 999LL, 951'782'400'000LL, 1'795'302'565'007LL, 253'402'300'799'999LL})
    EXPECT_EQ(Instant::parse(Instant{ms}.text()), Instant{ms}) << ms;
}

TEST(Instant, IsReadWithOrWithoutAFraction) {
  EXPECT_EQ(Instant::parse("1970-01-01T00:00:01Z"), Instant{1'000});
  EXPECT_EQ(Instant::parse("1970-01-01T00:00:01.5Z"), Instant{1'500});
  EXPECT_EQ(Instant::parse("1970-01-01T00:00:01.123456789Z"), Instant{1'123}) << "what is finer is cut off";
  EXPECT_EQ(Instant::parse("1970-01-01t00:00:01z"), Instant{1'000}) << "RFC 3339 allows it";
}

TEST(Instant, KnowsLeapDays) {
  EXPECT_TRUE(Instant::parse("2024-02-29T00:00:00Z"));
  EXPECT_FALSE(Instant::parse("2026-02-29T00:00:00Z"));
  EXPECT_FALSE(Instant::parse("2100-02-29T00:00:00Z"));
}

TEST(Instant, IsReadInItsOneFormOnly) {
  for (const auto* bad : {"",
                          "now",
                          "2026-11-21",
                          "2026-11-21T23:09:25",
                          "2026-11-21 23:09:25Z",
                          "2026-11-21T23:09:25+00:00",
                          "2026-11-21T23:09:25.Z",
                          "2026-11-21T23:09:25,5Z",
                          "2026-13-01T00:00:00Z",
                          "2026-00-01T00:00:00Z",
                          "2026-11-31T00:00:00Z",
                          "2026-11-21T24:00:00Z",
                          "2026-11-21T23:60:00Z",
                          "2026-11-21T23:09:61Z",
                          "2026-11-21T23:09:25Z ",
                          " 2026-11-21T23:09:25Z",
                          "26-11-21T23:09:25Z",
                          "2026-11-21T23:09:25ZZ",
                          "2026-11-21T2a:09:25Z",
                          "-026-11-21T23:09:25Z",
                          "1795302565007"})
    EXPECT_FALSE(Instant::parse(bad)) << bad;
}

TEST(Instant, IsCountedInMilliseconds) {
  EXPECT_EQ(Instant{1'000} + 2s, Instant{3'000});
  EXPECT_EQ(Instant{1'000} - 1s, Instant{0});
  EXPECT_EQ(Instant{3'000} - Instant{1'000}, 2s);
  EXPECT_LT(Instant{1}, Instant{2});
}

TEST(SystemClock, TellsATimeOfThisCentury) {
  const auto now = SystemClock{}.now();
  EXPECT_GT(now, *Instant::parse("2026-01-01T00:00:00Z"));
  EXPECT_LT(now, *Instant::parse("2100-01-01T00:00:00Z"));
}

}  // namespace
}  // namespace roster
