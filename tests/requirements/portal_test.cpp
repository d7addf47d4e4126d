// C1 to C10: the policy `portal`, over HTTP against the real binary.

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "support/world.h"

namespace roster::testing {
namespace {

struct Portal : ::testing::Test {
  World world;
  Person owner = world.person("Pia");
  std::string account = world.account(owner, "portal");

  std::string path(const std::string& rest = "") const { return "/v1/accounts/" + account + rest; }
  Person user(const std::string& name, json::array permissions = {"products:read"}) {
    return world.member(account, owner, name, {{"permissions", std::move(permissions)}});
  }
  Person admin(const std::string& name) { return world.member(account, owner, name, {{"role", "admin"}}); }
  std::string sub_account(const std::string& name) {
    const auto created = owner.client.post(path("/sub-accounts"), {{"name", name}});
    EXPECT_EQ(created.status, 201) << created.body;
    return created.text("/id");
  }
  Reply invite_rows(const json::array& rows, json::object shared = {}) {
    shared["invitees"] = rows;
    return owner.client.post(path("/invitations"), shared);
  }
  std::set<std::string> listed(const std::string& query) {
    std::set<std::string> emails;
    const auto list = owner.client.get(path(query));
    EXPECT_EQ(list.status, 200) << list.body;
    for (const auto& row : list.at("/data").as_array()) {
      const auto& person = row.as_object().contains("user") ? row.at("user") : row;
      emails.emplace(person.at("email").as_string());
    }
    return emails;
  }
};

json::array rows(const std::vector<std::string>& emails) {
  json::array list;
  for (const auto& email : emails) list.push_back(json::object{{"email", email}});
  return list;
}

const std::vector<std::string> never_a_users{"pricing:read",   "pricing:write",  "payments:read",
                                             "payments:write", "members:read",   "members:invite",
                                             "members:manage", "members:remove", "roles:manage"};

TEST_F(Portal, C1_whoever_creates_an_account_owns_it_and_has_administrator_access) {
  auto carl = world.person("Carl");
  const auto created = carl.client.post("/v1/accounts", {{"name", "Carl's"}, {"policy", "portal"}});
  EXPECT_EQ(created.status, 201) << created.body;
  EXPECT_EQ(created.text("/owner/id"), carl.id);
  const auto session = carl.client.get("/v1/session");
  EXPECT_EQ(session.text("/accounts/0/title"), "Owner");
  for (const auto* permission : {"members:invite", "members:manage", "pricing:write", "payments:write", "ownership:transfer"})
    EXPECT_TRUE(world.may(created.text("/id"), carl, permission)) << permission;
}

TEST_F(Portal, C1_registering_with_an_account_name_does_the_same) {
  auto browser = world.server.client();
  EXPECT_EQ(browser.post("/v1/registrations", {{"email", "dora@team.test"}}).status, 202);
  const auto token = world.mailbox.wait_for_link("dora@team.test", "/register#").token();
  const auto done = browser.post(
      "/v1/registrations/complete",
      {{"token", token}, {"name", "Dora"}, {"password", good_password}, {"account_name", "Dora's"}, {"policy", "portal"}});
  EXPECT_EQ(done.status, 201) << done.body;
  EXPECT_EQ(done.text("/accounts/0/name"), "Dora's");
  EXPECT_EQ(done.text("/accounts/0/policy"), "portal");
  EXPECT_EQ(done.at("/accounts/0/is_owner"), json::value(true));
}

TEST_F(Portal, C2_administrators_invite_many_at_once) {
  auto ada = admin("Ada");
  const auto reply =
      ada.client.post(path("/invitations"), {{"permissions", json::array{"products:read", "reports:read"}},
                                             {"invitees", rows({"one@team.test", "two@team.test", "three@team.test"})}});
  EXPECT_EQ(reply.at("/summary/invited"), json::value(3)) << reply.body;
  for (const auto* email : {"one@team.test", "two@team.test", "three@team.test"})
    EXPECT_FALSE(world.mailbox.wait(email).link().empty());
  EXPECT_EQ(user("Ulf").client.post(path("/invitations"), {{"invitees", rows({"x@team.test"})}}).code(), "forbidden");
}

TEST_F(Portal, C2_a_call_takes_a_thousand_and_no_more) {
  std::vector<std::string> emails;
  for (int i = 0; i < 1001; ++i) emails.push_back("many-" + std::to_string(i) + "@team.test");
  EXPECT_EQ(invite_rows(rows(emails)).field(), "/invitees too_long");
  EXPECT_EQ(listed("/invitations"), std::set<std::string>{}) << "none of a call that is too long";
  emails.pop_back();
  EXPECT_EQ(invite_rows(rows(emails)).at("/summary/invited"), json::value(1000));
  EXPECT_EQ(owner.client.get(path("/members")).at("/counts/pending"), json::value(1000));
}

TEST_F(Portal, C3_the_default_type_is_user_with_the_modules_chosen_and_admin_has_every_module) {
  auto ulf = user("Ulf", {"products:read", "support:open"});
  EXPECT_EQ(owner.client.get(ulf.me_path(account)).text("/role"), "user");
  EXPECT_EQ(owner.client.get(ulf.me_path(account)).at("/permissions"), json::value(json::array{"products:read", "support:open"}));
  auto ada = admin("Ada");
  const auto catalogue = owner.client.get(path("/permissions"));
  for (const auto& module : catalogue.at("/modules").as_array())
    for (const auto& permission : module.at("permissions").as_array()) {
      const std::string id{permission.at("id").as_string()};
      EXPECT_EQ(world.may(account, ada, id), id != "ownership:transfer" && id != "account:delete") << id;
    }
}

TEST_F(Portal, C4_a_user_never_has_pricing_payment_and_user_management) {
  auto ulf = user("Ulf");
  const auto pending = world.invite(account, owner, "later@team.test").text("/results/0/invitation/id");
  for (const auto& permission : never_a_users) {
    const json::array picks{json::value(permission)};
    EXPECT_EQ(world.invite(account, owner, "x@team.test", {{"permissions", picks}}).field(),
              "/permissions/0 permission_not_grantable")
        << permission;
    EXPECT_EQ(owner.client.patch(ulf.me_path(account), {{"permissions", picks}}).field(),
              "/permissions/0 permission_not_grantable")
        << permission;
    EXPECT_EQ(owner.client.patch(path("/invitations/" + pending), {{"permissions", picks}}).field(),
              "/permissions/0 permission_not_grantable");
    EXPECT_EQ(owner.client.post(path("/roles"), {{"title", "Sly"}, {"permissions", picks}}).field(),
              "/permissions/0 permission_not_grantable");
    EXPECT_FALSE(world.may(account, ulf, permission)) << permission;
  }
  EXPECT_TRUE(world.mailbox.to("x@team.test").empty());
}

TEST_F(Portal, C4_holds_for_a_row_of_its_own_and_for_a_role_edited_later) {
  const auto row = invite_rows({json::object{{"email", "x@team.test"}, {"permissions", json::array{"pricing:read"}}}});
  EXPECT_EQ(row.at("/summary/invited"), json::value(0)) << row.body;
  EXPECT_EQ(row.text("/results/0/outcome"), "permission_not_grantable") << row.body;
  const auto role = owner.client.post(path("/roles"), {{"title", "Reporter"}, {"permissions", json::array{"reports:read"}}});
  auto rex = world.member(account, owner, "Rex", {{"role", role.text("/id")}});
  const auto edit =
      owner.client.patch(path("/roles/" + role.text("/id")), {{"permissions", json::array{"reports:read", "payments:read"}}});
  EXPECT_EQ(edit.field(), "/permissions/1 permission_not_grantable") << edit.body;
  EXPECT_FALSE(world.may(account, rex, "payments:read"));
}

TEST_F(Portal, C4_an_admin_who_becomes_a_user_loses_the_three_modules) {
  auto ada = admin("Ada");
  EXPECT_TRUE(world.may(account, ada, "payments:read"));
  EXPECT_EQ(owner.client.patch(ada.me_path(account), {{"role", "user"}, {"permissions", json::array{"products:read"}}}).status,
            200);
  for (const auto& permission : never_a_users) EXPECT_FALSE(world.may(account, ada, permission)) << permission;
  EXPECT_TRUE(world.may(account, ada, "products:read"));
}

TEST_F(Portal, C5_a_permission_holds_only_in_the_sub_accounts_chosen) {
  const auto seoul = sub_account("Seoul"), lyon = sub_account("Lyon");
  auto ulf = world.member(account, owner, "Ulf",
                          {{"permissions", json::array{"products:read"}}, {"sub_accounts", json::array{json::value(seoul)}}});
  EXPECT_TRUE(world.may(account, ulf, "products:read", seoul));
  EXPECT_FALSE(world.may(account, ulf, "products:read", lyon));
  EXPECT_FALSE(world.may(account, ulf, "products:read")) << "not in the account as a whole";
  EXPECT_TRUE(world.may(account, ulf, "products:read", "any"));
  EXPECT_FALSE(world.may(account, ulf, "reports:read", seoul));
  const auto seen = ulf.client.get(path("/sub-accounts"));
  EXPECT_EQ(seen.at("/data").as_array().size(), 1U) << "the others are not even listed: " << seen.body;
  EXPECT_EQ(seen.text("/data/0/name"), "Seoul");
  EXPECT_EQ(ulf.client.get(path("/sub-accounts/" + lyon)).status, 404);
  const auto later = sub_account("Later");
  EXPECT_FALSE(world.may(account, ulf, "products:read", later));
  EXPECT_EQ(owner.client.patch(ulf.me_path(account), {{"sub_accounts", json::array{json::value(lyon)}}}).status, 200);
  EXPECT_FALSE(world.may(account, ulf, "products:read", seoul));
  EXPECT_TRUE(world.may(account, ulf, "products:read", lyon));
  EXPECT_EQ(owner.client.patch(ulf.me_path(account), {{"sub_accounts", "all"}}).status, 200);
  for (const auto& sub : {seoul, lyon, later}) EXPECT_TRUE(world.may(account, ulf, "products:read", sub));
}

TEST_F(Portal, C5_a_limited_scope_carries_none_of_rosters_own_permissions) {
  const auto seoul = sub_account("Seoul");
  const auto refused =
      world.invite(account, owner, "x@team.test",
                   {{"permissions", json::array{"account:read"}}, {"sub_accounts", json::array{json::value(seoul)}}});
  EXPECT_EQ(refused.field(), "/permissions/0 permission_not_grantable") << refused.body;
  auto ulf = user("Ulf", {"account:read", "products:read"});
  EXPECT_TRUE(world.may(account, ulf, "account:read"));
  EXPECT_EQ(owner.client.patch(ulf.me_path(account), {{"sub_accounts", json::array{json::value(seoul)}}}).status, 200);
  EXPECT_TRUE(world.may(account, ulf, "products:read", seoul));
  EXPECT_FALSE(world.may(account, ulf, "account:read"));
  EXPECT_FALSE(world.may(account, ulf, "account:read", seoul));
}

TEST_F(Portal, C5_only_this_accounts_sub_accounts_can_be_chosen) {
  auto carl = world.person("Carl");
  const auto other = world.account(carl, "portal");
  const auto foreign = carl.client.post("/v1/accounts/" + other + "/sub-accounts", {{"name", "Theirs"}}).text("/id");
  for (const auto& id : {foreign, std::string{"sub_01jd0000000000000000000000"}}) {
    const auto reply =
        world.invite(account, owner, "x@team.test",
                     {{"permissions", json::array{"products:read"}}, {"sub_accounts", json::array{json::value(id)}}});
    EXPECT_EQ(reply.field(), "/sub_accounts/0 sub_account_unknown") << reply.body;
  }
  const auto nowhere = world.invite(account, owner, "x@team.test",
                                    {{"permissions", json::array{"products:read"}}, {"sub_accounts", json::array{}}});
  EXPECT_EQ(nowhere.field().substr(0, 13), "/sub_accounts") << nowhere.body;
  EXPECT_EQ(listed("/invitations"), std::set<std::string>{});
}

TEST_F(Portal, C5_an_invitation_follows_the_sub_accounts_it_is_limited_to) {
  const auto seoul = sub_account("Seoul"), lyon = sub_account("Lyon");
  const auto limited_to = [](json::array ids) {
    return json::object{{"permissions", json::array{"products:read"}}, {"sub_accounts", std::move(ids)}};
  };
  EXPECT_EQ(world.invite(account, owner, "both@team.test", limited_to({json::value(seoul), json::value(lyon)})).status, 200);
  EXPECT_EQ(world.invite(account, owner, "one@team.test", limited_to({json::value(seoul)})).status, 200);
  const auto both = world.invitation_token("both@team.test"), one = world.invitation_token("one@team.test");
  EXPECT_EQ(owner.client.del(path("/sub-accounts/" + seoul)).status, 204);
  EXPECT_EQ(world.accept_as_new(both, "Bo").at("/membership/sub_accounts"), json::value(json::array{json::value(lyon)}));
  EXPECT_EQ(world.accept_as_new(one, "Una").code(), "scope_gone") << "never the whole account instead";
  const auto list = owner.client.get(path("/invitations?status=pending"));
  const auto left = list.text("/data/0/id");
  EXPECT_EQ(owner.client.post(path("/invitations/" + left + "/resend")).code(), "scope_gone") << "no letter of what is not there";
  EXPECT_EQ(owner.client.post(path("/members/bulk"), {{"action", "resend"}, {"ids", json::array{json::value(left)}}})
                .text("/results/0/outcome"),
            "scope_gone");
  EXPECT_EQ(world.mailbox.to("one@team.test").size(), 1U);
  EXPECT_FALSE(listed("/members").contains("one@team.test"));
}

TEST_F(Portal, C6_each_address_left_out_has_its_reason_and_the_rest_go_out) {
  auto ulf = user("Ulf");
  auto dea = user("Dea");
  auto elsewhere = world.person("Elsewhere");
  EXPECT_EQ(owner.client.post(dea.me_path(account) + "/deactivate").status, 200);
  EXPECT_EQ(world.invite(account, owner, "invited@team.test").status, 200);
  static_cast<void>(world.mailbox.wait("invited@team.test"));
  const auto reply = invite_rows(rows({"fresh@team.test", "Invited@Team.test", ulf.email, dea.email, "no address",
                                       "x@mailinator.com", "FRESH@team.test", elsewhere.email}));
  const std::vector<std::string> expected{"invited",         "already_invited",    "already_member",       "member_deactivated",
                                          "invalid_address", "disposable_address", "duplicate_in_request", "invited"};
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const auto row = "/results/" + std::to_string(i);
    EXPECT_EQ(reply.text(row + "/outcome"), expected[i]) << reply.body;
    if (expected[i] == "invited") continue;
    EXPECT_EQ(reply.text(row + "/code"), expected[i]);
    EXPECT_FALSE(reply.text(row + "/detail").empty() || reply.text(row + "/remedy").empty()) << expected[i];
  }
  EXPECT_EQ(reply.at("/summary"), json::value({{"invited", 2}, {"left_out", 6}}));
  EXPECT_EQ(listed("/invitations?status=pending"),
            (std::set<std::string>{"fresh@team.test", "invited@team.test", elsewhere.email}));
  EXPECT_FALSE(world.mailbox.wait("fresh@team.test").link().empty());
  EXPECT_EQ(world.mailbox.to("invited@team.test").size(), 1U) << "who was left out gets no letter";
  EXPECT_TRUE(world.mailbox.to("x@mailinator.com").empty());
}

TEST_F(Portal, C6_disposable_domains_are_compared_by_whole_labels) {
  const auto reply = invite_rows(rows(
      {"a@mailinator.com", "b@MAILINATOR.com", "c@sub.mailinator.com", "d@mailinator.com.team.test", "e@my-mailinator.com"}));
  for (const auto* i : {"0", "1", "2"})
    EXPECT_EQ(reply.text(std::string{"/results/"} + i + "/outcome"), "disposable_address") << i;
  for (const auto* i : {"3", "4"}) EXPECT_EQ(reply.text(std::string{"/results/"} + i + "/outcome"), "invited") << i;
}

TEST(PortalLimits, C6_an_address_that_had_its_letters_of_the_day_is_left_out_with_that_reason) {
  World world{{.settings = "[limits]\nletters_per_recipient_per_day = 1\n"}};
  auto owner = world.person("Pia");
  const auto account = world.account(owner, "portal");
  const auto first = world.invite(account, owner, "often@team.test");
  EXPECT_EQ(owner.client.del("/v1/accounts/" + account + "/invitations/" + first.text("/results/0/invitation/id")).status, 204);
  EXPECT_EQ(world.invite(account, owner, "often@team.test").text("/results/0/outcome"), "rate_limited");
  EXPECT_EQ(world.invite(account, owner, "other@team.test").text("/results/0/outcome"), "invited");
}

TEST_F(Portal, C7_a_pending_invitation_can_be_removed_or_sent_again) {
  const auto removed = world.invite(account, owner, "removed@team.test");
  const auto again = world.invite(account, owner, "again@team.test");
  const auto dead = world.invitation_token("removed@team.test"), first = world.invitation_token("again@team.test");
  EXPECT_EQ(owner.client.del(path("/invitations/" + removed.text("/results/0/invitation/id"))).status, 204);
  EXPECT_EQ(listed("/invitations?status=pending"), std::set<std::string>{"again@team.test"});
  EXPECT_EQ(world.accept_as_new(dead).status, 404);
  EXPECT_EQ(owner.client.post(path("/invitations/" + again.text("/results/0/invitation/id") + "/resend")).status, 200);
  const auto second = world.invitation_token("again@team.test", first);
  EXPECT_EQ(world.accept_as_new(first).status, 404);
  EXPECT_EQ(world.accept_as_new(second).status, 201);
}

TEST_F(Portal, C8_the_link_is_valid_for_seven_days_and_then_the_invitee_can_sign_in) {
  EXPECT_EQ(world.invite(account, owner, "in-time@team.test").status, 200);
  EXPECT_EQ(world.invite(account, owner, "late@team.test").status, 200);
  const auto in_time = world.invitation_token("in-time@team.test"), late = world.invitation_token("late@team.test");
  world.server.advance(std::chrono::hours{24 * 7} - std::chrono::minutes{5});
  EXPECT_EQ(world.accept_as_new(in_time, "Ina").status, 201);
  world.server.advance(std::chrono::minutes{10});
  EXPECT_EQ(world.accept_as_new(late).status, 404);
  auto browser = world.server.client();
  EXPECT_EQ(browser.post("/v1/session", {{"email", "in-time@team.test"}, {"password", good_password}}).status, 200);
  owner.client = world.sign_in(owner);
  EXPECT_TRUE(listed("/members?status=active").contains("in-time@team.test"));
}

TEST_F(Portal, C8_a_weak_password_is_refused_and_the_invitation_is_not_used_up) {
  EXPECT_EQ(world.invite(account, owner, "weak@team.test").status, 200);
  const auto token = world.invitation_token("weak@team.test");
  EXPECT_EQ(world.accept_as_new(token, "Wes", "password1").field(), "/password weak_password");
  EXPECT_EQ(world.accept_as_new(token, "Wes", "short").field(), "/password weak_password");
  EXPECT_EQ(world.accept_as_new(token, "Wes").status, 201);
}

TEST_F(Portal, C9_the_deactivated_cannot_act_in_the_account_and_nowhere_else_loses_anything) {
  auto ulf = user("Ulf", {"account:read", "products:read"});
  const auto own = world.account(ulf, "portal", "", "Ulf's own");
  EXPECT_EQ(ulf.client.get(path()).status, 200);
  EXPECT_EQ(owner.client.post(ulf.me_path(account) + "/deactivate").text("/status"), "deactivated");
  EXPECT_EQ(listed("/members?status=deactivated"), std::set<std::string>{ulf.email});
  EXPECT_FALSE(listed("/members?status=active").contains(ulf.email));
  EXPECT_EQ(ulf.client.get(path()).code(), "membership_deactivated");
  EXPECT_FALSE(world.may(account, ulf, "products:read"));
  EXPECT_EQ(ulf.client.get("/v1/accounts/" + own).status, 200);
}

TEST_F(Portal, C9_activated_again_all_is_as_before) {
  const auto seoul = sub_account("Seoul");
  auto ulf = world.member(account, owner, "Ulf",
                          {{"permissions", json::array{"products:read"}}, {"sub_accounts", json::array{json::value(seoul)}}});
  const auto before = owner.client.get(ulf.me_path(account));
  EXPECT_EQ(owner.client.post(ulf.me_path(account) + "/deactivate").status, 200);
  const auto after = owner.client.post(ulf.me_path(account) + "/reactivate");
  for (const auto* field : {"/role", "/permissions", "/picked", "/sub_accounts", "/status", "/joined_at"})
    EXPECT_EQ(after.at(field), before.at(field)) << field;
  EXPECT_TRUE(world.may(account, ulf, "products:read", seoul));
}

TEST_F(Portal, C10_the_removed_is_gone_altogether_and_gets_nothing_back_when_invited_again) {
  auto ulf = user("Ulf", {"products:read", "products:manage", "reports:read"});
  EXPECT_EQ(owner.client.del(ulf.me_path(account)).status, 204);
  for (const auto* query : {"/members", "/members?status=active", "/members?status=deactivated"})
    EXPECT_FALSE(listed(query).contains(ulf.email));
  EXPECT_EQ(owner.client.get(ulf.me_path(account)).status, 404);
  world.join(account, owner, ulf, {{"permissions", json::array{"support:open"}}});
  EXPECT_EQ(owner.client.get(ulf.me_path(account)).at("/permissions"), json::value(json::array{"support:open"}));
  EXPECT_FALSE(world.may(account, ulf, "products:read"));
}

TEST_F(Portal, C10_an_earlier_invitation_does_not_let_the_removed_back_in) {
  auto ulf = user("Ulf");
  const auto used = world.invitation_token(ulf.email);
  EXPECT_EQ(owner.client.del(ulf.me_path(account)).status, 204);
  EXPECT_EQ(ulf.client.post("/v1/invitations/accept", {{"token", used}}).status, 404);
  EXPECT_EQ(ulf.client.get(path()).status, 404);
}

}  // namespace
}  // namespace roster::testing
