#include "policy/seats.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <limits>
#include <ostream>

namespace roster::policy {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Limit a_limit(std::string id, std::vector<std::string> roles = {}) {
  Limit limit;
  limit.id = std::move(id);
  limit.roles = std::move(roles);
  return limit;
}

/// As in stage.toml: pending invitations count, the owner does not, operators are not limited.
Policy administrators_limited() {
  Policy policy;
  policy.limits = {a_limit("administrators", {"administrator"})};
  return policy;
}

Plan a_plan(std::map<std::string, std::int64_t> limits) { return Plan{"plan", {}, std::move(limits)}; }

struct SeatCase {
  std::string fact;
  std::int64_t active, pending;
  std::string role;
  std::int64_t more;
  std::int64_t max;
  bool is_allowed;
};

std::ostream& operator<<(std::ostream& out, const SeatCase& c) { return out << c.fact; }

class AdministratorSeat : public testing::TestWithParam<SeatCase> {};

TEST_P(AdministratorSeat, Is) {
  const auto& c = GetParam();
  const SeatUse use{{{"administrator", c.active}, {"operator", 40}}, {{"administrator", c.pending}, {"operator", 7}}};
  const auto reached = decide_seat(administrators_limited(), a_plan({{"administrators", c.max}}), use, c.role, c.more);
  EXPECT_EQ(!reached, c.is_allowed) << c.fact;
  if (!reached) return;
  EXPECT_EQ(reached->limit, "administrators");
  EXPECT_EQ(reached->used, c.active + c.pending);
  EXPECT_EQ(reached->max, c.max);
}

INSTANTIATE_TEST_SUITE_P(Rules, AdministratorSeat,
                         testing::Values(SeatCase{"FreeWhenNobodyHasOne", 0, 0, "administrator", 1, 2, true},
                                         SeatCase{"FreeUpToTheLimit", 1, 0, "administrator", 1, 2, true},
                                         SeatCase{"GoneAtTheLimit", 2, 0, "administrator", 1, 2, false},
                                         SeatCase{"TakenByAPendingInvitation", 1, 1, "administrator", 1, 2, false},
                                         SeatCase{"FreeForTwoAtOnce", 0, 0, "administrator", 2, 2, true},
                                         SeatCase{"GoneForTwoWhenOneIsLeft", 1, 0, "administrator", 2, 2, false},
                                         SeatCase{"NotNeededByAnOperator", 2, 0, "operator", 1, 2, true},
                                         SeatCase{"NotNeededByTheOwner", 2, 0, "owner", 1, 2, true},
                                         SeatCase{"NotNeededByACustomRole", 2, 0, "rol_01hzx", 1, 2, true},
                                         SeatCase{"GoneAboveTheLimit", 4, 0, "administrator", 1, 2, false},
                                         SeatCase{"NoMatterToWhoNeedsNone", 4, 0, "administrator", 0, 2, true},
                                         SeatCase{"NeverThereWhenTheLimitIsZero", 0, 0, "administrator", 1, 0, false},
                                         SeatCase{"GoneForAbsurdlyMany", 0, 0, "administrator",
                                                  std::numeric_limits<std::int64_t>::max(), 2, false}),
                         [](const auto& test) { return test.param.fact; });

TEST(Seats, ALimitThatThePlanDoesNotNameIsNone) {
  const auto policy = administrators_limited();
  EXPECT_FALSE(decide_seat(policy, a_plan({}), {{{"administrator", 1'000}}, {}}, "administrator"));
  EXPECT_EQ(limit_uses(policy, a_plan({}), {})[0].max, std::nullopt);
}

TEST(Seats, ALimitWithoutRolesCountsEveryMember) {
  Policy policy;
  policy.limits = {a_limit("seats")};
  EXPECT_THAT(limits_counting(policy, "operator"), ElementsAre("seats"));
  EXPECT_THAT(limits_counting(policy, "rol_01hzx"), ElementsAre("seats"));
  EXPECT_THAT(limits_counting(policy, "owner"), IsEmpty());
  EXPECT_EQ(limit_uses(policy, a_plan({{"seats", 9}}), {{{"a", 2}, {"rol_b", 3}}, {{"a", 1}}})[0].used, 6);
}

TEST(Seats, TheOwnerTakesOneWhereTheLimitSaysSo) {
  Policy policy;
  policy.limits = {a_limit("seats")};
  policy.limits[0].counts_owner = true;
  EXPECT_THAT(limits_counting(policy, "owner"), ElementsAre("seats"));
  EXPECT_EQ(limit_uses(policy, a_plan({}), {})[0].used, 1);
  EXPECT_TRUE(decide_seat(policy, a_plan({{"seats", 1}}), {}, "user"));
}

TEST(Seats, APendingInvitationTakesNoneWhereTheLimitSaysSo) {
  auto policy = administrators_limited();
  policy.limits[0].counts_pending = false;
  EXPECT_FALSE(decide_seat(policy, a_plan({{"administrators", 1}}), {{}, {{"administrator", 5}}}, "administrator"));
}

TEST(Seats, TheFirstOfSeveralLimitsIsNamed) {
  Policy policy;
  policy.limits = {a_limit("seats"), a_limit("administrators", {"administrator"})};
  const auto plan = a_plan({{"seats", 3}, {"administrators", 1}});
  EXPECT_EQ(decide_seat(policy, plan, {{{"administrator", 1}}, {}}, "administrator")->limit, "administrators");
  EXPECT_EQ(decide_seat(policy, plan, {{{"administrator", 1}, {"user", 2}}, {}}, "administrator")->limit, "seats");
}

// The rule itself: a change that raises a use leaves it within its limit. Held against a recount, person by person.

const std::vector<std::string> all_roles{"administrator", "operator", "user", "rol_own"};

rc::Gen<std::map<std::string, std::int64_t, std::less<>>> some_counts() {
  return rc::gen::exec([] {
    std::map<std::string, std::int64_t, std::less<>> counts;
    for (const auto& role : all_roles)
      if (const auto count = *rc::gen::inRange<std::int64_t>(0, 5)) counts[role] = count;
    return counts;
  });
}

Policy some_policy() {
  Policy policy;
  const auto limits = *rc::gen::inRange(0, 4);
  for (int i = 0; i < limits; ++i) {
    auto limit = a_limit("limit" + std::to_string(i));
    for (const auto& role : all_roles)
      if (*rc::gen::arbitrary<bool>()) limit.roles.push_back(role);
    limit.counts_owner = *rc::gen::arbitrary<bool>();
    limit.counts_pending = *rc::gen::arbitrary<bool>();
    policy.limits.push_back(limit);
  }
  return policy;
}

Plan some_plan(const Policy& policy) {
  Plan plan;
  for (const auto& limit : policy.limits)
    if (*rc::gen::arbitrary<bool>()) plan.limits[limit.id] = *rc::gen::inRange<std::int64_t>(0, 12);
  return plan;
}

/// Counts people one by one.
std::int64_t recount(const Limit& limit, const SeatUse& use) {
  std::int64_t used = limit.counts_owner ? 1 : 0;
  for (const auto& role : all_roles) {
    bool takes_one = limit.roles.empty();
    for (const auto& counted : limit.roles) takes_one = takes_one || counted == role;
    if (!takes_one) continue;
    if (const auto at = use.active_by_role.find(role); at != use.active_by_role.end()) used += at->second;
    if (const auto at = use.pending_by_role.find(role); limit.counts_pending && at != use.pending_by_role.end())
      used += at->second;
  }
  return used;
}

RC_GTEST_PROP(Seats, AreGivenExactlyWhenTheRecountStaysWithinEachLimit, ()) {
  const auto policy = some_policy();
  const auto plan = some_plan(policy);
  const SeatUse before{*some_counts(), *some_counts()};
  const auto role = *rc::gen::elementOf(all_roles);
  const auto more = *rc::gen::inRange<std::int64_t>(0, 4);
  auto after = before;
  after.active_by_role[role] += more;

  bool is_allowed = true;
  for (const auto& limit : policy.limits) {
    const auto max = plan.limits.find(limit.id);
    if (max == plan.limits.end()) continue;
    if (recount(limit, after) > recount(limit, before) && recount(limit, after) > max->second) is_allowed = false;
  }
  RC_ASSERT(!decide_seat(policy, plan, before, role, more) == is_allowed);
}

RC_GTEST_PROP(Seats, UsesAreTheRecount, ()) {
  const auto policy = some_policy();
  const SeatUse use{*some_counts(), *some_counts()};
  const auto uses = limit_uses(policy, some_plan(policy), use);
  RC_ASSERT(uses.size() == policy.limits.size());
  for (std::size_t i = 0; i < uses.size(); ++i) RC_ASSERT(uses[i].used == recount(policy.limits[i], use));
}

}  // namespace
}  // namespace roster::policy
