// A6 under each of the five policies: nobody gets more through an invitation, role or edit than the one who gave it holds.

#include "requirements/every_policy.h"

namespace roster::testing {
namespace {

struct Giving : EveryPolicy {};
INSTANTIATE_TEST_SUITE_P(, Giving, ::testing::ValuesIn(policy_cases()), name_of_policy);

TEST_P(Giving, A6_the_ownership_is_in_no_gift) {
  auto ana = powerful("Ana");
  const auto pending = invitation_id(world.invite(account, owner, "x@team.test"));
  EXPECT_EQ(world.invite(account, owner, "y@team.test", {{"role", "owner"}}).field(), "/role role_unknown");
  EXPECT_EQ(owner.client.patch(ana.me_path(account), {{"role", "owner"}}).field(), "/role role_unknown");
  EXPECT_EQ(owner.client.patch(path("/invitations/" + pending), {{"role", "owner"}}).field(), "/role role_unknown");
  for (const auto* permission : {"ownership:transfer", "account:delete"}) {
    const json::array one{json::value(permission)};
    EXPECT_EQ(owner.client.post(path("/roles"), {{"title", "Sly"}, {"permissions", one}}).field(),
              "/permissions/0 permission_not_grantable");
    EXPECT_EQ(world.invite(account, owner, "y@team.test", {{"permissions", one}}).field(),
              "/permissions/0 permission_not_grantable");
    EXPECT_EQ(owner.client.patch(ana.me_path(account), {{"permissions", one}}).field(),
              "/permissions/0 permission_not_grantable");
    EXPECT_FALSE(world.may(account, ana, permission));
  }
}

TEST_P(Giving, A6_who_may_not_give_gives_nothing) {
  auto ola = ordinary("Ola");
  auto ben = ordinary("Ben");
  const auto pending = invitation_id(world.invite(account, owner, "x@team.test"));
  EXPECT_EQ(world.invite(account, ola, "y@team.test").code(), "forbidden");
  EXPECT_EQ(ola.client.patch(ben.me_path(account), GetParam().powerful).code(), "forbidden");
  EXPECT_EQ(ola.client.patch(ola.me_path(account), GetParam().powerful).status, 403);
  EXPECT_EQ(ola.client.patch(path("/invitations/" + pending), GetParam().powerful).code(), "forbidden");
  EXPECT_EQ(ola.client.post(path("/invitations/" + pending + "/resend")).code(), "forbidden");
  EXPECT_EQ(ola.client.post(ben.me_path(account) + "/reactivate").code(), "forbidden");
}

TEST_P(Giving, A6_an_account_gives_nothing_in_another) {
  auto carl = world.person("Carl");
  const auto other = world.account(carl, GetParam().policy);
  auto ola = ordinary("Ola");
  const auto role = custom_role("Reporter", {"reports:read"});
  const auto pending = invitation_id(world.invite(account, owner, "x@team.test"));
  EXPECT_EQ(carl.client.patch(ola.me_path(account), GetParam().powerful).status, 404);
  EXPECT_EQ(carl.client.patch(ola.me_path(other), GetParam().powerful).status, 404);
  EXPECT_EQ(carl.client.post("/v1/accounts/" + other + "/invitations/" + pending + "/resend").status, 404);
  EXPECT_EQ(world.invite(other, carl, "y@team.test", {{"role", role}}).field(), "/role role_unknown");
  EXPECT_EQ(world.invite(account, carl, "y@team.test").status, 404);
}

TEST_P(Giving, A6_what_is_accepted_is_what_was_given_last) {
  const auto reader = custom_role("Reader", {"reports:read"});
  const auto id = invitation_id(world.invite(account, owner, "nina@team.test", GetParam().powerful));
  const auto token = world.invitation_token("nina@team.test");
  EXPECT_EQ(owner.client.patch(path("/invitations/" + id), {{"role", reader}}).status, 200);
  const auto joined = world.accept_as_new(token, "Nina");
  EXPECT_EQ(joined.at("/membership/permissions"), json::value(json::array{"reports:read"})) << joined.body;
}

/// Where permissions are picked one by one there can be somebody who may give, and holds little.
struct GivingLittle : EveryPolicy {
  json::object few(json::array permissions) const {
    json::object grant{{"role", GetParam().policy == "platform" ? "chosen" : "user"}};
    grant["permissions"] = std::move(permissions);
    return grant;
  }
  Person with(const std::string& name, json::array permissions) {
    return world.member(account, owner, name, few(std::move(permissions)));
  }
  Person weak = with("Wim", {"members:read", "members:invite", "members:manage", "roles:manage", "payments:read"});
};
INSTANTIATE_TEST_SUITE_P(, GivingLittle, ::testing::Values(policy_cases()[1], policy_cases()[4]), name_of_policy);

TEST_P(GivingLittle, A6_an_invitation) {
  EXPECT_EQ(world.invite(account, weak, "x@team.test", few({"payments:write"})).code(), "grant_exceeds_own");
  EXPECT_EQ(world.invite(account, weak, "x@team.test", few({"payments:read", "events:read"})).code(), "grant_exceeds_own");
  EXPECT_EQ(world.invite(account, weak, "x@team.test", few({"payments:read"})).text("/results/0/outcome"), "invited");
}

/// A row of its own says what is wrong with it, and takes nothing from the others.
TEST_P(GivingLittle, A7_a_row_says_what_it_may_not_give) {
  const auto row = [&](const std::string& email, json::object grant) {
    grant["email"] = email;
    return grant;
  };
  const auto reply = weak.client.post(
      path("/invitations"),
      {{"invitees", json::array{row("a@team.test", {{"role", "duke"}}), row("b@team.test", few({"pets:feed"})),
                                row("c@team.test", few({"ownership:transfer"})), row("d@team.test", few({"payments:write"})),
                                row("e@team.test", few({"payments:read"}))}},
       {"role", few({})["role"]}});
  ASSERT_EQ(reply.status, 200) << reply.body;
  const auto outcome = [&](int i) { return reply.text("/results/" + std::to_string(i) + "/outcome"); };
  EXPECT_EQ(outcome(0), "role_unknown");
  EXPECT_EQ(outcome(1), "permission_unknown");
  EXPECT_EQ(outcome(2), "permission_not_grantable");
  EXPECT_EQ(outcome(3), "grant_exceeds_own");
  EXPECT_EQ(outcome(4), "invited");
  EXPECT_NE(reply.text("/results/1/detail"), reply.text("/results/3/detail"));
  EXPECT_TRUE(world.mailbox.to("a@team.test").empty());
}

TEST_P(GivingLittle, A6_an_edit_of_an_invitation) {
  const auto own = invitation_id(world.invite(account, weak, "x@team.test", few({"payments:read"})));
  const auto owners_id = invitation_id(world.invite(account, owner, "y@team.test", few({"payments:write"})));
  EXPECT_EQ(weak.client.patch(path("/invitations/" + own), {{"permissions", json::array{"payments:write"}}}).code(),
            "grant_exceeds_own");
  EXPECT_EQ(
      weak.client.patch(path("/invitations/" + owners_id), {{"permissions", json::array{"payments:write", "payments:read"}}})
          .code(),
      "grant_exceeds_own");
  EXPECT_EQ(weak.client.patch(path("/invitations/" + owners_id), {{"permissions", json::array{"payments:read"}}}).status, 200)
      << "less may be given";
  EXPECT_EQ(owner.client.get(path("/invitations/" + own)).at("/permissions"), json::value(json::array{"payments:read"}));
}

TEST_P(GivingLittle, A6_sending_an_invitation_again) {
  const auto id = invitation_id(world.invite(account, owner, "x@team.test", few({"payments:write"})));
  const auto token = world.invitation_token("x@team.test");
  EXPECT_EQ(weak.client.post(path("/invitations/" + id + "/resend")).code(), "grant_exceeds_own");
  const auto bulk = weak.client.post(path("/members/bulk"), {{"action", "resend"}, {"ids", json::array{json::value(id)}}});
  EXPECT_EQ(bulk.text("/results/0/outcome"), "grant_exceeds_own") << bulk.body;
  EXPECT_EQ(world.accept_as_new(token).status, 201) << "the owner's own still stands";
}

TEST_P(GivingLittle, A7_a_replaced_role_is_given_by_whoever_replaces_it) {
  const auto role = custom_role("Less", {"payments:read"}), more = custom_role("More", {"payments:read", "payments:write"});
  const auto id = invitation_id(world.invite(account, weak, "x@team.test", {{"role", role}}));
  EXPECT_EQ(owner.client.del(path("/roles/" + role + "?replace_with=" + more)).status, 204);
  const auto invitation = owner.client.get(path("/invitations/" + id));
  EXPECT_EQ(invitation.text("/invited_by/id"), owner.id) << invitation.body;
  EXPECT_EQ(world.accept_as_new(world.invitation_token("x@team.test")).text("/membership/role"), more);
}

TEST_P(GivingLittle, A6_an_edit_of_a_member) {
  auto ben = with("Ben", {"payments:read", "payments:write"});
  EXPECT_EQ(weak.client.patch(ben.me_path(account), {{"permissions", json::array{"payments:read", "reports:read"}}}).code(),
            "grant_exceeds_own");
  EXPECT_EQ(weak.client.patch(ben.me_path(account), {{"permissions", json::array{"payments:read"}}}).status, 200)
      << "taking is not capped";
  EXPECT_EQ(weak.client.patch(ben.me_path(account), {{"permissions", json::array{"payments:read", "payments:write"}}}).code(),
            "grant_exceeds_own")
      << "and what was taken is not the taker's to give back";
}

TEST_P(GivingLittle, A6_a_role_of_ones_own) {
  EXPECT_EQ(weak.client.post(path("/roles"), {{"title", "High"}, {"permissions", json::array{"payments:write"}}}).code(),
            "grant_exceeds_own");
  const auto low = weak.client.post(path("/roles"), {{"title", "Low"}, {"permissions", json::array{"payments:read"}}});
  EXPECT_EQ(low.status, 201) << low.body;
  auto ben = world.member(account, owner, "Ben", {{"role", low.text("/id")}});
  EXPECT_EQ(
      weak.client.patch(path("/roles/" + low.text("/id")), {{"permissions", json::array{"payments:read", "payments:write"}}})
          .code(),
      "grant_exceeds_own");
  EXPECT_FALSE(world.may(account, ben, "payments:write"));
}

TEST_P(GivingLittle, A6_a_role_that_somebody_else_made) {
  const auto high = custom_role("High", {"payments:write"}), low = custom_role("Low", {"payments:read"});
  auto ben = world.member(account, owner, "Ben", {{"role", low}});
  EXPECT_EQ(world.invite(account, weak, "x@team.test", {{"role", high}}).code(), "grant_exceeds_own");
  EXPECT_EQ(weak.client.patch(ben.me_path(account), {{"role", high}}).code(), "grant_exceeds_own");
  EXPECT_EQ(weak.client.del(path("/roles/" + low + "?replace_with=" + high)).code(), "grant_exceeds_own");
  EXPECT_EQ(owner.client.get(ben.me_path(account)).text("/role"), low);
}

TEST_P(GivingLittle, A6_nobody_raises_the_role_that_they_hold_themselves) {
  const auto role = custom_role("Keeper", {"members:read", "members:manage", "roles:manage"});
  auto kim = world.member(account, owner, "Kim", {{"role", role}});
  EXPECT_EQ(kim.client.patch(path("/roles/" + role), {{"permissions", json::array{"roles:manage", "payments:write"}}}).status,
            403);
  EXPECT_EQ(kim.client.del(path("/roles/" + role + "?replace_with=" + custom_role("High", {"payments:write"}))).status, 403);
  EXPECT_FALSE(world.may(account, kim, "payments:write"));
}

TEST_P(GivingLittle, A6_activating_again) {
  auto max = with("Max", {"payments:write"});
  auto low = with("Low", {"payments:read"});
  for (const auto* person : {&max, &low}) EXPECT_EQ(owner.client.post(person->me_path(account) + "/deactivate").status, 200);
  EXPECT_EQ(weak.client.post(max.me_path(account) + "/reactivate").code(), "grant_exceeds_own");
  EXPECT_EQ(owner.client.get(max.me_path(account)).text("/status"), "deactivated");
  EXPECT_EQ(weak.client.post(low.me_path(account) + "/reactivate").status, 200);
}

TEST_P(GivingLittle, A6_an_edit_while_deactivated_is_giving_too) {
  auto ben = with("Ben", {"payments:read"});
  EXPECT_EQ(owner.client.post(ben.me_path(account) + "/deactivate").status, 200);
  EXPECT_EQ(weak.client.patch(ben.me_path(account), {{"permissions", json::array{"payments:write"}}}).code(),
            "grant_exceeds_own");
}

TEST_P(GivingLittle, A6_an_invitation_does_not_outlive_what_the_giver_held) {
  const auto id = invitation_id(world.invite(account, weak, "x@team.test", few({"payments:read"})));
  const auto kept = invitation_id(world.invite(account, weak, "y@team.test", few({})));
  const auto token = world.invitation_token("x@team.test");
  EXPECT_EQ(owner.client.patch(weak.me_path(account), {{"permissions", json::array{"members:read", "members:invite"}}}).status,
            200);
  EXPECT_EQ(status_of_invitation(id), "cancelled");
  EXPECT_EQ(status_of_invitation(kept), "pending") << "what could still be given stays";
  EXPECT_EQ(world.accept_as_new(token).status, 404);
}

TEST_P(GivingLittle, A6_a_role_that_grew_after_the_invitation_gives_nothing_by_it) {
  const auto role = custom_role("Growing", {"payments:read"});
  EXPECT_EQ(world.invite(account, weak, "x@team.test", {{"role", role}}).text("/results/0/outcome"), "invited");
  const auto token = world.invitation_token("x@team.test");
  EXPECT_EQ(owner.client.patch(path("/roles/" + role), {{"permissions", json::array{"payments:read", "payments:write"}}}).status,
            200);
  EXPECT_EQ(world.accept_as_new(token).status, 404);
}

}  // namespace
}  // namespace roster::testing
