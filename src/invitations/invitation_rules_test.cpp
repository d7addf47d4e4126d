#include "invitations/invitation_rules.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <vector>

namespace roster::invitations {
namespace {

using access::MemberStatus;

/// Facts in which everything that can stand in the way does.
RowFacts all_against() {
  return {.is_address = false,
          .is_duplicate = true,
          .member = MemberStatus::active,
          .is_invited = true,
          .is_refused_domain = true,
          .not_given = reasons::role_unknown,
          .has_seat = false};
}

TEST(DecideInvite, TellsTheFirstFaultInOrder) {
  auto facts = all_against();
  EXPECT_EQ(decide_invite(facts), reasons::invalid_address);
  facts.is_address = true;
  EXPECT_EQ(decide_invite(facts), reasons::duplicate_in_request);
  facts.is_duplicate = false;
  EXPECT_EQ(decide_invite(facts), reasons::already_member);
  facts.member = MemberStatus::deactivated;
  EXPECT_EQ(decide_invite(facts), reasons::member_deactivated);
  facts.member.reset();
  EXPECT_EQ(decide_invite(facts), reasons::already_invited);
  facts.is_invited = false;
  EXPECT_EQ(decide_invite(facts), reasons::disposable_address);
  facts.is_refused_domain = false;
  EXPECT_EQ(decide_invite(facts), reasons::role_unknown);
  facts.not_given.reset();
  EXPECT_EQ(decide_invite(facts), reasons::seat_limit_reached);
  facts.has_seat = true;
  EXPECT_EQ(decide_invite(facts), std::nullopt);
}

struct AcceptCase {
  AcceptFacts facts;
  Acceptance expected;
};

class DecideAccept : public testing::TestWithParam<AcceptCase> {};

TEST_P(DecideAccept, Decides) { EXPECT_EQ(decide_accept(GetParam().facts), GetParam().expected); }

INSTANTIATE_TEST_SUITE_P(
    Table, DecideAccept,
    testing::Values(
        AcceptCase{{.address_has_user = false, .has_details = true}, Acceptance::register_and_join},
        AcceptCase{{.address_has_user = false, .has_details = false}, Acceptance::details_missing},
        AcceptCase{{.address_has_user = true, .has_details = true}, Acceptance::sign_in_required},
        AcceptCase{{.session = Session::of_invited, .address_has_user = true}, Acceptance::join},
        AcceptCase{{.session = Session::of_another, .address_has_user = true}, Acceptance::email_mismatch},
        AcceptCase{{.session = Session::of_another, .address_has_user = false, .has_details = true}, Acceptance::email_mismatch},
        AcceptCase{{.is_still_given = false, .session = Session::of_another}, Acceptance::not_given_any_more},
        AcceptCase{{.is_joined_already = true, .is_still_given = false, .session = Session::of_invited},
                   Acceptance::joined_already},
        AcceptCase{{.session = Session::of_invited, .address_has_user = true, .member = MemberStatus::active},
                   Acceptance::already_member},
        AcceptCase{{.session = Session::of_invited, .address_has_user = true, .member = MemberStatus::deactivated},
                   Acceptance::member_deactivated},
        AcceptCase{{.session = Session::of_invited, .address_has_user = true, .scope_is_left = false}, Acceptance::scope_gone},
        AcceptCase{{.session = Session::of_invited, .address_has_user = true, .has_seat = false}, Acceptance::no_seat},
        AcceptCase{{.has_details = true, .has_seat = false}, Acceptance::no_seat}));

AcceptFacts any_facts() {
  const auto flag = [] { return *rc::gen::arbitrary<bool>(); };
  AcceptFacts facts;
  facts.is_still_given = flag();
  facts.session = static_cast<Session>(*rc::gen::inRange(0, 3));
  facts.address_has_user = facts.session == Session::of_invited || flag();
  facts.has_details = flag();
  if (flag()) facts.member = flag() ? MemberStatus::active : MemberStatus::deactivated;
  facts.scope_is_left = flag();
  facts.has_seat = flag();
  return facts;
}

TEST(DecideAcceptAlways, LetsNobodyInAgainstAnyFact) {
  EXPECT_TRUE(rc::check([] {
    const auto facts = any_facts();
    const auto verdict = decide_accept(facts);
    if (verdict != Acceptance::join && verdict != Acceptance::register_and_join) return;
    RC_ASSERT(facts.is_still_given && facts.scope_is_left && facts.has_seat && !facts.member);
    RC_ASSERT(facts.session != Session::of_another);
    if (verdict == Acceptance::join) RC_ASSERT(facts.session == Session::of_invited);
    if (verdict == Acceptance::register_and_join)
      RC_ASSERT(facts.session == Session::none && !facts.address_has_user && facts.has_details);
  }));
}

policy::Policy policy_with_limit(bool counts_pending) {
  policy::Policy policy;
  policy.limits.push_back(
      {.id = "administrators", .title = {}, .reached = {}, .roles = {"administrator"}, .counts_pending = counts_pending});
  return policy;
}

TEST(DecideGrowth, LetsAnInvitedSeatBecomeAMembersAtTheLimit) {
  const auto policy = policy_with_limit(true);
  const policy::Plan plan{.id = "essential", .title = {}, .limits = {{"administrators", 2}}};
  const policy::SeatUse before{.active_by_role = {{"administrator", 1}}, .pending_by_role = {{"administrator", 1}}};
  const policy::SeatUse after{.active_by_role = {{"administrator", 2}}, .pending_by_role = {{"administrator", 0}}};
  EXPECT_FALSE(decide_growth(policy, plan, before, after));
}

TEST(DecideGrowth, RefusesWherePendingOnesDoNotCount) {
  const auto policy = policy_with_limit(false);
  const policy::Plan plan{.id = "essential", .title = {}, .limits = {{"administrators", 1}}};
  const policy::SeatUse before{.active_by_role = {{"administrator", 1}}, .pending_by_role = {{"administrator", 1}}};
  const policy::SeatUse after{.active_by_role = {{"administrator", 2}}, .pending_by_role = {{"administrator", 0}}};
  const auto reached = decide_growth(policy, plan, before, after);
  ASSERT_TRUE(reached);
  EXPECT_EQ(reached->max, 1);
}

TEST(DecideGrowth, RefusesExactlyGrowthBeyondTheLimit) {
  EXPECT_TRUE(rc::check([](std::uint8_t max, std::uint8_t before_count, std::uint8_t after_count) {
    const auto policy = policy_with_limit(true);
    const policy::Plan plan{.id = "essential", .title = {}, .limits = {{"administrators", max}}};
    const policy::SeatUse before{.active_by_role = {{"administrator", before_count}}, .pending_by_role = {}};
    const policy::SeatUse after{.active_by_role = {{"administrator", after_count}}, .pending_by_role = {}};
    RC_ASSERT(decide_growth(policy, plan, before, after).has_value() == (after_count > before_count && after_count > max));
  }));
}

TEST(NextStep, FollowsSessionThenUser) {
  EXPECT_EQ(next_step(Session::none, false), "register");
  EXPECT_EQ(next_step(Session::none, true), "sign_in");
  EXPECT_EQ(next_step(Session::of_invited, true), "confirm");
  EXPECT_EQ(next_step(Session::of_another, true), "switch_user");
  EXPECT_EQ(next_step(Session::of_another, false), "switch_user");
}

}  // namespace
}  // namespace roster::invitations
