// B1 to B14: the policy `stage`, over HTTP against the real binary.

#include <gtest/gtest.h>

#include "support/world.h"

namespace roster::testing {
namespace {

struct Stage : ::testing::Test {
  World world;
  Person head = world.person("Hye-jin Park");
  std::string account = world.account(head, "stage", "essential");

  std::string path(const std::string& rest = "") const { return "/v1/accounts/" + account + rest; }
  Person administrator(const std::string& name) { return world.member(account, head, name, {{"role", "administrator"}}); }
  Person operator_(const std::string& name) { return world.member(account, head, name, {{"role", "operator"}}); }
  Reply appoint(Person& by, const Person& whom, json::object more = {}) {
    more["to"] = whom.id;
    return by.client.post(path("/ownership-transfers"), more);
  }
  std::string title_of(const Person& who) { return world.service().get(who.me_path(account)).text("/title"); }
};

TEST_F(Stage, B1_an_administrator_invites_administrators_and_operators) {
  auto min = administrator("Min");
  const auto second = world.invite(account, min, "second-admin@team.test", {{"role", "administrator"}});
  EXPECT_EQ(second.text("/results/0/outcome"), "invited") << second.body;
  EXPECT_EQ(second.text("/results/0/invitation/role"), "administrator");
  const auto op = world.invite(account, min, "operator@team.test", {{"role", "operator"}});
  EXPECT_EQ(op.text("/results/0/outcome"), "invited") << op.body;
  EXPECT_EQ(op.text("/results/0/invitation/title"), "Operator");
}

TEST_F(Stage, B2_an_operator_may_neither_invite_nor_remove_nor_change_settings) {
  auto min = administrator("Min");
  auto jun = operator_("Jun");
  EXPECT_EQ(world.invite(account, jun, "x@team.test").code(), "forbidden");
  EXPECT_EQ(jun.client.del(min.me_path(account)).code(), "forbidden");
  EXPECT_EQ(jun.client.patch(path(), {{"name", "Taken over"}}).code(), "forbidden");
  EXPECT_EQ(min.client.patch(path(), {{"name", "Renamed by an administrator"}}).status, 200);
}

TEST_F(Stage, B3_an_invitation_letter_goes_to_the_invited_address) {
  EXPECT_EQ(world.invite(account, head, "letter@team.test", {{"role", "operator"}}).status, 200);
  const auto letter = world.mailbox.wait("letter@team.test");
  EXPECT_NE(letter.link().find(world.server.url() + "/invitations/"), std::string::npos) << letter.text;
  EXPECT_NE(letter.text.find("Orbital Bakery"), std::string::npos);
}

TEST_F(Stage, B4_who_accepted_has_a_last_active_time_and_who_has_not_is_invited_with_none) {
  auto min = administrator("Min");
  const auto member = head.client.get(min.me_path(account));
  EXPECT_FALSE(member.text("/last_active_at").empty()) << member.body;
  EXPECT_EQ(world.invite(account, head, "waiting@team.test", {{"role", "operator"}}).status, 200);
  const auto pending = head.client.get(path("/invitations?status=pending"));
  EXPECT_EQ(pending.text("/data/0/email"), "waiting@team.test");
  EXPECT_EQ(pending.text("/data/0/status"), "pending");
  EXPECT_TRUE(pending.at("/data/0/last_active_at").is_null());
}

TEST_F(Stage, B5_resending_kills_the_earlier_link_and_starts_the_lifetime_anew) {
  const auto invited = world.invite(account, head, "again@team.test", {{"role", "operator"}});
  const auto id = invited.text("/results/0/invitation/id");
  const auto first = world.invitation_token("again@team.test");
  world.server.advance(std::chrono::hours{24 * 6});
  head.client = world.sign_in(head);
  const auto resent = head.client.post(path("/invitations/" + id + "/resend"));
  EXPECT_EQ(resent.status, 200) << resent.body;
  EXPECT_GT(resent.text("/expires_at"), invited.text("/results/0/invitation/expires_at"));
  const auto second = world.invitation_token("again@team.test", first);
  EXPECT_NE(first, second);
  world.server.advance(std::chrono::hours{24 * 3});  // past the first lifetime, within the second
  EXPECT_EQ(world.accept_as_new(first).status, 404);
  EXPECT_EQ(world.accept_as_new(second).status, 201);
}

TEST_F(Stage, B6_the_plan_limits_administrators_not_counting_the_head_and_counting_pending_ones) {
  for (int i = 0; i < 2; ++i)
    EXPECT_EQ(world.invite(account, head, "admin-" + std::to_string(i) + "@team.test", {{"role", "administrator"}})
                  .text("/results/0/outcome"),
              "invited");
  EXPECT_EQ(world.invite(account, head, "admin-2@team.test", {{"role", "administrator"}}).text("/results/0/outcome"),
            "seat_limit_reached");
  for (int i = 0; i < 9; ++i)
    EXPECT_EQ(
        world.invite(account, head, "op-" + std::to_string(i) + "@team.test", {{"role", "operator"}}).text("/results/0/outcome"),
        "invited");
  EXPECT_EQ(world.service().patch(path(), {{"plan", "standard"}}).status, 200);
  for (int i = 2; i < 5; ++i)
    EXPECT_EQ(world.invite(account, head, "admin-" + std::to_string(i) + "@team.test", {{"role", "administrator"}})
                  .text("/results/0/outcome"),
              "invited");
  EXPECT_EQ(world.invite(account, head, "admin-5@team.test", {{"role", "administrator"}}).text("/results/0/outcome"),
            "seat_limit_reached");
  const auto seats = head.client.get(path("/seats"));
  EXPECT_EQ(seats.at("/limits/0/used"), json::value(5)) << seats.body;
  EXPECT_EQ(seats.at("/limits/0/max"), json::value(5));
}

TEST_F(Stage, B7_past_the_limit_the_answer_names_the_plans_limit_and_points_to_customer_service) {
  for (int i = 0; i < 2; ++i)
    world.invite(account, head, "admin-" + std::to_string(i) + "@team.test", {{"role", "administrator"}});
  const auto refused = world.invite(account, head, "third@team.test", {{"role", "administrator"}});
  const auto words = refused.text("/results/0/detail") + " " + refused.text("/results/0/remedy");
  EXPECT_NE(words.find("2"), std::string::npos) << words;
  EXPECT_NE(words.find("Essential"), std::string::npos) << words;
  EXPECT_NE(words.find("ustomer"), std::string::npos) << words;
  EXPECT_EQ(refused.text("/results/0/detail"),
            "The plan “Essential” has room for 2 administrators besides the head administrator. All places are taken, pending "
            "invitations included.")
      << "the policy's own sentence of this limit";
  EXPECT_TRUE(world.mailbox.to("third@team.test").empty());
}

TEST_F(Stage, B8_only_who_has_accepted_can_be_appointed) {
  auto min = administrator("Min");
  auto jun = operator_("Jun");
  const auto pending = world.invite(account, head, "pending@team.test", {{"role", "operator"}});
  EXPECT_EQ(head.client.post(path("/ownership-transfers"), {{"to", pending.text("/results/0/invitation/id")}}).status, 404);
  EXPECT_EQ(head.client.post(path("/ownership-transfers"), {{"to", "usr_01jd0000000000000000000000"}}).status, 404);
  EXPECT_EQ(appoint(head, jun).status, 200) << "an operator may be appointed";
  jun.client = world.sign_in(jun);
  EXPECT_EQ(appoint(jun, min).status, 200) << "an administrator may be appointed";
}

TEST_F(Stage, B9_only_the_head_appoints) {
  auto min = administrator("Min");
  auto jun = operator_("Jun");
  EXPECT_EQ(appoint(min, jun).code(), "forbidden");
  EXPECT_EQ(appoint(jun, min).code(), "forbidden");
  EXPECT_EQ(appoint(min, min).status >= 400, true);
  EXPECT_EQ(world.service().get(path()).text("/owner/id"), head.id);
}

TEST_F(Stage, B10_appointing_another_head_revokes_the_former) {
  auto min = administrator("Min");
  EXPECT_EQ(appoint(head, min).status, 200);
  EXPECT_EQ(world.service().get(path()).text("/owner/id"), min.id);
  EXPECT_EQ(world.service().get(head.me_path(account)).text("/role"), "administrator");
}

TEST_F(Stage, B10_is_refused_with_the_way_out_when_every_administrator_seat_is_taken) {
  auto jun = operator_("Jun");
  auto first = administrator("First");
  auto second = administrator("Second");
  const auto refused = appoint(head, jun);
  EXPECT_EQ(refused.code(), "seat_limit_reached") << refused.body;
  EXPECT_NE(refused.text("/remedy").find("become this instead: Operator."), std::string::npos) << refused.body;
  EXPECT_EQ(refused.text("/params/choices"), "operator");
  EXPECT_EQ(world.service().get(path()).text("/owner/id"), head.id);
  EXPECT_EQ(world.service().get(head.me_path(account)).text("/role"), "owner");
  EXPECT_EQ(head.client.get("/v1/session").status, 200) << "nothing changed, so nobody is signed out";
  EXPECT_EQ(appoint(head, jun, {{"former_owner_role", "operator"}}).status, 200);
  EXPECT_EQ(world.service().get(head.me_path(account)).text("/role"), "operator");
}

TEST_F(Stage, B11_the_head_holds_every_permission_and_the_title_changes_with_the_office) {
  auto min = administrator("Min");
  EXPECT_EQ(title_of(head), "Head administrator");
  EXPECT_TRUE(world.may(account, head, "ownership:transfer"));
  EXPECT_TRUE(world.may(account, head, "payments:write"));
  EXPECT_EQ(appoint(head, min).status, 200);
  EXPECT_EQ(title_of(min), "Head administrator");
  EXPECT_EQ(title_of(head), "Administrator");
  EXPECT_TRUE(world.may(account, min, "ownership:transfer"));
  EXPECT_FALSE(world.may(account, head, "ownership:transfer"));
}

TEST_F(Stage, B12_who_was_invited_can_be_removed_at_any_time_but_the_head_cannot) {
  auto min = administrator("Min");
  auto jun = operator_("Jun");
  EXPECT_EQ(min.client.del(jun.me_path(account)).status, 204);
  EXPECT_EQ(min.client.get(jun.me_path(account)).status, 404);
  const auto invited = world.invite(account, min, "unanswered@team.test", {{"role", "operator"}});
  const auto token = world.invitation_token("unanswered@team.test");
  EXPECT_EQ(min.client.del(path("/invitations/" + invited.text("/results/0/invitation/id"))).status, 204);
  EXPECT_EQ(world.accept_as_new(token).status, 404);
  EXPECT_EQ(min.client.del(head.me_path(account)).code(), "owner_untouchable");
  EXPECT_EQ(head.client.del(head.me_path(account)).status >= 400, true);
}

TEST_F(Stage, B13_the_removed_has_no_access_from_that_moment) {
  auto jun = operator_("Jun");
  EXPECT_EQ(jun.client.get(path()).status, 200);
  EXPECT_TRUE(world.may(account, jun, "payments:read"));
  EXPECT_EQ(head.client.del(jun.me_path(account)).status, 204);
  EXPECT_EQ(jun.client.get(path()).status, 404);
  EXPECT_EQ(jun.client.get(path("/members")).status, 404);
  EXPECT_FALSE(world.may(account, jun, "payments:read"));
  EXPECT_EQ(jun.client.get("/v1/session").at("/accounts"), json::value(json::array{}));
}

TEST_F(Stage, B14_a_removed_person_can_be_invited_again) {
  auto jun = operator_("Jun");
  const auto old = world.invitation_token(jun.email);
  EXPECT_EQ(head.client.del(jun.me_path(account)).status, 204);
  const auto again = world.invite(account, head, jun.email, {{"role", "operator"}});
  EXPECT_EQ(again.text("/results/0/outcome"), "invited") << again.body;
  const auto token = world.invitation_token(jun.email, old);
  EXPECT_EQ(jun.client.post("/v1/invitations/accept", {{"token", token}}).status, 200);
  EXPECT_EQ(jun.client.get(path()).status, 200);
}

}  // namespace
}  // namespace roster::testing
