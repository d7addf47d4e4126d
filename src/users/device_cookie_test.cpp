#include "users/device_cookie.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace roster::users {
namespace {

using std::chrono::hours;

constexpr Instant noon{1'700'000'000'000};
const crypto::ServerKey key{Secret{std::string(32, 'k')}};
const auto ana = UserId::make(noon);
const auto ben = UserId::make(noon);

bool knows(std::string_view cookie, const std::optional<UserId>& user, Instant now = noon) {
  return find_known_device(key, cookie, user, now).has_value();
}

TEST(DeviceCookie, KnowsWhoSignedInAndNobodyElse) {
  const auto cookie = remember_device(key, "", ana, noon);
  EXPECT_TRUE(knows(cookie, ana));
  EXPECT_FALSE(knows(cookie, ben));
  EXPECT_FALSE(knows(cookie, std::nullopt));
  EXPECT_EQ(cookie.find(ana.text()), std::string::npos) << "it names nobody";
}

TEST(DeviceCookie, StaysTheSameDeviceForAllWhoTakeTurns) {
  const auto first = remember_device(key, "", ana, noon);
  const auto second = remember_device(key, first, ben, noon + hours{1});
  const auto later = noon + hours{2};
  EXPECT_TRUE(knows(second, ana, later));
  EXPECT_TRUE(knows(second, ben, later));
  EXPECT_EQ(find_known_device(key, first, ana, later), find_known_device(key, second, ben, later));
}

TEST(DeviceCookie, GrowsNoLongerThanItsPeople) {
  std::string cookie;
  for (int i = 0; i < 20; ++i) cookie = remember_device(key, cookie, ana, noon + hours{i});
  EXPECT_EQ(cookie.size(), remember_device(key, "", ana, noon).size());
  for (int i = 0; i < 20; ++i) cookie = remember_device(key, cookie, UserId::make(noon), noon + hours{20 + i});
  EXPECT_FALSE(knows(cookie, ana, noon + hours{100}));
  EXPECT_LT(cookie.size(), 500U);
}

TEST(DeviceCookie, IsForgottenAfterAYear) {
  const auto cookie = remember_device(key, "", ana, noon);
  EXPECT_TRUE(knows(cookie, ana, noon + device_remembered - std::chrono::milliseconds{1}));
  EXPECT_FALSE(knows(cookie, ana, noon + device_remembered));
  EXPECT_FALSE(knows(cookie, ana, noon - hours{1})) << "nor is it of the future";
}

TEST(DeviceCookie, OfAnotherServerIsNone) {
  const crypto::ServerKey other{Secret{std::string(32, 'o')}};
  EXPECT_FALSE(knows(remember_device(other, "", ana, noon), ana));
}

RC_GTEST_PROP(DeviceCookie, BentAnywhereIsNone, ()) {
  auto cookie = remember_device(key, "", ana, noon);
  auto& bent = cookie.at(*rc::gen::inRange<std::size_t>(0, cookie.size()));
  const auto other = *rc::gen::arbitrary<char>();
  RC_PRE(other != bent);
  bent = other;
  RC_ASSERT(!knows(cookie, ana));
}

RC_GTEST_PROP(DeviceCookie, OfAnyTextBecomesOne, (const std::string& text)) {
  const auto cookie = remember_device(key, text, ana, noon);
  RC_ASSERT(knows(cookie, ana));
  RC_ASSERT(cookie.find_first_of(" ;,\"\\\r\n") == std::string::npos);
}

}  // namespace
}  // namespace roster::users
