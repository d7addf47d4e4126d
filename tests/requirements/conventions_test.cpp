// What holds for every route that changes something: previews and their digest, Idempotency-Key, ETag and If-Match, merge
// patches. Each name states the fact.

#include <gtest/gtest.h>

#include <set>

#include "support/world.h"

namespace roster::testing {
namespace {

struct Conventions : ::testing::Test {
  World world;
  Person owner = world.person("Olive");
  std::string account = world.account(owner, "platform");

  std::string path(const std::string& rest = "") const { return "/v1/accounts/" + account + rest; }
  Person chosen(const std::string& name, json::array permissions) {
    return world.member(account, owner, name, {{"role", "chosen"}, {"permissions", std::move(permissions)}});
  }
  std::size_t events() { return owner.client.get(path("/events?limit=200")).at("/data").as_array().size(); }
  std::size_t contacts() { return owner.client.get(path("/contacts")).at("/data").as_array().size(); }
  static json::object contact(const std::string& name) {
    return {{"name", name}, {"email", "desk@team.test"}, {"topics", json::array{"billing"}}};
  }
  Reply add_contact(Client& client, const std::string& name, const std::string& key) {
    return client.post(path("/contacts"), contact(name), {{"Idempotency-Key", key}});
  }
};

// Previews.

TEST_F(Conventions, a_preview_lists_effects_and_changes_nothing) {
  auto ana = chosen("Ana", {"payments:read"});
  const auto before = events();
  const auto letters = world.mailbox.all().size();
  const auto role =
      owner.client.post(path("/roles?dry_run=true"), {{"title", "R"}, {"permissions", json::array{"reports:read"}}});
  const std::vector<std::pair<Reply, std::string>> previews = [&] {
    std::vector<std::pair<Reply, std::string>> list;
    list.emplace_back(owner.client.patch(path("?dry_run=true"), {{"name", "Other"}}), "account_changes");
    list.emplace_back(owner.client.patch(ana.me_path(account) + "?dry_run=true", {{"permissions", json::array{"reports:read"}}}),
                      "member_gains_permission");
    list.emplace_back(owner.client.post(ana.me_path(account) + "/deactivate?dry_run=true"), "member_deactivated");
    list.emplace_back(
        owner.client.post(path("/invitations?dry_run=true"), {{"invitees", json::array{json::object{{"email", "x@team.test"}}}}}),
        "invitation_created");
    list.emplace_back(owner.client.post(path("/contacts?dry_run=true"), contact("Desk")), "contact_created");
    list.emplace_back(ana.client.post(path("/leave?dry_run=true")), "member_removed");
    list.emplace_back(role, "role_created");
    return list;
  }();
  for (const auto& [preview, type] : previews) {
    EXPECT_EQ(preview.status, 200) << preview.body;
    EXPECT_EQ(preview.at("/dry_run"), json::value(true));
    EXPECT_FALSE(preview.text("/plan_digest").empty());
    EXPECT_EQ(preview.text("/effects/0/type"), type) << preview.body;
    EXPECT_FALSE(preview.text("/effects/0/detail").empty());
  }
  EXPECT_EQ(events(), before);
  EXPECT_EQ(world.mailbox.all().size(), letters);
  EXPECT_EQ(contacts(), 0U);
}

TEST_F(Conventions, a_preview_follows_the_same_rules_as_the_call) {
  auto ana = chosen("Ana", {"members:read"});
  EXPECT_EQ(ana.client.del(owner.me_path(account) + "?dry_run=true").code(), "forbidden");
  EXPECT_EQ(owner.client.del(owner.me_path(account) + "?dry_run=true").code(), "cannot_change_self");
  EXPECT_EQ(owner.client.patch(ana.me_path(account) + "?dry_run=true", {{"role", "king"}}).field(), "/role role_unknown");
  EXPECT_EQ(owner.client.del(ana.me_path(account) + "?dry_run=perhaps").field(), "dry_run invalid_value");
}

TEST_F(Conventions, the_same_effects_have_the_same_digest) {
  auto ana = chosen("Ana", {"payments:read"});
  const auto where = ana.me_path(account) + "?dry_run=true";
  const auto digest = owner.client.del(where).text("/plan_digest");
  world.server.advance(std::chrono::minutes{3});
  EXPECT_EQ(owner.client.patch("/v1/me", {{"locale", "fr"}}).status, 200);
  EXPECT_EQ(owner.client.del(where).text("/plan_digest"), digest) << "neither the time nor the language enters it";
  EXPECT_NE(owner.client.post(ana.me_path(account) + "/deactivate?dry_run=true").text("/plan_digest"), digest);
}

TEST_F(Conventions, a_plan_that_is_stale_is_refused_and_a_fresh_one_is_done) {
  auto ana = chosen("Ana", {"members:read", "members:invite"});
  const auto shown = owner.client.del(ana.me_path(account) + "?dry_run=true").text("/plan_digest");
  EXPECT_EQ(world.invite(account, ana, "x@team.test").text("/results/0/outcome"), "invited");
  EXPECT_EQ(owner.client.del(ana.me_path(account) + "?plan_digest=" + shown).code(), "plan_stale")
      << "an invitation would now be cancelled too";
  EXPECT_EQ(ana.client.get(path("/members")).status, 200);
  const auto fresh = owner.client.del(ana.me_path(account) + "?dry_run=true").text("/plan_digest");
  EXPECT_EQ(owner.client.del(ana.me_path(account) + "?plan_digest=" + fresh).status, 204);
}

TEST_F(Conventions, a_preview_of_many_lists_who_would_be_left_out_and_why) {
  auto ana = chosen("Ana", {"members:read"});
  const json::array invitees{json::object{{"email", ana.email}}, json::object{{"email", "new@team.test"}},
                             json::object{{"email", "nowhere"}}};
  const auto invitations = owner.client.post(path("/invitations?dry_run=true"), {{"role", "all"}, {"invitees", invitees}});
  EXPECT_EQ(invitations.at("/rows/done"), json::value(1)) << invitations.body;
  EXPECT_EQ(invitations.text("/rows/left_out/0/code"), "already_member");
  EXPECT_EQ(invitations.text("/rows/left_out/1/code"), "invalid_address");
  EXPECT_EQ(invitations.at("/rows/left_out/1/index"), json::value(2));
  EXPECT_FALSE(invitations.text("/rows/left_out/1/detail").empty());
  const auto removals = owner.client.post(path("/members/bulk?dry_run=true"), {{"action", "remove"}, {"filter", json::object{}}});
  EXPECT_EQ(removals.at("/rows/done"), json::value(1)) << removals.body;
  EXPECT_EQ(removals.text("/rows/left_out/0/code"), "cannot_change_self");
}

TEST_F(Conventions, a_preview_of_letters_takes_nothing_of_what_may_be_sent) {
  const json::object body{{"role", "all"}, {"invitees", json::array{json::object{{"email", "again@team.test"}}}}};
  for (int i = 0; i < 25; ++i)
    EXPECT_EQ(owner.client.post(path("/invitations?dry_run=true"), body).at("/rows/done"), json::value(1));
  EXPECT_EQ(owner.client.post(path("/invitations"), body).text("/results/0/outcome"), "invited") << "of 20 a day to one address";
}

TEST_F(Conventions, an_invitation_that_ran_out_stays_open_until_it_is_sent_again_or_put_away) {
  const auto late = world.invite(account, owner, "late@team.test").text("/results/0/invitation/id");
  world.server.advance(std::chrono::hours{24 * 8});
  owner.client = world.sign_in(owner);
  static_cast<void>(world.invite(account, owner, "new@team.test"));
  const auto open = owner.client.get(path("/invitations?status=open&sort=sent_at"));
  EXPECT_EQ(open.text("/data/0/status"), "expired") << open.body;
  EXPECT_EQ(open.text("/data/1/status"), "pending");
  const auto counts = owner.client.get(path("/members")).at("/counts");
  EXPECT_EQ(counts.at("pending"), json::value(1));
  EXPECT_EQ(counts.at("expired"), json::value(1));
  EXPECT_EQ(owner.client.del(path("/invitations/" + late)).status, 204);
  EXPECT_EQ(owner.client.get(path("/invitations/" + late)).text("/status"), "cancelled");
  EXPECT_EQ(owner.client.get(path("/invitations?status=open")).text("/data/0/email"), "new@team.test");
  EXPECT_EQ(owner.client.del(path("/invitations/" + late)).code(), "invitation_not_pending");
}

TEST_F(Conventions, a_key_is_as_long_as_the_contract_lets_it_be) {
  EXPECT_EQ(add_contact(owner.client, "Desk", std::string(255, 'k')).status, 201);
  EXPECT_EQ(add_contact(owner.client, "Desk", std::string(256, 'k')).field(), "Idempotency-Key invalid_value");
}

TEST_F(Conventions, a_preview_stores_no_idempotency_record) {
  const Client::HeaderList key{{"Idempotency-Key", "preview"}};
  EXPECT_EQ(owner.client.post(path("/contacts?dry_run=true"), contact("Desk"), key).status, 200);
  EXPECT_EQ(owner.client.post(path("/contacts"), contact("Desk"), key).status, 201);
}

// Idempotency-Key.

TEST_F(Conventions, the_same_key_and_body_have_one_effect_and_the_same_answer) {
  const auto first = add_contact(owner.client, "Desk", "k1"), second = add_contact(owner.client, "Desk", "k1");
  EXPECT_EQ(first.status, 201) << first.body;
  EXPECT_EQ(second.status, 201);
  EXPECT_EQ(second.json, first.json);
  EXPECT_EQ(second.header("location"), first.header("location"));
  EXPECT_EQ(contacts(), 1U);
}

TEST_F(Conventions, a_key_holds_for_invitations_and_their_letters) {
  const json::object body{{"invitees", json::array{json::object{{"email", "once@team.test"}}}}};
  const auto first = owner.client.post(path("/invitations"), body, {{"Idempotency-Key", "i1"}});
  static_cast<void>(world.mailbox.wait("once@team.test"));
  const auto second = owner.client.post(path("/invitations"), body, {{"Idempotency-Key", "i1"}});
  EXPECT_EQ(second.json, first.json) << "not already_invited: it is the same request";
  EXPECT_EQ(world.mailbox.to("once@team.test").size(), 1U);
}

TEST_F(Conventions, a_key_holds_over_a_restart) {
  const auto first = add_contact(owner.client, "Desk", "k1");
  EXPECT_EQ(world.server.terminate(), 0);
  world.server.start();
  EXPECT_EQ(add_contact(owner.client, "Desk", "k1").json, first.json);
  EXPECT_EQ(contacts(), 1U);
}

TEST_F(Conventions, a_key_with_another_body_is_refused) {
  EXPECT_EQ(add_contact(owner.client, "Desk", "k1").status, 201);
  EXPECT_EQ(add_contact(owner.client, "Other desk", "k1").code(), "idempotency_key_reused");
  EXPECT_EQ(contacts(), 1U);
}

TEST_F(Conventions, a_key_is_its_users_own_and_lasts_a_day) {
  auto ana = chosen("Ana", {"contacts:read", "contacts:manage"});
  EXPECT_EQ(add_contact(owner.client, "Desk", "k1").status, 201);
  EXPECT_EQ(add_contact(ana.client, "Other desk", "k1").status, 201) << "another user's key is another key";
  world.server.advance(std::chrono::hours{25});
  owner.client = world.sign_in(owner);
  EXPECT_EQ(add_contact(owner.client, "Third desk", "k1").status, 201);
  EXPECT_EQ(contacts(), 3U);
}

TEST_F(Conventions, authentication_comes_before_a_kept_answer) {
  EXPECT_EQ(add_contact(owner.client, "Desk", "k1").status, 201);
  EXPECT_EQ(owner.client.del("/v1/session").status, 204);
  EXPECT_EQ(add_contact(owner.client, "Desk", "k1").status, 401);
  auto ana = world.person("Ana");
  EXPECT_EQ(add_contact(ana.client, "Desk", "k1").status, 404);
}

TEST_F(Conventions, a_refusal_is_not_kept) {
  auto ana = chosen("Ana", {"contacts:read"});
  EXPECT_EQ(add_contact(ana.client, "Desk", "k1").code(), "forbidden");
  EXPECT_EQ(owner.client.patch(ana.me_path(account), {{"permissions", json::array{"contacts:read", "contacts:manage"}}}).status,
            200);
  EXPECT_EQ(add_contact(ana.client, "Desk", "k1").status, 201) << "now it may, by the same key";
}

// ETag, If-Match, merge patches.

TEST_F(Conventions, accounts_members_roles_and_invitations_have_an_etag_that_changes_with_them) {
  auto ana = chosen("Ana", {"payments:read"});
  const auto role = owner.client.post(path("/roles"), {{"title", "R"}, {"permissions", json::array{"reports:read"}}}).text("/id");
  const auto invited = world.invite(account, owner, "x@team.test").text("/results/0/invitation/id");
  const std::vector<std::pair<std::string, json::value>> changes{
      {path(), {{"name", "Renamed"}}},
      {ana.me_path(account), {{"permissions", json::array{"reports:read"}}}},
      {path("/roles/" + role), {{"title", "Reader"}}},
      {path("/invitations/" + invited), {{"permissions", json::array{"reports:read"}}}},
  };
  for (const auto& [where, change] : changes) {
    const auto seen = owner.client.get(where).header("etag");
    EXPECT_FALSE(seen.empty()) << where;
    EXPECT_EQ(owner.client.get(where).header("etag"), seen) << "looking changes nothing";
    const auto done = owner.client.patch(where, change, {{"If-Match", seen}});
    EXPECT_EQ(done.status, 200) << done.body;
    EXPECT_NE(done.header("etag"), seen);
    EXPECT_EQ(owner.client.get(where).header("etag"), done.header("etag"));
    EXPECT_EQ(owner.client.patch(where, change, {{"If-Match", seen}}).code(), "precondition_failed") << where;
  }
}

TEST_F(Conventions, a_stale_if_match_is_refused_on_delete_and_on_acts_too) {
  auto ana = chosen("Ana", {"payments:read"});
  const auto seen = owner.client.get(ana.me_path(account)).header("etag");
  EXPECT_EQ(owner.client.patch(ana.me_path(account), {{"permissions", json::array{"reports:read"}}}).status, 200);
  const auto remove_if = [&](const std::string& etag) {
    return owner.client.del(ana.me_path(account), Client::HeaderList{{"If-Match", etag}});
  };
  EXPECT_EQ(remove_if(seen).status, 412);
  EXPECT_EQ(owner.client.send("POST", ana.me_path(account) + "/deactivate", std::nullopt, {{"If-Match", seen}}).status, 412);
  EXPECT_TRUE(world.may(account, ana, "reports:read"));
  EXPECT_EQ(remove_if(owner.client.get(ana.me_path(account)).header("etag")).status, 204);
}

TEST_F(Conventions, without_if_match_the_last_one_wins) {
  auto ana = chosen("Ana", {"payments:read"});
  EXPECT_EQ(owner.client.patch(ana.me_path(account), {{"permissions", json::array{"reports:read"}}}).status, 200);
  EXPECT_EQ(owner.client.patch(ana.me_path(account), {{"permissions", json::array{"support:open"}}}).status, 200);
}

TEST_F(Conventions, a_patch_is_a_merge_patch_and_leaves_what_it_does_not_name) {
  const auto made = owner.client.post(
      path("/contacts"),
      {{"name", "Desk"}, {"email", "desk@team.test"}, {"phone", "+82 2 555 0100"}, {"topics", json::array{"billing"}}});
  const auto where = path("/contacts/" + made.text("/id"));
  const auto renamed = owner.client.patch(where, {{"name", "Front desk"}}, {{"Content-Type", "application/merge-patch+json"}});
  EXPECT_EQ(renamed.text("/phone"), "+82 2 555 0100") << renamed.body;
  EXPECT_EQ(renamed.at("/topics"), made.at("/topics"));
  EXPECT_TRUE(owner.client.patch(where, {{"phone", nullptr}}).at("/phone").is_null()) << "null takes away";
  EXPECT_EQ(owner.client.patch(where, {{"name", nullptr}}).status, 422) << "but not what must be there";
}

// Lists.

TEST_F(Conventions, a_list_comes_in_pages_that_hold_each_once) {
  for (int i = 0; i < 5; ++i) chosen("Member " + std::to_string(i), {});
  std::vector<std::string> seen;
  std::string cursor;
  do {
    const auto page = owner.client.get(path("/members?limit=2" + (cursor.empty() ? "" : "&cursor=" + cursor)));
    EXPECT_EQ(page.status, 200) << page.body;
    EXPECT_LE(page.at("/data").as_array().size(), 2U);
    for (const auto& row : page.at("/data").as_array()) seen.emplace_back(row.at("user").at("id").as_string());
    cursor = page.text("/next_cursor");
  } while (!cursor.empty() && seen.size() < 20);
  EXPECT_EQ(seen.size(), 6U);
  EXPECT_EQ(std::set<std::string>(seen.begin(), seen.end()).size(), 6U);
  EXPECT_EQ(owner.client.get(path("/members?cursor=made-up")).field(), "cursor invalid_value");
}

}  // namespace
}  // namespace roster::testing
