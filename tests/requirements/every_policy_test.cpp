// A1, A2 and A8 under each of the five policies. A3 to A7 have files of their own.

#include "requirements/every_policy.h"

namespace roster::testing {
namespace {

INSTANTIATE_TEST_SUITE_P(, EveryPolicy, ::testing::ValuesIn(policy_cases()), name_of_policy);

// A1: at every committed moment an account has exactly one owner.

TEST_P(EveryPolicy, A1_there_is_one_owner_from_the_first_moment_through_every_transfer) {
  auto ana = powerful("Ana");
  EXPECT_EQ(owners(owner), std::set<std::string>{owner.id});
  EXPECT_EQ(transfer(owner, ana).text("/owner/id"), ana.id);
  EXPECT_EQ(owners(ana), std::set<std::string>{ana.id});
  owner.client = world.sign_in(owner);
  EXPECT_EQ(ana.client.get(owner.me_path(account)).text("/role"), GetParam().former_owner_role);
  EXPECT_EQ(transfer(ana, owner).text("/owner/id"), owner.id);
  EXPECT_EQ(owners(owner), std::set<std::string>{owner.id});
}

TEST_P(EveryPolicy, A1_no_other_way_takes_the_owner_away_or_makes_a_second) {
  auto ana = powerful("Ana");
  EXPECT_EQ(owner.client.post(path("/leave")).code(), "owner_must_transfer");
  EXPECT_EQ(owner.client.del(owner.me_path(account)).status, 403);
  EXPECT_EQ(owner.client.post(owner.me_path(account) + "/deactivate").status, 403);
  EXPECT_EQ(ana.client.del(owner.me_path(account)).status, 403);
  EXPECT_EQ(ana.client.post(owner.me_path(account) + "/deactivate").status, 403);
  EXPECT_EQ(ana.client.post(path("/members/bulk"), {{"action", "remove"}, {"filter", json::object{{"status", "active"}}}}).status,
            others_may_invite() ? 200 : 403)
      << "the owner is among all the active ones";
  EXPECT_EQ(owner.client.patch(ana.me_path(account), {{"role", "owner"}}).field(), "/role role_unknown");
  EXPECT_EQ(world.invite(account, owner, "x@team.test", {{"role", "owner"}}).field(), "/role role_unknown");
  EXPECT_EQ(owners(owner), std::set<std::string>{owner.id});
  EXPECT_EQ(world.service().get(path()).text("/owner/id"), owner.id);
}

TEST_P(EveryPolicy, A1_a_refused_transfer_leaves_the_owner) {
  auto ana = powerful("Ana");
  auto gone = ordinary("Gone");
  EXPECT_EQ(transfer(ana, ana).code(), "forbidden");
  EXPECT_EQ(transfer(owner, owner).field(), "/to self_transfer");
  EXPECT_EQ(owner.client.post(gone.me_path(account) + "/deactivate").status, 200);
  EXPECT_EQ(transfer(owner, gone).code(), "target_not_active");
  EXPECT_EQ(owner.client.del(gone.me_path(account)).status, 204);
  EXPECT_EQ(transfer(owner, gone).status, 404);
  world.server.advance(std::chrono::minutes{6});
  EXPECT_EQ(transfer(owner, ana).code(), "reauthentication_required");
  EXPECT_EQ(owners(owner), std::set<std::string>{owner.id});
  const auto again = owner.client.post("/v1/session/reauthenticate", {{"password", owner.password}});
  owner.client.token = again.text("/token");
  EXPECT_EQ(transfer(owner, ana).status, 200) << "the way out that the refusal names";
}

// A2: no plan's limit is exceeded. (The limits themselves: B6, B7, B10.)

TEST_P(EveryPolicy, A2_as_many_are_let_in_as_the_plan_says_and_not_one_more) {
  const auto limits = owner.client.get(path("/seats"));
  const auto* limit = limits.at("/limits").as_array().empty() ? nullptr : limits.at("/limits/0/max").if_int64();
  const int asked = limit == nullptr ? 12 : static_cast<int>(*limit) + 3;
  json::array rows;
  for (int i = 0; i < asked; ++i) rows.push_back(json::object{{"email", "seat-" + std::to_string(i) + "@team.test"}});
  auto body = GetParam().powerful;
  body["invitees"] = rows;
  const auto reply = owner.client.post(path("/invitations"), body);
  EXPECT_EQ(reply.at("/summary/invited"), json::value(limit == nullptr ? asked : *limit)) << reply.body;
  const auto seats = owner.client.get(path("/seats"));
  for (const auto& row : seats.at("/limits").as_array()) {
    if (row.at("max").is_null()) continue;
    EXPECT_LE(row.at("used").to_number<int>(), row.at("max").to_number<int>()) << seats.body;
  }
}

struct Seats : ::testing::Test {
  World world;
  Person owner = world.person("Olive");
  std::string account = world.account(owner, "stage", "essential");

  std::string path(const std::string& rest = "") const { return "/v1/accounts/" + account + rest; }
  Person administrator(const std::string& name) { return world.member(account, owner, name, {{"role", "administrator"}}); }
  std::int64_t used() { return owner.client.get(path("/seats")).at("/limits/0/used").as_int64(); }
};

TEST_F(Seats, A2_holds_for_every_way_to_take_a_seat) {
  auto ana = administrator("Ana");
  auto ben = administrator("Ben");
  auto ola = world.member(account, owner, "Ola", {{"role", "operator"}});
  const auto pending = world.invite(account, owner, "op@team.test", {{"role", "operator"}}).text("/results/0/invitation/id");
  const auto helpers =
      owner.client.post(path("/roles"), {{"title", "Helper"}, {"permissions", json::array{"reports:read"}}}).text("/id");
  auto hal = world.member(account, owner, "Hal", {{"role", helpers}});
  EXPECT_EQ(world.invite(account, owner, "x@team.test", {{"role", "administrator"}}).text("/results/0/outcome"),
            "seat_limit_reached");
  EXPECT_EQ(owner.client.patch(ola.me_path(account), {{"role", "administrator"}}).code(), "seat_limit_reached");
  EXPECT_EQ(owner.client.patch(path("/invitations/" + pending), {{"role", "administrator"}}).code(), "seat_limit_reached");
  EXPECT_EQ(owner.client.del(path("/roles/" + helpers + "?replace_with=administrator")).code(), "seat_limit_reached");
  EXPECT_EQ(owner.client.post(path("/ownership-transfers"), {{"to", ola.id}}).code(), "seat_limit_reached");
  EXPECT_EQ(used(), 2);
  EXPECT_EQ(owner.client.post(ben.me_path(account) + "/deactivate").status, 200);
  EXPECT_EQ(owner.client.patch(ola.me_path(account), {{"role", "administrator"}}).status, 200) << "a seat was freed at once";
  EXPECT_EQ(owner.client.post(ben.me_path(account) + "/reactivate").code(), "seat_limit_reached");
  EXPECT_EQ(used(), 2);
}

TEST_F(Seats, A2_an_expired_invitation_frees_its_seat_and_needs_one_to_be_sent_again) {
  const auto first =
      world.invite(account, owner, "first@team.test", {{"role", "administrator"}}).text("/results/0/invitation/id");
  world.invite(account, owner, "second@team.test", {{"role", "administrator"}});
  world.server.advance(std::chrono::hours{24 * 8});
  owner.client = world.sign_in(owner);
  EXPECT_EQ(used(), 0);
  auto ana = administrator("Ana");
  auto ben = administrator("Ben");
  EXPECT_EQ(owner.client.post(path("/invitations/" + first + "/resend")).code(), "seat_limit_reached");
  EXPECT_EQ(owner.client.del(ben.me_path(account)).status, 204);
  EXPECT_EQ(owner.client.post(path("/invitations/" + first + "/resend")).status, 200);
  EXPECT_EQ(used(), 2);
}

TEST_F(Seats, A2_a_smaller_plan_removes_nobody_and_lets_nothing_more_in) {
  EXPECT_EQ(world.service().patch(path(), {{"plan", "standard"}}).status, 200);
  for (const auto* name : {"Ana", "Ben", "Cho"}) administrator(name);
  EXPECT_EQ(world.service().patch(path(), {{"plan", "essential"}}).status, 200);
  EXPECT_EQ(used(), 3);
  EXPECT_EQ(world.invite(account, owner, "x@team.test", {{"role", "administrator"}}).text("/results/0/outcome"),
            "seat_limit_reached");
  EXPECT_EQ(world.invite(account, owner, "x@team.test", {{"role", "operator"}}).text("/results/0/outcome"), "invited");
}

// A8: a destructive action is confirmed by a person who has been shown its consequences.

std::multiset<std::string> types_of(const Reply& preview) {
  std::multiset<std::string> types;
  EXPECT_EQ(preview.at("/dry_run"), json::value(true)) << preview.body;
  if (const auto* effects = preview.at("/effects").if_array())
    for (const auto& effect : *effects) {
      types.emplace(effect.at("type").as_string());
      EXPECT_FALSE(effect.at("detail").as_string().empty());
    }
  return types;
}

TEST_P(EveryPolicy, A8_removing_shows_what_is_lost_and_then_does_just_that) {
  auto ana = powerful("Ana");
  if (others_may_invite()) world.invite(account, ana, "x@team.test");
  const auto before = events().size();
  const auto preview = owner.client.del(ana.me_path(account) + "?dry_run=true");
  const auto types = types_of(preview);
  EXPECT_TRUE(types.contains("member_removed")) << preview.body;
  EXPECT_EQ(types.contains("invitation_cancelled"), others_may_invite()) << preview.body;
  EXPECT_EQ(types.contains("seat_freed"), GetParam().policy == "stage") << preview.body;
  EXPECT_NE(preview.text("/effects/0/detail").find("Ana"), std::string::npos);
  EXPECT_EQ(events().size(), before) << "looking changes nothing";
  EXPECT_EQ(ana.client.get("/v1/session").at("/accounts").as_array().size(), 1U);
  EXPECT_EQ(owner.client.del(ana.me_path(account) + "?plan_digest=" + preview.text("/plan_digest")).status, 204);
  EXPECT_EQ(ana.client.get("/v1/session").at("/accounts").as_array().size(), 0U);
}

TEST_P(EveryPolicy, A8_deactivating_and_demoting_show_what_is_lost) {
  auto ana = powerful("Ana");
  EXPECT_TRUE(types_of(owner.client.post(ana.me_path(account) + "/deactivate?dry_run=true")).contains("member_deactivated"));
  const auto reader = custom_role("Reader", {"reports:read"});
  const auto preview =
      owner.client.patch(ana.me_path(account) + "?dry_run=true", {{"role", reader}, {"permissions", json::array{}}});
  EXPECT_TRUE(types_of(preview).contains("member_loses_permission")) << preview.body;
  EXPECT_TRUE(types_of(preview).contains("member_changes")) << preview.body;
  EXPECT_NE(owner.client.get(ana.me_path(account)).text("/role"), reader);
}

TEST_P(EveryPolicy, A8_whatever_is_deleted_can_be_shown_first) {
  auto ana = ordinary("Ana");
  const auto role = custom_role("Reader", {"reports:read"}), other = custom_role("Other", {"reports:read"});
  auto rex = world.member(account, owner, "Rex", {{"role", role}});
  const auto invited = invitation_id(world.invite(account, owner, "x@team.test"));
  const auto contact =
      owner.client.post(path("/contacts"), {{"name", "Desk"}, {"email", "desk@team.test"}, {"topics", json::array{"billing"}}})
          .text("/id");
  std::vector<std::pair<std::string, std::string>> deletions{{"/invitations/" + invited, "invitation_cancelled"},
                                                             {"/roles/" + role + "?replace_with=" + other, "role_deleted"},
                                                             {"/contacts/" + contact, "contact_deleted"}};
  if (has_sub_accounts()) {
    const auto seoul = owner.client.post(path("/sub-accounts"), {{"name", "Seoul"}}).text("/id");
    deletions.emplace_back("/sub-accounts/" + seoul, "sub_account_deleted");
  }
  const auto before = events().size();
  for (const auto& [what, effect] : deletions) {
    const auto preview = owner.client.del(path(what + (what.find('?') == std::string::npos ? "?" : "&") + "dry_run=true"));
    EXPECT_TRUE(types_of(preview).contains(effect)) << what << preview.body;
  }
  const auto many = owner.client.post(path("/members/bulk?dry_run=true"),
                                      {{"action", "remove"}, {"ids", json::array{json::value(ana.id), json::value(rex.id)}}});
  EXPECT_EQ(types_of(many).count("member_removed"), 2U) << many.body;
  EXPECT_EQ(events().size(), before);
}

TEST_P(EveryPolicy, A8_a_transfer_shows_who_becomes_what_and_which_sessions_end) {
  auto ana = powerful("Ana");
  auto phone = world.sign_in(owner);
  const auto preview = transfer(owner, ana, "?dry_run=true");
  const auto types = types_of(preview);
  EXPECT_TRUE(types.contains("owner_changes") && types.contains("session_ends")) << preview.body;
  std::string sentences;
  for (const auto& effect : preview.at("/effects").as_array()) sentences += std::string{effect.at("detail").as_string()} + "\n";
  EXPECT_NE(sentences.find("2"), std::string::npos) << "both sessions are counted: " << sentences;
  EXPECT_TRUE(preview.header("set-cookie").empty());
  EXPECT_EQ(phone.get("/v1/session").status, 200);
  EXPECT_EQ(owners(owner), std::set<std::string>{owner.id});
}

TEST_P(EveryPolicy, A8_what_is_confirmed_is_what_was_shown_and_nothing_else) {
  auto ana = powerful("Ana");
  auto ben = ordinary("Ben");
  const auto preview = transfer(owner, ana, "?dry_run=true");
  EXPECT_EQ(transfer(owner, ben, "?plan_digest=" + preview.text("/plan_digest")).code(), "plan_stale");
  EXPECT_EQ(owners(owner), std::set<std::string>{owner.id});
  EXPECT_EQ(owner.client.get("/v1/session").status, 200);
  EXPECT_EQ(transfer(owner, ana, "?plan_digest=" + preview.text("/plan_digest")).status, 200);
}

TEST_P(EveryPolicy, A8_deleting_the_account_takes_its_name_typed_and_a_recent_sign_in) {
  auto ana = powerful("Ana");
  EXPECT_TRUE(types_of(owner.client.del(path("?dry_run=true"))).contains("account_deleted"));
  EXPECT_EQ(owner.client.del(path(), json::object{{"confirm_name", "Orbital"}}).field(), "/confirm_name name_mismatch");
  EXPECT_EQ(ana.client.del(path(), json::object{{"confirm_name", "Orbital Bakery"}}).code(), "forbidden");
  world.server.advance(std::chrono::minutes{6});
  EXPECT_EQ(owner.client.del(path(), json::object{{"confirm_name", "Orbital Bakery"}}).code(), "reauthentication_required");
  owner.client = world.sign_in(owner);
  EXPECT_EQ(owner.client.del(path(), json::object{{"confirm_name", "Orbital Bakery"}}).status, 204);
  EXPECT_EQ(owner.client.get(path()).status, 404);
  EXPECT_EQ(ana.client.get("/v1/session").at("/accounts"), json::value(json::array{}));
}

}  // namespace
}  // namespace roster::testing
