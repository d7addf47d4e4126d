#include "base/id.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <type_traits>
#include <vector>

namespace roster {
namespace {

constexpr Instant noon{1'795'262'400'000};

TEST(Id, IsReadBackAsItWasWritten) {
  const auto id = AccountId::make(noon);
  EXPECT_EQ(AccountId::parse(id.text()), id);
  EXPECT_EQ(id.text().size(), 30U);
  EXPECT_TRUE(id.text().starts_with("acc_"));
}

TEST(Id, OfOneKindIsNoneOfAnother) {
  EXPECT_FALSE(UserId::parse(AccountId::make(noon).text()));
  static_assert(!std::is_convertible_v<AccountId, UserId>);
  static_assert(!std::is_constructible_v<UserId, AccountId>);
}

TEST(Id, HasThePrefixThatTheApiShows) {
  EXPECT_TRUE(UserId{}.text().starts_with("usr_"));
  EXPECT_TRUE(InvitationId{}.text().starts_with("inv_"));
  EXPECT_TRUE(SubAccountId{}.text().starts_with("sub_"));
  EXPECT_TRUE(RoleId{}.text().starts_with("rol_"));
  EXPECT_TRUE(SessionId{}.text().starts_with("ses_"));
  EXPECT_TRUE(EventId{}.text().starts_with("evt_"));
  EXPECT_TRUE(ContactId{}.text().starts_with("con_"));
  EXPECT_TRUE(KeyId{}.text().starts_with("key_"));
  EXPECT_TRUE(SignInId{}.text().starts_with("sgn_"));
}

TEST(Id, SortsByTheTimeItWasMade) {
  const auto earlier = EventId::make(noon), later = EventId::make(noon + std::chrono::milliseconds{1});
  EXPECT_LT(earlier, later);
  EXPECT_LT(earlier.text(), later.text());
}

TEST(Id, IsAUuidOfVersionSeven) {
  const auto uuid = make_uuid(Instant{0x0123'4567'89AB});
  EXPECT_EQ(uuid.bytes[0], 0x01);
  EXPECT_EQ(uuid.bytes[5], 0xAB);
  EXPECT_EQ(uuid.bytes[6] >> 4, 7);
  EXPECT_EQ(uuid.bytes[8] >> 6, 2);
}

TEST(Id, IsNeverMadeTwice) {
  std::set<std::string> seen;
  for (int i = 0; i < 10'000; ++i) EXPECT_TRUE(seen.insert(UserId::make(noon).text()).second);
}

/// The test vectors of TypeID 0.3.
TEST(Id, IsWrittenAsTypeIdHasIt) {
  EXPECT_EQ(uuid_to_base32(Uuid{}), "00000000000000000000000000");
  Uuid one;
  one.bytes[15] = 1;
  EXPECT_EQ(uuid_to_base32(one), "00000000000000000000000001");
  Uuid all;
  all.bytes.fill(0xFF);
  EXPECT_EQ(uuid_to_base32(all), "7zzzzzzzzzzzzzzzzzzzzzzzzz");
  const Uuid some{{0x01, 0x89, 0x0a, 0x5d, 0xac, 0x96, 0x77, 0x4b, 0xbc, 0xce, 0xb3, 0x02, 0x09, 0x9a, 0x80, 0x57}};
  EXPECT_EQ(uuid_to_base32(some), "01h455vb4pex5vsknk084sn02q");
  EXPECT_EQ(uuid_from_base32("01h455vb4pex5vsknk084sn02q"), some);
}

TEST(Id, IsReadInItsOneFormOnly) {
  const std::string good = "01h455vb4pex5vsknk084sn02q";
  ASSERT_TRUE(UserId::parse("usr_" + good));
  const std::vector<std::string> bad_ids{"",
                                         "usr_",
                                         good,
                                         "usr" + good,
                                         "usr-" + good,
                                         "USR_" + good,
                                         "usr_01H455VB4PEX5VSKNK084SN02Q",
                                         "usr_" + good + "0",
                                         "usr_" + good.substr(1),
                                         " usr_" + good,
                                         "usr_" + good + " ",
                                         "usr_8zzzzzzzzzzzzzzzzzzzzzzzzz",
                                         "usr_01h455vb4pex5vsknk084sn02l",
                                         "usr_01h455vb4pex5vsknk084sn02u",
                                         "usr_01h455vb4pex5vsknk084sn02-",
                                         "usr_" + good.substr(0, 25) + std::string(1, '\0')};
  for (const auto& bad : bad_ids) EXPECT_FALSE(UserId::parse(bad)) << bad;
}

TEST(Id, HasAHashThatTellsIdsApart) {
  const std::hash<UserId> hash;
  std::set<std::size_t> seen;
  for (int i = 0; i < 1'000; ++i) seen.insert(hash(UserId::make(noon)));
  EXPECT_GT(seen.size(), 995U);
}

}  // namespace
}  // namespace roster
