// E75: a change of address is told to the former one, from which it can be undone for 72 hours.

#include <gtest/gtest.h>

#include "support/world.h"

namespace roster::testing {
namespace {

struct EmailUndo : ::testing::Test {
  World world;
  Person victim = world.person("Vera");
  std::string account = world.account(victim, "platform");

  /// The thief sits at the victim's session, and knows the password.
  void change_to(Client& thief, const std::string& email, const std::string& password) {
    auto again = thief.post("/v1/session/reauthenticate", {{"password", password}});
    ASSERT_EQ(again.status, 200) << again.body;
    thief.token = again.text("/token");
    ASSERT_EQ(thief.post("/v1/me/email", {{"email", email}}).status, 202);
    const auto token = world.mailbox.wait_for_link(email, "/change-email#").token();
    ASSERT_EQ(thief.post("/v1/me/email/complete", {{"token", token}}).status, 204);
  }
  std::string undo_token(const std::string& email) const {
    return world.mailbox.wait_for_link(email, "/undo-email-change#").token();
  }
  Reply undo(const std::string& token) { return world.server.client().post("/v1/me/email/undo", {{"token", token}}); }
  Reply sign_in(const std::string& email, const std::string& password) {
    return world.server.client().post("/v1/session", {{"email", email}, {"password", password}});
  }
};

TEST_F(EmailUndo, E75_ends_all_that_the_thief_has) {
  const auto stolen = world.address("thief");
  auto thief = world.sign_in(victim);
  change_to(thief, stolen, victim.password);
  ASSERT_EQ(sign_in(victim.email, victim.password).status, 401);
  ASSERT_EQ(world.server.client().post("/v1/password-resets", {{"email", stolen}}).status, 202);
  const auto thiefs_reset = world.mailbox.wait_for_link(stolen, "/reset-password#").token();

  EXPECT_EQ(undo(undo_token(victim.email)).status, 204);
  EXPECT_EQ(thief.get("/v1/session").status, 401);
  for (const auto& email : {stolen, victim.email}) EXPECT_EQ(sign_in(email, victim.password).status, 401) << "it was known";
  const auto reset = [&](const std::string& token) {
    return world.server.client().post("/v1/password-resets/complete", {{"token", token}, {"password", good_password + " two"}});
  };
  EXPECT_EQ(reset(thiefs_reset).status, 404);
  EXPECT_TRUE(world.mailbox.wait(stolen, 3).words().find("undone") != std::string::npos);

  EXPECT_EQ(reset(world.mailbox.wait_for_link(victim.email, "/reset-password#").token()).status, 204);
  const auto back = sign_in(victim.email, good_password + " two");
  ASSERT_EQ(back.status, 200) << back.body;
  auto again = world.server.client().with_token(back.text("/token"));
  EXPECT_EQ(again.get("/v1/me").text("/email"), victim.email);
  EXPECT_EQ(again.get("/v1/accounts/" + account + "/members?q=" + victim.email).text("/data/0/user/id"), victim.id);
  EXPECT_EQ(world.server.run({"verify"}).exit_code, 0);
}

TEST_F(EmailUndo, E75_is_possible_once_and_for_72_hours) {
  auto owner = world.sign_in(victim);
  change_to(owner, world.address("new"), victim.password);
  const auto token = undo_token(victim.email);
  world.server.advance(std::chrono::hours{72} - std::chrono::minutes{1});
  EXPECT_EQ(undo(token).status, 204);
  EXPECT_EQ(undo(token).status, 404);

  auto slow = world.person("Slow");
  change_to(slow.client, world.address("other"), slow.password);
  const auto late = undo_token(slow.email);
  world.server.advance(std::chrono::hours{72});
  const auto dead = undo(late);
  EXPECT_EQ(dead.status, 404);
  EXPECT_EQ(dead.text("/title"), undo("und_nothing").text("/title"));
}

TEST_F(EmailUndo, E75_leads_back_to_the_first_owner_however_often_the_address_was_changed) {
  const auto second = world.address("second"), third = world.address("third");
  auto thief = world.sign_in(victim);
  change_to(thief, second, victim.password);
  world.server.advance(std::chrono::seconds{1});
  change_to(thief, third, victim.password);
  EXPECT_EQ(undo(undo_token(second)).status, 204) << "the thief turns back one step";
  EXPECT_EQ(undo(undo_token(victim.email)).status, 204) << "and the victim all of it";
  EXPECT_EQ(sign_in(victim.email, victim.password).status, 401);
  for (const auto& email : {victim.email, second}) EXPECT_EQ(undo(undo_token(email)).status, 404);
}

TEST_F(EmailUndo, E75_ends_the_ways_back_of_later_changes) {
  const auto second = world.address("second");
  auto thief = world.sign_in(victim);
  change_to(thief, second, victim.password);
  world.server.advance(std::chrono::seconds{1});
  change_to(thief, world.address("third"), victim.password);
  const auto thiefs = undo_token(second);
  EXPECT_EQ(undo(undo_token(victim.email)).status, 204);
  EXPECT_EQ(undo(thiefs).status, 404);
}

TEST_F(EmailUndo, E75_takes_no_address_from_who_has_it_by_now) {
  auto owner = world.sign_in(victim);
  const auto moved = world.address("moved");
  change_to(owner, moved, victim.password);
  const auto token = undo_token(victim.email);
  auto anyone = world.server.client();
  ASSERT_EQ(anyone.post("/v1/registrations", {{"email", victim.email}}).status, 202);
  const auto proof = world.mailbox.wait(victim.email, 3).token();
  EXPECT_EQ(anyone.post("/v1/registrations/complete", {{"token", proof}, {"name", "Heir"}, {"password", good_password + " too"}})
                .status,
            201);
  EXPECT_EQ(undo(token).status, 404);
  EXPECT_EQ(sign_in(moved, victim.password).status, 200) << "and nothing has changed";
  EXPECT_EQ(sign_in(victim.email, good_password + " too").status, 200);
}

}  // namespace
}  // namespace roster::testing
