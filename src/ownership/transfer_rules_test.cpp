#include "ownership/transfer_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace roster::ownership {
namespace {

using testing::ElementsAre;

const policy::Modules& modules() {
  static const policy::Modules all(
      {{"ownership", {}, false}, {"members", {}, false}, {"payments", {}, true}},
      {{"ownership:transfer", "ownership", {}}, {"members:manage", "members", {}}, {"payments:read", "payments", {}}});
  return all;
}

/// As stage's: administrators are limited, and a former owner may become an operator instead.
policy::Policy a_policy() {
  policy::Policy policy;
  policy::Role administrator, operator_role;
  administrator.id = "administrator";
  administrator.all = true;
  operator_role.id = "operator";
  operator_role.pickable = modules().all();
  policy.roles = {administrator, operator_role};
  policy.transfer.former_owner_role = "administrator";
  policy.transfer.former_owner_role_choices = {"operator"};
  policy.limits.resize(1);
  policy.limits[0].id = "administrators";
  policy.limits[0].roles = {"administrator"};
  return policy;
}

policy::Plan two_administrators() { return {"essential", {}, {{"administrators", 2}}}; }

TEST(DecideTransfer, MakesTheFormerOwnerWhatThePolicySays) {
  EXPECT_EQ(decide_transfer(a_policy(), {"operator"}, std::nullopt), "administrator");
}

TEST(DecideTransfer, TakesAChoiceOfThePolicy) {
  EXPECT_EQ(decide_transfer(a_policy(), {"operator"}, "operator"), "operator");
  EXPECT_EQ(decide_transfer(a_policy(), {"operator"}, "administrator"), "administrator");
}

TEST(DecideTransfer, RefusesAnyOtherRole) {
  for (const auto* role : {"owner", "nothing", ""}) {
    const auto decided = decide_transfer(a_policy(), {"operator"}, role);
    ASSERT_FALSE(decided.has_value()) << role;
    ASSERT_EQ(decided.error().fields.size(), 1U);
    EXPECT_EQ(decided.error().fields[0].reason, reasons::role_unknown);
  }
}

TEST(DecideTransfer, GoesToActiveMembersOnly) {
  const auto decided = decide_transfer(a_policy(), {"operator", access::MemberStatus::deactivated}, std::nullopt);
  ASSERT_FALSE(decided.has_value());
  EXPECT_TRUE(decided.error().is(reasons::target_not_active));
}

TEST(DecideTransfer, GoesToCertainRolesOnlyWhereThePolicySaysSo) {
  auto policy = a_policy();
  policy.transfer.to_roles = {"administrator"};
  EXPECT_TRUE(decide_transfer(policy, {"administrator"}, std::nullopt).has_value());
  const auto decided = decide_transfer(policy, {"operator"}, std::nullopt);
  ASSERT_FALSE(decided.has_value());
  EXPECT_TRUE(decided.error().is(reasons::target_not_eligible));
}

TEST(GrantOfFormerOwner, KeepsASnapshotWhereThePolicySaysSo) {
  auto policy = a_policy();
  EXPECT_TRUE(grant_of_former_owner(policy, modules(), "operator").picked.none());
  policy.transfer.former_owner_keeps_snapshot = true;
  const auto grant = grant_of_former_owner(policy, modules(), "operator");
  EXPECT_THAT(modules().names(grant.picked), ElementsAre("members:manage", "payments:read"));
  EXPECT_TRUE(grant.scope.all);
  EXPECT_FALSE(grant.role.all);
}

TEST(ListRolesThatFit, CountsTheReceiversSeatAsFree) {
  const policy::SeatUse full{.active_by_role = {{"administrator", 2}, {"operator", 1}}, .pending_by_role = {}};
  EXPECT_THAT(list_roles_that_fit(a_policy(), two_administrators(), full, {"administrator"}),
              ElementsAre("administrator", "operator"));
  EXPECT_THAT(list_roles_that_fit(a_policy(), two_administrators(), full, {"operator"}), ElementsAre("operator"));
}

TEST(ListRolesThatFit, CountsPendingInvitations) {
  const policy::SeatUse full{.active_by_role = {{"administrator", 1}, {"operator", 1}},
                             .pending_by_role = {{"administrator", 1}}};
  EXPECT_THAT(list_roles_that_fit(a_policy(), two_administrators(), full, {"operator"}), ElementsAre("operator"));
}

}  // namespace
}  // namespace roster::ownership
