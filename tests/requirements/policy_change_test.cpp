// An account goes over to another policy: what becomes of the invitations that are on their way. Its people are in
// taking_away_test.cpp and the rules in src/accounts/account_rules_test.cpp.

#include <gtest/gtest.h>

#include "support/world.h"

namespace roster::testing {
namespace {

struct PolicyChange : ::testing::Test {
  World world;
  Person owner = world.person("Polly");
  std::string account = world.account(owner, "stage");

  std::string path(const std::string& rest = "") const { return "/v1/accounts/" + account + rest; }
  std::string invite(const std::string& email, json::object grant) {
    return world.invite(account, owner, email, std::move(grant)).text("/results/0/invitation/id");
  }
  std::string status_of(const std::string& invitation) {
    return owner.client.get(path("/invitations/" + invitation)).text("/status");
  }
};

TEST_F(PolicyChange, A7_an_invitation_that_the_new_policy_does_not_know_is_cancelled_and_told_of_beforehand) {
  const auto id = invite("min@team.test", {{"role", "administrator"}});
  const auto token = world.invitation_token("min@team.test");
  const auto preview = world.service().patch(path("?dry_run=true"), {{"policy", "portal"}});
  EXPECT_NE(preview.body.find("invitation_cancelled"), std::string::npos) << preview.body;
  EXPECT_NE(preview.body.find("min@team.test"), std::string::npos) << preview.body;
  EXPECT_EQ(status_of(id), "pending") << "a preview changes nothing";

  EXPECT_EQ(world.service().patch(path(), {{"policy", "portal"}}).status, 200);
  EXPECT_EQ(status_of(id), "cancelled");
  EXPECT_EQ(world.accept_as_new(token).status, 404);
  EXPECT_EQ(world.invite(account, owner, "min@team.test").text("/results/0/outcome"), "invited") << "the address is free again";
}

TEST_F(PolicyChange, A7_an_invitation_whose_role_the_new_policy_has_too_stays) {
  account = world.account(owner, "creator");
  const auto id = invite("ada@team.test", {{"role", "administrator"}});
  EXPECT_EQ(world.service().patch(path(), {{"policy", "stage"}}).status, 200);
  EXPECT_EQ(status_of(id), "pending");
  EXPECT_EQ(world.accept_as_new(world.invitation_token("ada@team.test")).text("/membership/role"), "administrator");
}

TEST_F(PolicyChange, A8_an_invitation_whose_inviter_may_not_invite_any_more_is_cancelled) {
  auto min = world.member(account, owner, "Min", {{"role", "administrator"}});
  const auto id = world.invite(account, min, "op@team.test", {{"role", "administrator"}}).text("/results/0/invitation/id");
  // Administrators of `creator` invite nobody.
  EXPECT_EQ(world.service().patch(path(), {{"policy", "creator"}}).status, 200);
  EXPECT_EQ(status_of(id), "cancelled");
}

}  // namespace
}  // namespace roster::testing
