// M1 to M6: the policy `master`, over HTTP against the real binary.

#include <gtest/gtest.h>

#include "support/world.h"

namespace roster::testing {
namespace {

struct Master : ::testing::Test {
  World world;
  Person master = world.person("Marie");
  std::string account = world.account(master, "master");

  std::string path(const std::string& rest = "") const { return "/v1/accounts/" + account + rest; }
  Person user(const std::string& name, json::array permissions = {"payments:read"}) {
    return world.member(account, master, name, {{"permissions", std::move(permissions)}});
  }
  /// A user with every role enabled.
  Person mighty(const std::string& name) {
    json::array all;
    const auto roles = master.client.get(path("/roles"));
    for (const auto& permission : roles.at("/data/0/pickable").as_array()) all.push_back(permission);
    return user(name, std::move(all));
  }
  Reply promote(Person& by, const Person& whom) { return by.client.post(path("/ownership-transfers"), {{"to", whom.id}}); }
  std::string owner_id() { return world.service().get(path()).text("/owner/id"); }
};

TEST_F(Master, M1_no_other_user_can_remove_deactivate_demote_or_edit_the_master_user) {
  auto max = mighty("Max");
  const auto before = master.client.get(master.me_path(account));
  EXPECT_EQ(max.client.del(master.me_path(account)).code(), "owner_untouchable");
  EXPECT_EQ(max.client.post(master.me_path(account) + "/deactivate").code(), "owner_untouchable");
  EXPECT_EQ(max.client.patch(master.me_path(account), {{"role", "user"}}).code(), "owner_untouchable");
  EXPECT_EQ(max.client.patch(master.me_path(account), {{"permissions", json::array{}}}).code(), "owner_untouchable");
  for (const auto* action : {"remove", "deactivate"}) {
    const auto bulk = max.client.post(path("/members/bulk"), {{"action", action}, {"ids", json::array{json::value(master.id)}}});
    EXPECT_EQ(bulk.text("/results/0/outcome"), "owner_untouchable") << bulk.body;
  }
  EXPECT_EQ(max.client.del(path(), json::object{{"confirm_name", "Orbital Bakery"}}).code(), "forbidden");
  const auto after = master.client.get(master.me_path(account));
  for (const auto* field : {"/role", "/status", "/permissions", "/joined_at"})
    EXPECT_EQ(after.at(field), before.at(field)) << field;
}

TEST_F(Master, M1_there_is_no_second_one) {
  EXPECT_EQ(world.invite(account, master, "x@team.test", {{"role", "owner"}}).field(), "/role role_unknown");
  auto uma = user("Uma");
  EXPECT_EQ(master.client.patch(uma.me_path(account), {{"role", "owner"}}).field(), "/role role_unknown");
  EXPECT_EQ(master.client.get(path("/members")).text("/data/0/title"), "Master user");
  EXPECT_EQ(master.client.get(path("/members")).text("/data/1/title"), "User");
}

TEST_F(Master, M2_only_the_master_user_promotes) {
  auto max = mighty("Max");
  auto uma = user("Uma");
  EXPECT_EQ(promote(max, uma).code(), "forbidden");
  EXPECT_EQ(promote(max, max).code(), "forbidden");
  EXPECT_EQ(promote(master, uma).status, 200);
  EXPECT_EQ(owner_id(), uma.id);
}

TEST_F(Master, M2_the_promoted_is_an_active_member) {
  auto dea = user("Dea");
  EXPECT_EQ(master.client.post(dea.me_path(account) + "/deactivate").status, 200);
  EXPECT_EQ(promote(master, dea).code(), "target_not_active");
  auto gone = user("Gone");
  EXPECT_EQ(master.client.del(gone.me_path(account)).status, 204);
  EXPECT_EQ(promote(master, gone).status, 404);
  auto stranger = world.person("Stranger");
  EXPECT_EQ(world.invite(account, master, stranger.email).status, 200);
  EXPECT_EQ(promote(master, stranger).status, 404) << "invited, and not a member yet";
  EXPECT_EQ(promote(master, master).field(), "/to self_transfer");
  EXPECT_EQ(owner_id(), master.id);
}

TEST_F(Master, M2_the_confirmation_shows_what_promoting_does) {
  auto uma = user("Uma");
  const auto shown = master.client.post(path("/ownership-transfers?dry_run=true"), {{"to", uma.id}});
  EXPECT_EQ(shown.status, 200) << shown.body;
  std::string types, sentences;
  for (const auto& effect : shown.at("/effects").as_array()) {
    types += std::string{effect.at("type").as_string()} + " ";
    sentences += std::string{effect.at("detail").as_string()} + "\n";
  }
  EXPECT_NE(types.find("owner_changes"), std::string::npos) << types;
  EXPECT_NE(types.find("session_ends"), std::string::npos) << types;
  EXPECT_NE(sentences.find("Uma"), std::string::npos) << sentences;
  EXPECT_EQ(owner_id(), master.id);
  EXPECT_EQ(master.client.post(path("/ownership-transfers?plan_digest=" + shown.text("/plan_digest")), {{"to", uma.id}}).status,
            200);
}

TEST_F(Master, M3_the_former_becomes_a_regular_user_with_all_roles_enabled) {
  auto uma = user("Uma");
  const auto pickable = master.client.get(path("/roles")).at("/data/0/pickable");
  EXPECT_EQ(promote(master, uma).status, 200);
  const auto former = uma.client.get(master.me_path(account));
  EXPECT_EQ(former.text("/title"), "User") << former.body;
  EXPECT_EQ(former.at("/is_owner"), json::value(false));
  EXPECT_EQ(former.at("/picked"), pickable);
  EXPECT_EQ(former.at("/permissions"), pickable);
  EXPECT_EQ(uma.client.patch(master.me_path(account), {{"permissions", json::array{"payments:read"}}}).status, 200)
      << "regular: editable";
  EXPECT_EQ(uma.client.get(uma.me_path(account)).text("/title"), "Master user");
}

TEST_F(Master, M4_the_former_is_signed_out_at_once_everywhere_and_has_to_sign_in_again) {
  auto uma = user("Uma");
  auto phone = world.sign_in(master), laptop = world.sign_in(master);
  EXPECT_EQ(phone.get("/v1/session").status, 200);
  const auto done = promote(master, uma);
  EXPECT_EQ(done.text("/owner/id"), uma.id) << done.body;
  EXPECT_FALSE(done.header("set-cookie").empty()) << "the cookie is cleared";
  for (auto* client : {&master.client, &phone, &laptop}) EXPECT_EQ(client->get("/v1/session").status, 401);
  EXPECT_EQ(uma.client.get("/v1/session").status, 200) << "the promoted goes on";
  EXPECT_EQ(world.sign_in(master).get(path()).status, 200);
}

TEST_F(Master, M5_the_former_can_no_longer_promote_anyone) {
  auto uma = user("Uma");
  auto vic = user("Vic");
  EXPECT_EQ(promote(master, uma).status, 200);
  EXPECT_EQ(promote(master, vic).status, 401);
  master.client = world.sign_in(master);
  EXPECT_EQ(promote(master, vic).code(), "forbidden");
  EXPECT_EQ(promote(master, master).code(), "forbidden");
  EXPECT_EQ(promote(uma, vic).status, 200);
}

TEST_F(Master, M6_errors_are_in_the_users_language) {
  auto uma = user("Uma");
  const auto detail = [&](const std::string& locale) {
    EXPECT_EQ(uma.client.patch("/v1/me", {{"locale", locale}}).status, 200);
    return world.invite(account, uma, "x@team.test").text("/detail");
  };
  EXPECT_EQ(detail("fr").substr(0, 6), "Votre ");
  EXPECT_NE(detail("ko").find("권한"), std::string::npos);
  EXPECT_EQ(detail("en").substr(0, 5), "Your ");
}

TEST_F(Master, M6_errors_for_who_is_not_signed_in_follow_accept_language) {
  auto browser = world.server.client();
  const auto title = [&](const std::string& languages) {
    const auto refused = browser.get("/v1/session", {{"Accept-Language", languages}});
    EXPECT_EQ(refused.status, 401);
    EXPECT_NE((refused.header("vary") + " ").find("Accept-Language"), std::string::npos);
    return refused.text("/title");
  };
  const auto english = title("en"), french = title("fr"), korean = title("ko");
  EXPECT_NE(english, french);
  EXPECT_NE(english, korean);
  EXPECT_EQ(title("fr-CA, en;q=0.5"), french);
  EXPECT_EQ(title("de, ko;q=0.8, en;q=0.5"), korean);
  EXPECT_EQ(title("en;q=0.1, fr;q=0.9"), french);
  EXPECT_EQ(title("de"), english) << "a language that there is not";
}

TEST_F(Master, M6_invitations_are_written_in_the_language_asked_for) {
  world.invite(account, master, "fr@team.test", {{"locale", "fr"}});
  world.invite(account, master, "ko@team.test", {{"locale", "ko"}});
  const auto french = world.mailbox.wait("fr@team.test"), korean = world.mailbox.wait("ko@team.test");
  EXPECT_EQ(french.subject, "Invitation à rejoindre le compte Orbital Bakery");
  EXPECT_NE(french.text.find("Marie vous invite à rejoindre le compte Orbital Bakery."), std::string::npos) << french.text;
  EXPECT_NE(french.html.find("lang=\"fr\""), std::string::npos);
  EXPECT_EQ(korean.subject, "Orbital Bakery 계정 초대");
  EXPECT_NE(korean.text.find("Marie님이 회원님을 Orbital Bakery 계정에 초대했습니다."), std::string::npos) << korean.text;
}

TEST_F(Master, M6_letters_to_a_user_are_in_the_users_language) {
  auto uma = user("Uma");
  EXPECT_EQ(uma.client.patch("/v1/me", {{"locale", "fr"}}).status, 200);
  EXPECT_EQ(master.client.patch("/v1/me", {{"locale", "ko"}}).status, 200);
  EXPECT_EQ(promote(master, uma).status, 200);
  const auto has_subject = [&](const std::string& address, const std::string& subject) {
    return wait_until([&] {
      for (const auto& letter : world.mailbox.to(address))
        if (letter.subject == subject) return true;
      return false;
    });
  };
  EXPECT_TRUE(has_subject(uma.email, "Vous êtes désormais l’utilisateur principal du compte Orbital Bakery"));
  EXPECT_TRUE(has_subject(master.email, "더 이상 Orbital Bakery 계정의 마스터 사용자가 아닙니다"));
}

TEST_F(Master, M6_a_registration_is_answered_in_the_language_asked_for) {
  auto browser = world.server.client();
  EXPECT_EQ(browser.post("/v1/registrations", {{"email", "neuf@team.test"}, {"locale", "fr"}}).status, 202);
  const auto letter = world.mailbox.wait("neuf@team.test");
  EXPECT_NE(letter.html.find("lang=\"fr\""), std::string::npos) << letter.html;
  const auto done =
      browser.post("/v1/registrations/complete", {{"token", letter.token()}, {"name", "Noé"}, {"password", good_password}});
  EXPECT_EQ(done.text("/user/locale"), "fr") << "and the user's language is that from then on";
}

TEST_F(Master, M6_titles_labels_and_consequences_are_in_the_users_language) {
  auto uma = user("Uma");
  EXPECT_EQ(master.client.patch("/v1/me", {{"locale", "fr"}}).status, 200);
  EXPECT_EQ(master.client.get("/v1/session").text("/accounts/0/title"), "Utilisateur principal");
  EXPECT_EQ(master.client.get(uma.me_path(account)).text("/title"), "Utilisateur");
  const auto preview = master.client.del(uma.me_path(account) + "?dry_run=true");
  EXPECT_EQ(preview.status, 200) << preview.body;
  const auto french = preview.text("/effects/0/detail");
  EXPECT_EQ(master.client.patch("/v1/me", {{"locale", "en"}}).status, 200);
  EXPECT_NE(master.client.del(uma.me_path(account) + "?dry_run=true").text("/effects/0/detail"), french);
  const auto policies = world.server.client().get("/v1/policies", {{"Accept-Language", "ko"}});
  EXPECT_NE(policies.body.find("마스터 사용자"), std::string::npos);
}

}  // namespace
}  // namespace roster::testing
