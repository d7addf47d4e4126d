// P2 to P10: the policy `platform`, over HTTP against the real binary. P1 (where the page is found) is the console's.

#include <gtest/gtest.h>

#include <algorithm>

#include "support/world.h"

namespace roster::testing {
namespace {

struct Platform : ::testing::Test {
  World world;
  Person owner = world.person("Olga");
  std::string account = world.account(owner, "platform");

  std::string path(const std::string& rest = "") const { return "/v1/accounts/" + account + rest; }
  Person chosen(const std::string& name, json::array permissions) {
    return world.member(account, owner, name, {{"role", "chosen"}, {"permissions", std::move(permissions)}});
  }
  Person everything(const std::string& name) { return world.member(account, owner, name, {{"role", "all"}}); }
  static std::string cookie_of(const Reply& reply) {
    const auto set = reply.header("set-cookie");
    return set.substr(0, set.find(';'));
  }
};

bool holds(const json::value& list, std::string_view text) {
  const auto* array = list.if_array();
  return array != nullptr &&
         std::any_of(array->begin(), array->end(), [&](const json::value& item) { return item == json::value(text); });
}

TEST_F(Platform, P2_the_list_shows_address_last_sign_in_and_role) {
  auto ana = chosen("Ana", {"payments:read"});
  const auto before = owner.client.get(ana.me_path(account)).text("/last_sign_in_at");
  world.server.advance(std::chrono::minutes{7});
  ana.client = world.sign_in(ana);
  const auto list = owner.client.get(path("/members"));
  EXPECT_EQ(list.text("/data/0/user/email"), owner.email) << list.body;
  EXPECT_EQ(list.text("/data/0/title"), "Owner");
  EXPECT_EQ(list.text("/data/1/user/email"), ana.email);
  EXPECT_EQ(list.text("/data/1/title"), "Chosen permissions");
  EXPECT_GT(list.text("/data/1/last_sign_in_at"), before);
}

TEST_F(Platform, P2_the_two_actions_are_called_manage_permissions_and_remove_access) {
  const auto policies = world.server.client().get("/v1/policies");
  std::vector<std::string> texts;
  for (const auto& policy : policies.at("/data").as_array())
    if (policy.at("id") == json::value("platform"))
      for (const auto& text : policy.at("texts").as_object()) texts.emplace_back(text.value().as_string());
  for (const auto* wanted :
       {"Manage Permissions", "Remove Access", "Invite New User", "Send Invite", "Account Role", "Last Login Time"})
    EXPECT_NE(std::find(texts.begin(), texts.end(), wanted), texts.end()) << wanted;
}

TEST_F(Platform, P3_permissions_of_a_user_are_given_and_taken_away) {
  auto ana = chosen("Ana", {});
  EXPECT_EQ(ana.client.patch(path(), {{"name", "Too early"}}).code(), "forbidden");
  const auto given =
      owner.client.patch(ana.me_path(account), {{"permissions", json::array{"account:update", "products:manage"}}});
  EXPECT_EQ(given.status, 200) << given.body;
  EXPECT_TRUE(world.may(account, ana, "products:manage"));
  EXPECT_EQ(ana.client.patch(path(), {{"name", "Renamed by Ana"}}).status, 200);
  EXPECT_EQ(owner.client.patch(ana.me_path(account), {{"permissions", json::array{"products:manage"}}}).status, 200);
  EXPECT_FALSE(world.may(account, ana, "account:update"));
  EXPECT_TRUE(world.may(account, ana, "products:manage"));
  EXPECT_EQ(ana.client.patch(path(), {{"name", "Too late"}}).code(), "forbidden");
}

TEST_F(Platform, P3_the_owners_permissions_cannot_be_changed) {
  auto ana = everything("Ana");
  const auto before = owner.client.get(owner.me_path(account));
  EXPECT_EQ(ana.client.patch(owner.me_path(account), {{"role", "chosen"}}).code(), "owner_untouchable");
  EXPECT_EQ(ana.client.patch(owner.me_path(account), {{"permissions", json::array{}}}).code(), "owner_untouchable");
  EXPECT_EQ(owner.client.patch(owner.me_path(account), {{"role", "chosen"}}).code(), "cannot_change_self");
  EXPECT_EQ(owner.client.get(owner.me_path(account)).at("/permissions"), before.at("/permissions"));
}

TEST_F(Platform, P4_remove_access_revokes_access_and_every_permission) {
  auto ana = chosen("Ana", {"account:read", "payments:read", "reports:read"});
  EXPECT_EQ(ana.client.get(path()).status, 200);
  EXPECT_EQ(owner.client.del(ana.me_path(account)).status, 204);
  for (const auto* permission : {"account:read", "payments:read", "reports:read"})
    EXPECT_FALSE(world.may(account, ana, permission));
  EXPECT_EQ(ana.client.get(path()).status, 404);
  EXPECT_EQ(ana.client.get("/v1/session").at("/accounts"), json::value(json::array{}))
      << "the session itself is the user's, and lives on";
  EXPECT_EQ(owner.client.get(ana.me_path(account)).status, 404);
}

TEST_F(Platform, P4_takes_the_permission_to_remove) {
  auto ana = chosen("Ana", {"members:read", "members:remove"});
  auto ben = chosen("Ben", {"members:read"});
  EXPECT_EQ(ben.client.del(ana.me_path(account)).code(), "forbidden");
  EXPECT_EQ(ana.client.del(ben.me_path(account)).status, 204);
}

TEST_F(Platform, P5_the_address_is_checked) {
  const auto reply = world.invite(account, owner, "ana at team.test");
  EXPECT_EQ(reply.status, 200) << reply.body;
  EXPECT_EQ(reply.text("/results/0/outcome"), "invalid_address");
  EXPECT_FALSE(reply.text("/results/0/detail").empty());
  EXPECT_FALSE(reply.text("/results/0/remedy").empty());
  EXPECT_EQ(owner.client.get(path("/invitations")).at("/data"), json::value(json::array{}));
}

TEST_F(Platform, P5_gives_all_permissions_or_chosen_ones) {
  auto ana = everything("Ana");
  auto ben = chosen("Ben", {"payments:read"});
  const auto all = owner.client.get(ana.me_path(account));
  EXPECT_EQ(all.text("/title"), "All permissions");
  EXPECT_TRUE(holds(all.at("/permissions"), "pricing:write") && holds(all.at("/permissions"), "members:invite")) << all.body;
  EXPECT_FALSE(holds(all.at("/permissions"), "ownership:transfer") || holds(all.at("/permissions"), "account:delete"))
      << all.body;
  EXPECT_EQ(owner.client.get(ben.me_path(account)).at("/permissions"), json::value(json::array{"payments:read"}));
  const auto both =
      world.invite(account, owner, "both@team.test", {{"role", "all"}, {"permissions", json::array{"payments:read"}}});
  EXPECT_EQ(both.field(), "/permissions/0 permission_not_grantable") << "with all of them there is nothing left to pick";
}

TEST_F(Platform, P6_an_invitation_link_goes_to_that_address) {
  const auto letters = world.mailbox.all().size();
  EXPECT_EQ(world.invite(account, owner, "ana@team.test").status, 200);
  const auto letter = world.mailbox.wait("ana@team.test");
  EXPECT_TRUE(letter.link().starts_with(world.server.url() + "/invitations/")) << letter.text;
  EXPECT_NE(letter.html.find(letter.link()), std::string::npos) << "the same link in the HTML part";
  EXPECT_NE(letter.text.find("Olga"), std::string::npos) << letter.text;
  EXPECT_EQ(world.mailbox.all().size(), letters + 1) << "and to nobody else";
}

TEST_F(Platform, P7_who_has_a_user_joins_by_one_confirming_click) {
  auto ben = world.person("Ben");
  const auto bikes = world.account(ben, "platform", "", "Ben's Bikes");
  const auto there = ben.client.get(ben.me_path(bikes));
  EXPECT_EQ(world.invite(account, owner, ben.email, {{"permissions", json::array{"payments:read"}}}).status, 200);
  const auto token = world.invitation_token(ben.email);
  EXPECT_EQ(ben.client.post("/v1/invitations/lookup", {{"token", token}}).text("/next"), "confirm");
  const auto joined = ben.client.post("/v1/invitations/accept", {{"token", token}});
  EXPECT_EQ(joined.status, 200) << joined.body;
  EXPECT_EQ(joined.at("/membership/permissions"), json::value(json::array{"payments:read"}));
  EXPECT_TRUE(world.may(account, ben, "payments:read"));
  const auto still_there = ben.client.get(ben.me_path(bikes));
  for (const auto* field : {"/role", "/permissions", "/joined_at"}) EXPECT_EQ(still_there.at(field), there.at(field)) << field;
  const auto session = ben.client.get("/v1/session");
  EXPECT_EQ(session.at("/accounts").as_array().size(), 2U) << "the account switcher shows both " << session.body;
}

TEST_F(Platform, P7_a_visit_alone_changes_nothing) {
  auto ben = world.person("Ben");
  const auto invited = world.invite(account, owner, ben.email);
  const auto token = world.invitation_token(ben.email);
  auto browser = world.server.client();
  browser.cookie = cookie_of(browser.post("/v1/session", {{"email", ben.email}, {"password", ben.password}}));
  for (const auto* method : {"GET", "HEAD", "OPTIONS"}) {
    const auto visit = browser.send(method, "/invitations/" + token, std::nullopt, {{"Sec-Purpose", "prefetch"}});
    EXPECT_TRUE(visit.header("set-cookie").empty()) << method;
  }
  EXPECT_EQ(browser.get("/invitations/" + token).status, 200);
  EXPECT_EQ(owner.client.get(path("/invitations/" + invited.text("/results/0/invitation/id"))).text("/status"), "pending");
  EXPECT_EQ(ben.client.post("/v1/invitations/accept", {{"token", token}}).status, 200);
}

TEST_F(Platform, P7_who_is_not_signed_in_signs_in_first) {
  auto ben = world.person("Ben");
  EXPECT_EQ(world.invite(account, owner, ben.email).status, 200);
  const auto token = world.invitation_token(ben.email);
  auto browser = world.server.client();
  EXPECT_EQ(browser.post("/v1/invitations/lookup", {{"token", token}}).text("/next"), "sign_in");
  EXPECT_EQ(world.accept_as_new(token, "Impostor").code(), "sign_in_required") << "a password of one's own choice does not help";
  EXPECT_EQ(world.sign_in(ben).post("/v1/invitations/accept", {{"token", token}}).status, 200);
}

TEST_F(Platform, P7_somebody_else_who_is_signed_in_does_not_join) {
  auto ben = world.person("Ben");
  auto eve = world.person("Eve");
  const auto invited = world.invite(account, owner, ben.email);
  const auto token = world.invitation_token(ben.email);
  EXPECT_EQ(eve.client.post("/v1/invitations/lookup", {{"token", token}}).text("/next"), "switch_user");
  EXPECT_EQ(eve.client.post("/v1/invitations/accept", {{"token", token}}).code(), "invitation_email_mismatch");
  EXPECT_EQ(eve.client.get(path()).status, 404);
  EXPECT_EQ(owner.client.get(path("/invitations/" + invited.text("/results/0/invitation/id"))).text("/status"), "pending");
}

TEST_F(Platform, P8_who_has_no_user_registers_and_is_in_without_a_further_step) {
  EXPECT_EQ(world.invite(account, owner, "nina@team.test", {{"permissions", json::array{"reports:read"}}}).status, 200);
  const auto token = world.invitation_token("nina@team.test");
  auto browser = world.server.client();
  EXPECT_EQ(browser.post("/v1/invitations/lookup", {{"token", token}}).text("/next"), "register");
  const auto letters = world.mailbox.to("nina@team.test").size();
  const auto joined = world.accept_as_new(token, "Nina");
  EXPECT_EQ(joined.status, 201) << joined.body;
  browser.cookie = cookie_of(joined);
  const auto session = browser.get("/v1/session");
  EXPECT_EQ(session.text("/user/email"), "nina@team.test") << session.body;
  EXPECT_EQ(session.text("/accounts/0/id"), account);
  EXPECT_EQ(session.at("/accounts/0/permissions"), json::value(json::array{"reports:read"}));
  EXPECT_EQ(world.mailbox.to("nina@team.test").size(), letters) << "the letter has proved the mailbox: there is no second one";
}

TEST_F(Platform, P9_my_details_are_mine_to_change) {
  EXPECT_EQ(owner.client.get("/v1/me").text("/email"), owner.email);
  const auto changed = owner.client.patch("/v1/me", {{"name", "Olga Ivanova"}});
  EXPECT_EQ(changed.text("/name"), "Olga Ivanova") << changed.body;
  EXPECT_EQ(owner.client.get(owner.me_path(account)).text("/user/name"), "Olga Ivanova");
  EXPECT_EQ(owner.client.patch("/v1/me", {{"name", ""}}).field().substr(0, 5), "/name");
}

TEST_F(Platform, P9_my_address_changes_when_the_new_mailbox_is_proved) {
  const auto old = owner.email;
  EXPECT_EQ(owner.client.post("/v1/me/email", {{"email", "olga@new.test"}}).status, 202);
  const auto token = world.mailbox.wait_for_link("olga@new.test", "/change-email#").token();
  EXPECT_EQ(owner.client.get("/v1/me").text("/email"), old) << "asking changes nothing yet";
  EXPECT_EQ(owner.client.post("/v1/me/email/complete", {{"token", token}}).status, 204);
  EXPECT_EQ(owner.client.get("/v1/me").text("/email"), "olga@new.test");
  EXPECT_EQ(owner.client.get(owner.me_path(account)).text("/user/email"), "olga@new.test");
  EXPECT_NE(world.mailbox.wait(old, 2).words().find("olga@new.test"), std::string::npos) << "the old address is told";
  EXPECT_EQ(owner.client.another().post("/v1/session", {{"email", old}, {"password", owner.password}}).code(), "sign_in_failed");
}

TEST_F(Platform, P9_contacts_get_notices_by_topic_without_signing_in) {
  auto ana = everything("Ana");
  const auto add = [&](const std::string& in, const std::string& email, const std::string& topic) {
    return owner.client.post("/v1/accounts/" + in + "/contacts",
                             {{"name", "Desk"}, {"email", email}, {"topics", json::array{topic}}});
  };
  EXPECT_EQ(add(account, "security@desk.test", "security").status, 201);
  EXPECT_EQ(add(account, "product@desk.test", "product").status, 201);
  EXPECT_EQ(owner.client.get(path("/contacts")).at("/data").as_array().size(), 2U);
  EXPECT_EQ(owner.client.post("/v1/session", {{"email", "security@desk.test"}, {"password", good_password}}).code(),
            "sign_in_failed");
  EXPECT_EQ(owner.client.post(path("/ownership-transfers"), {{"to", ana.id}}).status, 200);
  EXPECT_NE(world.mailbox.wait("security@desk.test").text.find("Ana"), std::string::npos)
      << "an owner change is a matter of security";
  EXPECT_TRUE(world.mailbox.to("product@desk.test").empty());
}

TEST_F(Platform, P9_the_contact_for_billing_hears_of_a_plan_change) {
  const auto other = world.account(owner, "stage", "essential");
  const auto contacts = "/v1/accounts/" + other + "/contacts";
  EXPECT_EQ(owner.client.post(contacts, {{"name", "Ledger"}, {"email", "billing@desk.test"}, {"topics", json::array{"billing"}}})
                .status,
            201);
  EXPECT_EQ(world.service().patch("/v1/accounts/" + other, {{"plan", "standard"}}).status, 200);
  EXPECT_NE(world.mailbox.wait("billing@desk.test").text.find("Standard"), std::string::npos);
}

TEST_F(Platform, P9_changing_the_password_asks_for_the_old_one_and_ends_the_other_sessions) {
  auto elsewhere = world.sign_in(owner);
  const auto change = [&](const std::string& current) {
    return owner.client.post("/v1/me/password", {{"current_password", current}, {"new_password", "quite another horse"}});
  };
  EXPECT_EQ(change("not the password").field(), "/current_password wrong_password");
  EXPECT_EQ(elsewhere.get("/v1/session").status, 200);
  EXPECT_EQ(change(owner.password).status, 204);
  EXPECT_EQ(elsewhere.get("/v1/session").status, 401);
  EXPECT_EQ(owner.client.get("/v1/session").status, 200) << "the one that changed it goes on";
  EXPECT_EQ(owner.client.another().post("/v1/session", {{"email", owner.email}, {"password", owner.password}}).code(),
            "sign_in_failed");
  owner.password = "quite another horse";
  EXPECT_EQ(world.sign_in(owner).get("/v1/session").status, 200);
}

TEST_F(Platform, P9_the_log_has_each_sign_in_with_time_address_device_and_result) {
  auto ana = everything("Ana");
  auto browser = world.server.client();
  const auto try_with = [&](const std::string& password) {
    return browser.send("POST", "/v1/session", json::serialize(json::object{{"email", ana.email}, {"password", password}}),
                        {{"User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"}});
  };
  EXPECT_EQ(try_with("wrong horse").status, 401);
  EXPECT_EQ(try_with(ana.password).status, 200);
  const auto mine = ana.client.get("/v1/me/sign-ins");
  EXPECT_EQ(mine.text("/data/0/result"), "succeeded") << mine.body;
  EXPECT_EQ(mine.text("/data/0/ip"), "127.0.0.1");
  EXPECT_NE(mine.text("/data/0/device").find("Firefox"), std::string::npos) << mine.body;
  EXPECT_FALSE(mine.text("/data/0/at").empty());
  EXPECT_EQ(mine.text("/data/1/result"), "failed");
  const auto seen = owner.client.get(path("/sign-ins?user=" + ana.id));
  EXPECT_EQ(seen.text("/data/0/user/email"), ana.email) << "who may read the account's sign-ins sees its members' " << seen.body;
}

TEST_F(Platform, P10_nobody_gives_a_permission_that_they_do_not_hold) {
  auto ana = chosen("Ana", {"members:read", "members:invite", "members:manage", "payments:read"});
  auto ben = chosen("Ben", {});
  EXPECT_EQ(world.invite(account, ana, "x@team.test", {{"permissions", json::array{"payments:write"}}}).code(),
            "grant_exceeds_own");
  EXPECT_EQ(world.invite(account, ana, "x@team.test", {{"role", "all"}}).code(), "grant_exceeds_own");
  EXPECT_EQ(ana.client.patch(ben.me_path(account), {{"permissions", json::array{"payments:write"}}}).code(), "grant_exceeds_own");
  EXPECT_EQ(ana.client.patch(ben.me_path(account), {{"role", "all"}}).code(), "grant_exceeds_own");
  EXPECT_FALSE(world.may(account, ben, "payments:write"));
  EXPECT_EQ(ana.client.patch(ben.me_path(account), {{"permissions", json::array{"payments:read"}}}).status, 200);
  EXPECT_EQ(world.invite(account, ana, "x@team.test", {{"permissions", json::array{"payments:read"}}}).text("/results/0/outcome"),
            "invited");
}

TEST_F(Platform, P10_a_row_above_ones_own_is_left_out_and_the_others_go_out) {
  auto ana = chosen("Ana", {"members:read", "members:invite", "payments:read"});
  const auto reply = ana.client.post(
      path("/invitations"),
      {{"invitees", json::array{json::object{{"email", "less@team.test"}, {"permissions", json::array{"payments:read"}}},
                                json::object{{"email", "more@team.test"}, {"permissions", json::array{"payments:write"}}}}}});
  EXPECT_EQ(reply.text("/results/0/outcome"), "invited") << reply.body;
  EXPECT_EQ(reply.text("/results/1/outcome"), "grant_exceeds_own");
  EXPECT_TRUE(world.mailbox.to("more@team.test").empty());
}

TEST_F(Platform, P10_nobody_changes_their_own_permissions) {
  auto ana = chosen("Ana", {"members:read", "members:manage", "payments:read"});
  EXPECT_EQ(ana.client.patch(ana.me_path(account), {{"permissions", json::array{"payments:write"}}}).code(),
            "cannot_change_self");
  EXPECT_EQ(ana.client.patch(ana.me_path(account), {{"permissions", json::array{}}}).code(), "cannot_change_self");
  EXPECT_TRUE(world.may(account, ana, "payments:read"));
}

}  // namespace
}  // namespace roster::testing
