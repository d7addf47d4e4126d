#include "members/member_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace roster::members {
namespace {

using testing::ElementsAre;

const policy::Modules& modules() {
  static const policy::Modules all({{"members", {}, false}, {"payments", {}, true}}, {{"members:read", "members", {}},
                                                                                      {"members:manage", "members", {}},
                                                                                      {"payments:read", "payments", {}},
                                                                                      {"payments:write", "payments", {}}});
  return all;
}

policy::PermissionSet set_of(const std::vector<std::string>& names) { return modules().read(names); }

SubAccountId sub_account(std::uint8_t n) {
  Uuid uuid;
  uuid.bytes.back() = n;
  return SubAccountId{uuid};
}

access::Scope only(std::vector<SubAccountId> ids) { return {.all = false, .sub_accounts = std::move(ids)}; }

access::RoleDefinition a_role(std::string id, const std::vector<std::string>& permissions,
                              const std::vector<std::string>& pickable = {}) {
  access::RoleDefinition role;
  role.id = std::move(id);
  role.permissions = set_of(permissions);
  role.pickable = set_of(pickable);
  return role;
}

access::Grant a_grant(const std::vector<std::string>& permissions, access::Scope scope = {}) {
  return {a_role("some", permissions), {}, std::move(scope)};
}

std::vector<std::string> codes_of(const Error& error) {
  std::vector<std::string> codes;
  for (const auto& fault : error.fields) codes.push_back(fault.pointer + " " + std::string{fault.reason.code});
  return codes;
}

TEST(DecideTarget, NobodyChangesThemselvesOrTheOwner) {
  EXPECT_TRUE(decide_target(false, false).has_value());
  EXPECT_TRUE(decide_target(true, false).error().is(reasons::cannot_change_self));
  EXPECT_TRUE(decide_target(false, true).error().is(reasons::owner_untouchable));
  EXPECT_TRUE(decide_target(true, true).error().is(reasons::cannot_change_self));
}

TEST(DecideScope, IsOfTheSubAccountsInOrder) {
  policy::Policy policy;
  policy.sub_accounts = true;
  const auto all_exist = [](const SubAccountId&) { return true; };
  EXPECT_EQ(decide_scope({.all = false, .sub_accounts = {sub_account(2).text(), sub_account(1).text()}}, policy, all_exist),
            only({sub_account(1), sub_account(2)}));
  EXPECT_EQ(decide_scope({.all = true, .sub_accounts = {}}, policy, all_exist), access::Scope{});
}

TEST(DecideScope, NamesTheFirstThatIsUnknownAndAsksForNoneAfterIt) {
  policy::Policy policy;
  policy.sub_accounts = true;
  std::vector<SubAccountId> asked;
  const auto only_one = [&](const SubAccountId& id) {
    asked.push_back(id);
    return id == sub_account(1);
  };
  const auto scope = decide_scope(
      {.all = false, .sub_accounts = {sub_account(1).text(), sub_account(2).text(), sub_account(3).text()}}, policy, only_one);
  ASSERT_FALSE(scope.has_value());
  EXPECT_THAT(codes_of(scope.error()), ElementsAre("/sub_accounts/1 sub_account_unknown"));
  EXPECT_THAT(asked, ElementsAre(sub_account(1), sub_account(2)));
  EXPECT_THAT(codes_of(decide_scope({.all = false, .sub_accounts = {"none"}}, policy, only_one).error()),
              ElementsAre("/sub_accounts/0 sub_account_unknown"));
}

TEST(DecideScope, IsTheWholeAccountWhereThePolicyHasNoSubAccounts) {
  const policy::Policy without;
  const auto all_exist = [](const SubAccountId&) { return true; };
  EXPECT_EQ(decide_scope({.all = true, .sub_accounts = {}}, without, all_exist), access::Scope{});
  EXPECT_TRUE(
      decide_scope({.all = false, .sub_accounts = {sub_account(1).text()}}, without, all_exist).error().is(reasons::not_offered));
}

TEST(DecidePicks, TakesWhatTheRoleHasToPick) {
  const auto role = a_role("chosen", {}, {"members:read", "payments:read"});
  EXPECT_EQ(decide_picks({"payments:read"}, role, {}, modules()), set_of({"payments:read"}));
  EXPECT_EQ(decide_picks({}, role, {}, modules()), policy::PermissionSet{});
}

TEST(DecidePicks, NamesEachFault) {
  const auto role = a_role("chosen", {}, {"members:read", "payments:read"});
  const auto picks = decide_picks({"payments:read", "payments:write", "payments:fly"}, role, {}, modules());
  ASSERT_FALSE(picks.has_value());
  EXPECT_THAT(codes_of(picks.error()),
              ElementsAre("/permissions/1 permission_not_grantable", "/permissions/2 permission_unknown"));
}

TEST(DecidePicks, TakesNothingForARoleWithNothingToPick) {
  EXPECT_FALSE(decide_picks({"payments:read"}, a_role("administrator", {"payments:read"}), {}, modules()).has_value());
}

TEST(DecidePicks, TakesNoneOfRostersOwnInALimitedScope) {
  const auto role = a_role("user", {}, {"members:read", "payments:read"});
  EXPECT_FALSE(decide_picks({"members:read"}, role, only({sub_account(1)}), modules()).has_value());
  EXPECT_TRUE(decide_picks({"payments:read"}, role, only({sub_account(1)}), modules()).has_value());
}

struct Edit {
  std::string fact;
  access::Grant before, after;
  bool gives, takes;
};

TEST(DecideIsGivingAndTaking, JudgesPermissionsAndPlaces) {
  auto dynamic = a_grant({"payments:read"});
  dynamic.role.all = true;
  const auto one = only({sub_account(1)}), two = only({sub_account(1), sub_account(2)}), other = only({sub_account(2)});
  const std::vector<Edit> edits{
      {"the same is neither", a_grant({"payments:read"}), a_grant({"payments:read"}), false, false},
      {"one permission more is given", a_grant({"payments:read"}), a_grant({"payments:read", "payments:write"}), true, false},
      {"one permission less is taken", a_grant({"payments:read", "payments:write"}), a_grant({"payments:read"}), false, true},
      {"another permission is both", a_grant({"payments:read"}), a_grant({"payments:write"}), true, true},
      {"a place more is given", a_grant({"payments:read"}, one), a_grant({"payments:read"}, two), true, false},
      {"a place less is taken", a_grant({"payments:read"}, two), a_grant({"payments:read"}, one), false, true},
      {"another place is both", a_grant({"payments:read"}, one), a_grant({"payments:read"}, other), true, true},
      {"the whole account is given", a_grant({"payments:read"}, two), a_grant({"payments:read"}), true, false},
      {"a dynamic all is given, though it is the same today", a_grant({"payments:read"}), dynamic, true, false},
      {"a dynamic all is taken, though it is the same today", dynamic, a_grant({"payments:read"}), false, true},
      {"Roster's own are lost with the whole account", a_grant({"members:read", "payments:read"}),
       a_grant({"members:read", "payments:read"}, one), false, true},
  };
  for (const auto& edit : edits) {
    EXPECT_EQ(decide_is_giving(edit.before, edit.after, modules()), edit.gives) << edit.fact;
    EXPECT_EQ(decide_is_taking(edit.before, edit.after, modules()), edit.takes) << edit.fact;
  }
}

RC_GTEST_PROP(DecideIsGiving, IsTakingTheOtherWayRound, ()) {
  const auto draw = [] {
    auto grant = a_grant({});
    for (std::size_t i = 0; i < modules().permissions().size(); ++i) grant.role.permissions.set(i, *rc::gen::arbitrary<bool>());
    grant.role.all = *rc::gen::arbitrary<bool>();
    if (*rc::gen::arbitrary<bool>()) grant.scope = only({sub_account(*rc::gen::inRange<std::uint8_t>(1, 3))});
    return grant;
  };
  const auto a = draw(), b = draw();
  RC_ASSERT(decide_is_giving(a, b, modules()) == decide_is_taking(b, a, modules()));
  RC_ASSERT(!decide_is_giving(a, a, modules()));
}

policy::Policy two_limits() {
  policy::Policy policy;
  policy.limits.resize(2);
  policy.limits[0].id = "administrators";
  policy.limits[0].roles = {"administrator"};
  policy.limits[1].id = "everybody";
  return policy;
}

policy::Plan a_plan(std::map<std::string, std::int64_t> limits) { return {"plan", {}, std::move(limits)}; }

TEST(IsLimited, OnlyWhereThePlanHasALimitForTheRole) {
  EXPECT_TRUE(is_limited(two_limits(), a_plan({{"administrators", 2}}), "administrator"));
  EXPECT_FALSE(is_limited(two_limits(), a_plan({{"administrators", 2}}), "operator"));
  EXPECT_TRUE(is_limited(two_limits(), a_plan({{"everybody", 2}}), "operator"));
  EXPECT_FALSE(is_limited(two_limits(), a_plan({}), "administrator"));
}

TEST(DecideSeatChange, RefusesTheFirstLimitThatIsNewlyTaken) {
  policy::SeatUse use{.active_by_role = {{"administrator", 1}, {"operator", 3}}, .pending_by_role = {{"administrator", 1}}};
  const auto reached = decide_seat_change(two_limits(), a_plan({{"administrators", 2}}), use, "operator", "administrator");
  ASSERT_TRUE(reached.has_value());
  EXPECT_EQ(reached->limit, "administrators");
  EXPECT_EQ(reached->max, 2);
  use.pending_by_role.clear();
  EXPECT_FALSE(decide_seat_change(two_limits(), a_plan({{"administrators", 2}}), use, "operator", "administrator").has_value());
}

TEST(DecideSeatChange, LeavesALimitAloneThatCountsBoth) {
  // Three of two: the plan was lowered. Whoever is in may still change roles.
  const policy::SeatUse use{.active_by_role = {{"administrator", 1}, {"operator", 2}}, .pending_by_role = {}};
  EXPECT_FALSE(decide_seat_change(two_limits(), a_plan({{"everybody", 2}}), use, "operator", "administrator").has_value());
  EXPECT_FALSE(decide_seat_change(two_limits(), a_plan({{"administrators", 0}}), use, "administrator", "operator").has_value());
}

}  // namespace
}  // namespace roster::members
