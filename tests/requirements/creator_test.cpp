// Z1 to Z8: the policy `creator`, over HTTP against the real binary. The modals themselves are the console's.

#include <gtest/gtest.h>

#include <set>

#include "support/world.h"

namespace roster::testing {
namespace {

struct Creator : ::testing::Test {
  World world;
  Person owner = world.person("Coco");
  std::string account = world.account(owner, "creator");

  std::string path(const std::string& rest = "") const { return "/v1/accounts/" + account + rest; }
  Person administrator(const std::string& name) { return world.member(account, owner, name); }
  Reply make_owner(Person& by, const Person& whom) { return by.client.post(path("/ownership-transfers"), {{"to", whom.id}}); }
  std::set<std::string> listed() {
    std::set<std::string> emails;
    const auto list = world.service().get(path("/members"));
    for (const auto& row : list.at("/data").as_array()) emails.emplace(row.at("user").at("email").as_string());
    return emails;
  }
  std::string owner_id() { return world.service().get(path()).text("/owner/id"); }
};

TEST_F(Creator, Z1_only_the_owner_adds_and_removes_administrators_and_transfers_ownership) {
  auto ana = administrator("Ana");
  auto ben = administrator("Ben");
  EXPECT_EQ(world.invite(account, ana, "x@team.test").code(), "forbidden");
  EXPECT_EQ(ana.client.del(ben.me_path(account)).code(), "forbidden");
  EXPECT_EQ(make_owner(ana, ben).code(), "forbidden");
  EXPECT_EQ(world.invite(account, owner, "x@team.test").text("/results/0/outcome"), "invited");
  EXPECT_EQ(owner.client.del(ben.me_path(account)).status, 204);
  EXPECT_EQ(make_owner(owner, ana).status, 200);
}

TEST_F(Creator, Z1_not_by_another_name_either) {
  auto ana = administrator("Ana");
  auto ben = administrator("Ben");
  EXPECT_EQ(ana.client.post(ben.me_path(account) + "/deactivate").code(), "forbidden");
  EXPECT_EQ(ana.client.post(path("/members/bulk"), {{"action", "remove"}, {"ids", json::array{ben.id}}}).code(), "forbidden");
  const auto invited = world.invite(account, owner, "x@team.test").text("/results/0/invitation/id");
  EXPECT_EQ(ana.client.del(path("/invitations/" + invited)).code(), "forbidden");
  EXPECT_EQ(ana.client.post(path("/invitations/" + invited + "/resend")).code(), "forbidden");
  for (const auto* reserved : {"members:invite", "members:remove", "members:manage", "ownership:transfer"}) {
    const auto role = owner.client.post(path("/roles"), {{"title", "Deputy"}, {"permissions", json::array{reserved}}});
    EXPECT_EQ(role.field(), "/permissions/0 permission_not_grantable") << reserved << role.body;
  }
}

TEST_F(Creator, Z1_nor_by_replacing_a_role_that_somebody_holds) {
  auto ana = administrator("Ana");
  const auto make_role = [&](const std::string& title) {
    return owner.client.post(path("/roles"), {{"title", title}, {"permissions", json::array{"reports:read"}}}).text("/id");
  };
  const auto held = make_role("Held"), offered = make_role("Offered"), unused = make_role("Unused");
  auto ben = world.member(account, owner, "Ben", {{"role", held}});
  EXPECT_EQ(world.invite(account, owner, "x@team.test", {{"role", offered}}).status, 200);
  for (const auto& role : {held, offered}) {
    const auto reply = ana.client.del(path("/roles/" + role + "?replace_with=administrator"));
    EXPECT_EQ(reply.code(), "forbidden") << reply.body;
  }
  EXPECT_EQ(owner.client.get(ben.me_path(account)).text("/role"), held);
  EXPECT_EQ(ana.client.del(path("/roles/" + unused + "?replace_with=administrator")).status, 204) << "nobody gets anything";
  EXPECT_EQ(owner.client.del(path("/roles/" + held + "?replace_with=administrator")).status, 204);
  EXPECT_EQ(owner.client.get(ben.me_path(account)).text("/role"), "administrator");
}

TEST_F(Creator, Z2_an_administrator_does_everything_else) {
  auto ana = administrator("Ana");
  std::set<std::string> lacking{"ownership:transfer", "account:delete", "members:invite", "members:manage", "members:remove"};
  const auto catalogue = ana.client.get(path("/permissions"));
  for (const auto& module : catalogue.at("/modules").as_array())
    for (const auto& permission : module.at("permissions").as_array()) {
      const std::string id{permission.at("id").as_string()};
      EXPECT_EQ(world.may(account, ana, id), !lacking.contains(id)) << id;
    }
  EXPECT_EQ(ana.client.patch(path(), {{"name", "Renamed by an administrator"}}).status, 200);
  EXPECT_EQ(
      ana.client.post(path("/contacts"), {{"name", "Desk"}, {"email", "desk@team.test"}, {"topics", json::array{"product"}}})
          .status,
      201);
  EXPECT_EQ(ana.client.post(path("/roles"), {{"title", "Reporter"}, {"permissions", json::array{"reports:read"}}}).status, 201);
  EXPECT_EQ(ana.client.get(path("/events")).status, 200);
}

TEST_F(Creator, Z3_a_malformed_address_is_refused_in_place) {
  const auto reply = world.invite(account, owner, "ana@@team");
  EXPECT_EQ(reply.text("/results/0/outcome"), "invalid_address") << reply.body;
  EXPECT_EQ(reply.text("/results/0/email"), "ana@@team") << "as it was typed, to be corrected";
  EXPECT_EQ(reply.at("/summary/invited"), json::value(0));
  EXPECT_EQ(owner.client.get(path("/invitations")).at("/data"), json::value(json::array{}));
}

TEST_F(Creator, Z3_the_list_of_administrators_says_who_they_are_and_confirm_sends) {
  auto ana = administrator("Ana");
  const auto list = owner.client.get(path("/members"));
  EXPECT_EQ(list.text("/data/0/title"), "Owner") << list.body;
  EXPECT_EQ(list.text("/data/1/title"), "Administrator");
  EXPECT_EQ(list.text("/data/1/user/email"), ana.email);
  EXPECT_EQ(world.invite(account, owner, "next@team.test").text("/results/0/invitation/title"), "Administrator");
  EXPECT_FALSE(world.mailbox.wait("next@team.test").link().empty());
}

TEST_F(Creator, Z4_sign_in_by_the_link_and_be_on_the_list_without_a_further_click) {
  auto ana = world.person("Ana");
  EXPECT_EQ(world.invite(account, owner, ana.email).status, 200);
  const auto letter = world.mailbox.wait_for_link(ana.email, "/invitations/");
  auto browser = world.server.client();
  EXPECT_EQ(browser.get("/invitations/" + letter.token()).status, 200);
  const auto signed_in = browser.post("/v1/session", {{"email", ana.email}, {"password", ana.password}});
  browser.cookie = signed_in.header("set-cookie").substr(0, signed_in.header("set-cookie").find(';'));
  EXPECT_EQ(browser.post("/v1/invitations/accept", {{"token", letter.token()}}).status, 200) << "the page posts this by itself";
  EXPECT_TRUE(listed().contains(ana.email));
  const auto again = browser.get("/invitations/" + letter.token());
  EXPECT_EQ(again.status, 303) << "the letter's link leads to the dashboard from then on";
  EXPECT_NE(again.header("location").find(account), std::string::npos) << again.header("location");
}

TEST_F(Creator, Z5_an_invitation_expires_after_30_days) {
  EXPECT_EQ(world.invite(account, owner, "late@team.test").status, 200);
  const auto token = world.invitation_token("late@team.test");
  world.server.advance(std::chrono::hours{24 * 30} - std::chrono::minutes{5});
  auto browser = world.server.client();
  EXPECT_EQ(browser.post("/v1/invitations/lookup", {{"token", token}}).status, 200);
  world.server.advance(std::chrono::minutes{10});
  EXPECT_EQ(browser.post("/v1/invitations/lookup", {{"token", token}}).status, 404);
  EXPECT_EQ(browser.get("/invitations/" + token).status, 404);
  EXPECT_EQ(world.accept_as_new(token).status, 404);
  owner.client = world.sign_in(owner);
  EXPECT_EQ(owner.client.get(path("/invitations?status=expired")).text("/data/0/email"), "late@team.test");
}

TEST_F(Creator, Z5_accepting_a_cancelled_one_is_the_same_404) {
  const auto invited = world.invite(account, owner, "gone@team.test");
  const auto token = world.invitation_token("gone@team.test");
  EXPECT_EQ(owner.client.del(path("/invitations/" + invited.text("/results/0/invitation/id"))).status, 204);
  auto cancelled = world.accept_as_new(token);
  auto unknown = world.accept_as_new("no-such-token");
  EXPECT_EQ(cancelled.status, 404);
  cancelled.json.as_object().erase("request_id");
  unknown.json.as_object().erase("request_id");
  EXPECT_EQ(cancelled.json, unknown.json) << "nothing tells why a link is dead";
  EXPECT_EQ(world.server.client().get("/invitations/" + token).status, 404);
}

TEST_F(Creator, Z6_who_is_removed_is_gone_from_the_list) {
  auto ana = administrator("Ana");
  EXPECT_TRUE(listed().contains(ana.email));
  EXPECT_EQ(owner.client.del(ana.me_path(account)).status, 204);
  EXPECT_EQ(listed(), std::set<std::string>{owner.email});
  EXPECT_EQ(ana.client.get(path()).status, 404);
}

TEST_F(Creator, Z7_the_new_owner_adds_and_removes_at_once_and_the_former_no_longer) {
  auto ana = administrator("Ana");
  auto ben = administrator("Ben");
  EXPECT_EQ(make_owner(owner, ana).status, 200);
  EXPECT_EQ(owner_id(), ana.id);
  EXPECT_EQ(world.invite(account, ana, "x@team.test").text("/results/0/outcome"), "invited") << "by the session from before";
  EXPECT_EQ(ana.client.del(ben.me_path(account)).status, 204);
  owner.client = world.sign_in(owner);
  EXPECT_EQ(world.invite(account, owner, "y@team.test").code(), "forbidden");
  EXPECT_EQ(owner.client.del(ana.me_path(account)).status, 403);
}

TEST_F(Creator, Z7_only_an_administrator_can_be_made_owner) {
  const auto role = owner.client.post(path("/roles"), {{"title", "Reporter"}, {"permissions", json::array{"reports:read"}}});
  auto rex = world.member(account, owner, "Rex", {{"role", role.text("/id")}});
  EXPECT_EQ(make_owner(owner, rex).code(), "target_not_eligible");
  EXPECT_EQ(owner_id(), owner.id);
}

TEST_F(Creator, Z8_it_cannot_be_undone_but_by_the_new_owner) {
  auto ana = administrator("Ana");
  EXPECT_EQ(make_owner(owner, ana).status, 200);
  owner.client = world.sign_in(owner);
  EXPECT_EQ(owner.client.get(owner.me_path(account)).text("/title"), "Administrator");
  EXPECT_EQ(make_owner(owner, owner).status, 403);
  EXPECT_EQ(make_owner(owner, ana).code(), "forbidden");
  EXPECT_EQ(owner_id(), ana.id);
  EXPECT_EQ(make_owner(ana, owner).status, 200) << "the new owner gives it back";
  EXPECT_EQ(owner_id(), owner.id);
}

}  // namespace
}  // namespace roster::testing
