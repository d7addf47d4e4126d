#include "users/sign_in_throttle.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace roster::users {
namespace {

using std::chrono::minutes;

constexpr Instant noon{1'700'000'000'000};

std::chrono::milliseconds wait_after(std::int64_t failures) {
  return next_allowed_try({.count = failures, .last_at = noon}) - noon;
}

TEST(NextAllowedTry, IsAtOnceForTheFirstFive) {
  for (std::int64_t n = 0; n < 5; ++n) EXPECT_EQ(wait_after(n), minutes{0}) << n;
}

TEST(NextAllowedTry, ThenDoublesFromAMinuteToAQuarterOfAnHour) {
  EXPECT_EQ(wait_after(5), minutes{1});
  EXPECT_EQ(wait_after(6), minutes{2});
  EXPECT_EQ(wait_after(7), minutes{4});
  EXPECT_EQ(wait_after(8), minutes{8});
  EXPECT_EQ(wait_after(9), minutes{15});
  EXPECT_EQ(wait_after(1'000'000), minutes{15});
}

TEST(NextAllowedTry, IsOpenToWhoNeverFailed) { EXPECT_LE(next_allowed_try({}), noon); }

TEST(AddFailure, Counts) {
  EXPECT_EQ(add_failure({}, noon), (Failures{.count = 1, .last_at = noon}));
  EXPECT_EQ(add_failure({.count = 3, .last_at = noon}, noon + minutes{5}), (Failures{.count = 4, .last_at = noon + minutes{5}}));
}

TEST(AddFailure, ForgetsAfterADay) {
  const auto later = noon + failures_remembered;
  EXPECT_EQ(add_failure({.count = 30, .last_at = noon}, later), (Failures{.count = 1, .last_at = later}));
}

RC_GTEST_PROP(NextAllowedTry, NeverGetsShorterAndNeverLocksOut, ()) {
  const auto n = *rc::gen::inRange<std::int64_t>(0, 10'000);
  RC_ASSERT(wait_after(n) <= wait_after(n + 1));
  RC_ASSERT(wait_after(n) <= longest_wait);
}

TEST(NetworkOf, IsWhatOneCustomerHas) {
  EXPECT_EQ(network_of("203.0.113.77"), "203.0.113.0/24");
  EXPECT_EQ(network_of("203.0.113.1"), network_of("203.0.113.254"));
  EXPECT_EQ(network_of("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
  EXPECT_EQ(network_of("2001:db8:1:2::1"), network_of("2001:db8:1:2:ffff::9"));
  EXPECT_NE(network_of("2001:db8:1:2::1"), network_of("2001:db8:1:3::1"));
}

TEST(NetworkOf, LeavesOtherTextsAlone) { EXPECT_EQ(network_of(""), ""); }

}  // namespace
}  // namespace roster::users
