#include "seats/seat_rules.h"

#include <gtest/gtest.h>

namespace roster::seats {
namespace {

policy::Limit a_limit(std::string id, std::vector<std::string> roles) {
  policy::Limit limit;
  limit.id = std::move(id);
  limit.roles = std::move(roles);
  return limit;
}

std::vector<std::string> ids(const std::vector<const policy::Limit*>& limits) {
  std::vector<std::string> out;
  for (const auto* limit : limits) out.push_back(limit->id);
  return out;
}

TEST(Seat, CountsTowardsTheLimitsOfItsRole) {
  policy::Policy policy;
  policy.limits = {a_limit("administrators", {"administrator"}), a_limit("everybody", {})};
  EXPECT_EQ(ids(counted_limits(policy, {.role = "administrator"})), (std::vector<std::string>{"administrators", "everybody"}));
  EXPECT_EQ(ids(counted_limits(policy, {.role = "operator"})), (std::vector<std::string>{"everybody"}));
  EXPECT_TRUE(counted_limits(policy, {.role = "owner"}).empty());
  policy.limits[1].counts_owner = true;
  EXPECT_EQ(ids(counted_limits(policy, {.role = "owner"})), (std::vector<std::string>{"everybody"}));
}

TEST(Seat, OfAnInvitationCountsOnlyWherePendingOnesDo) {
  policy::Policy policy;
  policy.limits = {a_limit("administrators", {"administrator"})};
  const Seat seat{.kind = Kind::invitation, .role = "administrator"};
  EXPECT_EQ(ids(counted_limits(policy, seat)), (std::vector<std::string>{"administrators"}));
  policy.limits[0].counts_pending = false;
  EXPECT_TRUE(counted_limits(policy, seat).empty());
}

TEST(Seat, SaysWhyItCounts) {
  EXPECT_EQ(reason_key({.role = "administrator"}, true), "member_counts");
  EXPECT_EQ(reason_key({.role = "owner"}, false), "owner_counts_not");
  EXPECT_EQ(reason_key({.kind = Kind::invitation, .role = "operator"}, false), "invitation_counts_not");
}

}  // namespace
}  // namespace roster::seats
