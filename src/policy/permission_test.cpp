#include "policy/permission.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace roster::policy {
namespace {

using testing::ElementsAre;

/// Two of Roster's own, the owner's two, and a product with two.
Modules some_modules() {
  return Modules({{"account", {}, false}, {"ownership", {}, false}, {"members", {}, false}, {"payments", {}, true}},
                 {{"account:read", "account", {}},
                  {"account:delete", "account", {}},
                  {"ownership:transfer", "ownership", {}},
                  {"members:read", "members", {}},
                  {"payments:write", "payments", {}},
                  {"payments:read", "payments", {}}});
}

TEST(Modules, FindAPermissionByItsName) {
  const auto modules = some_modules();
  EXPECT_EQ(modules.find("members:read"), 3U);
  EXPECT_EQ(modules.find("members:"), std::nullopt);
  EXPECT_EQ(modules.find("MEMBERS:READ"), std::nullopt);
  EXPECT_EQ(modules.find(""), std::nullopt);
}

TEST(Modules, KeepTheOwnersTwoApart) {
  EXPECT_THAT(some_modules().names(some_modules().owner_only()), ElementsAre("account:delete", "ownership:transfer"));
}

TEST(Modules, AreRostersOwnOrTheProducts) {
  const auto modules = some_modules();
  EXPECT_THAT(modules.names(modules.product()), ElementsAre("payments:read", "payments:write"));
  EXPECT_THAT(modules.names(modules.own()), ElementsAre("account:delete", "account:read", "members:read", "ownership:transfer"));
  EXPECT_EQ(modules.own() | modules.product(), modules.all());
}

TEST(Modules, NamesAreSorted) {
  EXPECT_THAT(some_modules().names(some_modules().all()), ElementsAre("account:delete", "account:read", "members:read",
                                                                      "ownership:transfer", "payments:read", "payments:write"));
}

TEST(Modules, OnlyGivesOnePermissionAndThrowsForWhatCannotBeMissing) {
  const auto modules = some_modules();
  EXPECT_THAT(modules.names(modules.only("members:read")), ElementsAre("members:read"));
  EXPECT_THROW((void)modules.only("members:fly"), std::logic_error);
}

TEST(Modules, APermissionThatIsGonePermitsNothing) {
  const auto modules = some_modules();
  EXPECT_THAT(modules.names(modules.read({"payments:read", "coupons:write"})), ElementsAre("payments:read"));
  EXPECT_THAT(modules.names(modules.from_column("coupons:write payments:read")), ElementsAre("payments:read"));
}

TEST(Modules, AColumnIsReadBackAsItWasWritten) {
  const auto modules = some_modules();
  for (std::size_t bits = 0; bits < 64; ++bits) {
    const PermissionSet set(bits);
    EXPECT_EQ(modules.from_column(modules.to_column(set)), set);
  }
  EXPECT_EQ(modules.to_column({}), "");
  EXPECT_EQ(modules.to_column(modules.product()), "payments:read payments:write");
}

TEST(Modules, AColumnOutlivesAnotherOrderOfTheList) {
  const auto before = some_modules();
  const Modules after({{"payments", {}, true}}, {{"payments:read", "payments", {}}, {"payments:write", "payments", {}}});
  EXPECT_THAT(after.names(after.from_column(before.to_column(before.only("payments:write")))), ElementsAre("payments:write"));
}

TEST(Modules, RefuseMoreThanASetHolds) {
  std::vector<Permission> permissions;
  for (std::size_t i = 0; i <= permissions_max; ++i) permissions.push_back({"m:a" + std::to_string(i), "m", {}});
  EXPECT_THROW(Modules({{"m", {}, true}}, permissions), std::length_error);
  permissions.pop_back();
  EXPECT_EQ(Modules({{"m", {}, true}}, permissions).all().count(), permissions_max);
}

TEST(Modules, RefuseTwoOfOneName) {
  EXPECT_THROW(Modules({{"m", {}, true}}, {{"m:a", "m", {}}, {"m:a", "m", {}}}), std::invalid_argument);
}

TEST(PermissionSet, IsASubsetOfItselfAndOfWhatHasMore) {
  EXPECT_TRUE(is_subset(PermissionSet{}, PermissionSet{}));
  EXPECT_TRUE(is_subset(PermissionSet{0b0101}, PermissionSet{0b0111}));
  EXPECT_FALSE(is_subset(PermissionSet{0b1101}, PermissionSet{0b0111}));
}

}  // namespace
}  // namespace roster::policy
