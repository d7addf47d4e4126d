// A5 under each of the five policies: an invitation is accepted at most once, only by who controls the invited address, and
// only while it is pending. (Under races: tests/races.)

#include <algorithm>

#include "requirements/every_policy.h"

namespace roster::testing {
namespace {

struct Accepting : EveryPolicy {
  std::string invited_id;
  /// Invites and returns the letter's token.
  std::string token_for(const std::string& email, json::object grant = {}) {
    const auto invited = world.invite(account, owner, email, std::move(grant));
    EXPECT_EQ(invited.text("/results/0/outcome"), "invited") << invited.body;
    invited_id = invitation_id(invited);
    return world.invitation_token(email);
  }
  static Reply accept(Client client, const std::string& token) {
    return client.post("/v1/invitations/accept", {{"token", token}});
  }
  std::int64_t members() { return owner.client.get(path("/members")).at("/counts/active").to_number<std::int64_t>(); }
};

/// All that a refusal says, without the number of its request.
json::value without_number(const Reply& reply) {
  auto body = reply.json;
  if (auto* object = body.if_object()) object->erase("request_id");
  return body;
}

INSTANTIATE_TEST_SUITE_P(, Accepting, ::testing::ValuesIn(policy_cases()), name_of_policy);

TEST_P(Accepting, A5_once_and_not_again) {
  const auto token = token_for("nina@team.test", GetParam().ordinary);
  const auto joined = world.accept_as_new(token, "Nina");
  EXPECT_EQ(joined.status, 201) << joined.body;
  auto eve = world.person("Eve");
  EXPECT_EQ(world.accept_as_new(token, "Nina again").status, 404);
  EXPECT_EQ(accept(eve.client.another().with_token(eve.client.token), token).status, 404);
  const auto again = accept(world.server.client().with_token(joined.text("/token")), token);
  EXPECT_EQ(again.status, 200) << "to the joiner it only says what is";
  EXPECT_EQ(again.at("/membership/id"), joined.at("/membership/id"));
  EXPECT_EQ(members(), 2);
  EXPECT_EQ(status_of_invitation(invited_id), "accepted");
}

TEST_P(Accepting, A5_only_by_who_controls_the_address) {
  auto ben = world.person("Ben");
  auto eve = world.person("Eve");
  const auto token = token_for(ben.email);
  EXPECT_EQ(eve.client.post("/v1/invitations/accept", {{"token", token}}).code(), "invitation_email_mismatch");
  EXPECT_EQ(eve.client.post("/v1/invitations/accept", {{"token", token}, {"name", "Ben"}, {"password", good_password}}).code(),
            "invitation_email_mismatch");
  EXPECT_EQ(world.accept_as_new(token, "Ben", "a password of Eve's own").code(), "sign_in_required");
  EXPECT_EQ(accept(world.server.client().with_token("dead" + ben.client.token), token).status, 401);
  EXPECT_EQ(members(), 1);
  EXPECT_EQ(status_of_invitation(invited_id), "pending");
  EXPECT_EQ(ben.client.post("/v1/invitations/accept", {{"token", token}}).status, 200);
}

TEST_P(Accepting, A5_a_token_of_another_kind_opens_nothing) {
  auto eve = world.person("Eve");
  auto browser = world.server.client();
  const auto token = token_for("nina@team.test");
  browser.post("/v1/registrations", {{"email", "other@team.test"}});
  browser.post("/v1/password-resets", {{"email", eve.email}});
  const auto registration = world.mailbox.wait_for_link("other@team.test", "/register#").token();
  const auto reset = world.mailbox.wait_for_link(eve.email, "/reset-password#").token();
  for (const auto& wrong : {registration, reset, eve.client.token, world.service().token, invited_id, std::string{}}) {
    EXPECT_EQ(world.accept_as_new(wrong).status, 404) << wrong;
    EXPECT_EQ(browser.post("/v1/invitations/lookup", {{"token", wrong}}).status, 404);
    EXPECT_EQ(browser.post("/v1/invitations/decline", {{"token", wrong}}).status, 404);
  }
  EXPECT_EQ(browser.post("/v1/registrations/complete", {{"token", token}, {"name", "Nina"}, {"password", good_password}}).status,
            404);
  EXPECT_EQ(browser.post("/v1/password-resets/complete", {{"token", token}, {"password", good_password}}).status, 404);
  EXPECT_EQ(browser.get("/v1/session", {{"Authorization", "Bearer " + token}}).status, 401);
  EXPECT_EQ(status_of_invitation(invited_id), "pending");
  EXPECT_EQ(world.accept_as_new(token).status, 201) << "none of it has used the token up";
}

TEST_P(Accepting, A5_only_while_pending_and_every_dead_link_is_the_same_404) {
  const auto unknown = without_number(world.accept_as_new("no-such-token"));
  const auto expect_dead = [&](const std::string& token, const char* why) {
    const auto refused = world.accept_as_new(token);
    EXPECT_EQ(refused.status, 404) << why;
    EXPECT_EQ(without_number(refused), unknown) << why;
  };
  const auto cancelled = token_for("a@team.test");
  EXPECT_EQ(owner.client.del(path("/invitations/" + invited_id)).status, 204);
  expect_dead(cancelled, "cancelled");
  const auto declined = token_for("b@team.test");
  EXPECT_EQ(world.server.client().post("/v1/invitations/decline", {{"token", declined}}).status, 200);
  EXPECT_EQ(status_of_invitation(invited_id), "declined");
  expect_dead(declined, "declined");
  const auto superseded = token_for("c@team.test");
  EXPECT_EQ(owner.client.post(path("/invitations/" + invited_id + "/resend")).status, 200);
  expect_dead(superseded, "sent again with another link");
  auto live = world.invitation_token("c@team.test", superseded);
  expect_dead(live.substr(0, live.size() - 1), "cut short");
  expect_dead(live + "A", "padded");
  expect_dead(" " + live, "with a space");
  world.server.advance(std::chrono::hours{24 * 31});
  expect_dead(live, "expired");
}

TEST_P(Accepting, A5_a_new_owner_stands_behind_what_the_former_invited) {
  auto ana = powerful("Ana");
  const auto token = token_for("nina@team.test", GetParam().powerful);
  EXPECT_EQ(transfer(owner, ana).status, 200);
  EXPECT_EQ(world.accept_as_new(token, "Nina").status, 201);
}

TEST_P(Accepting, A5_who_is_a_member_already_joins_no_second_time) {
  auto ben = ordinary("Ben");
  const auto before = owner.client.get(ben.me_path(account));
  const auto token = token_for("ben@new.test", GetParam().powerful);
  EXPECT_EQ(ben.client.post("/v1/me/email", {{"email", "ben@new.test"}}).status, 202);
  const auto proof = world.mailbox.wait_for_link("ben@new.test", "/change-email#").token();
  EXPECT_EQ(ben.client.post("/v1/me/email/complete", {{"token", proof}}).status, 204);
  EXPECT_EQ(ben.client.post("/v1/invitations/accept", {{"token", token}}).code(), "already_member");
  EXPECT_EQ(owner.client.post(ben.me_path(account) + "/deactivate").status, 200);
  EXPECT_EQ(ben.client.post("/v1/invitations/accept", {{"token", token}}).code(), "member_deactivated")
      << "it is no way round that";
  for (const auto* field : {"/role", "/picked"}) EXPECT_EQ(owner.client.get(ben.me_path(account)).at(field), before.at(field));
}

TEST_P(Accepting, A5_visits_and_looking_up_use_nothing_up) {
  const auto token = token_for("nina@team.test");
  auto scanner = world.server.client();
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(scanner.get("/invitations/" + token).status, 200);
    EXPECT_EQ(scanner.send("HEAD", "/invitations/" + token, std::nullopt, {}).status, 200);
    EXPECT_EQ(scanner.post("/v1/invitations/lookup", {{"token", token}}).text("/email"), "nina@team.test");
  }
  EXPECT_EQ(world.accept_as_new(token, "Nina").status, 201);
}

/// Where others than the owner invite: whoever gave it must still be able to give it.
struct AcceptingFromOthers : Accepting {
  Person inviter = powerful("Ida");
  std::string token;
  AcceptingFromOthers() {
    const auto invited =
        world.invite(account, inviter, "nina@team.test", GetParam().policy == "master" ? json::object{} : GetParam().ordinary);
    invited_id = invitation_id(invited);
    token = world.invitation_token("nina@team.test");
  }
  void expect_dead() {
    EXPECT_EQ(status_of_invitation(invited_id), "cancelled") << "in the transaction that took the right away";
    EXPECT_EQ(world.accept_as_new(token).status, 404);
    EXPECT_EQ(world.server.client().get("/invitations/" + token).status, 404);
  }
};

const std::vector<PolicyCase>& where_others_invite() {
  static const std::vector<PolicyCase> cases = [] {
    auto some = policy_cases();
    std::erase_if(some, [](const PolicyCase& policy) { return policy.policy == "creator"; });
    return some;
  }();
  return cases;
}
INSTANTIATE_TEST_SUITE_P(, AcceptingFromOthers, ::testing::ValuesIn(where_others_invite()), name_of_policy);

TEST_P(AcceptingFromOthers, A5_not_when_the_inviter_was_demoted) {
  const auto reader = custom_role("Reader", {"reports:read"});
  EXPECT_EQ(owner.client.patch(inviter.me_path(account), {{"role", reader}}).status, 200);
  expect_dead();
}

TEST_P(AcceptingFromOthers, A5_not_when_the_inviter_was_removed) {
  EXPECT_EQ(owner.client.del(inviter.me_path(account)).status, 204);
  expect_dead();
}

TEST_P(AcceptingFromOthers, A5_not_when_the_inviter_was_deactivated_nor_when_back) {
  EXPECT_EQ(owner.client.post(inviter.me_path(account) + "/deactivate").status, 200);
  EXPECT_EQ(owner.client.post(inviter.me_path(account) + "/reactivate").status, 200);
  expect_dead();
}

TEST_P(AcceptingFromOthers, A5_not_when_the_inviter_has_left) {
  EXPECT_EQ(inviter.client.post(path("/leave")).status, 204);
  expect_dead();
}

TEST_P(AcceptingFromOthers, A5_still_when_somebody_who_may_has_sent_it_again) {
  EXPECT_EQ(owner.client.post(path("/invitations/" + invited_id + "/resend")).status, 200);
  EXPECT_EQ(owner.client.del(inviter.me_path(account)).status, 204);
  EXPECT_EQ(world.accept_as_new(world.invitation_token("nina@team.test", token), "Nina").status, 201);
}

}  // namespace
}  // namespace roster::testing
