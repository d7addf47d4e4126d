// Secrets: each is accepted by its own kind's consumer alone; every dead invitation is dead alike; and looking at a link
// never uses it up.

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "surface/fairness.h"
#include "surface/scene.h"

namespace roster::testing {
namespace {

struct Tokens : ::testing::Test {
  Scene scene;
  World& world = scene.world;
  std::string path(const std::string& rest = "") const { return "/v1/accounts/" + scene.a.account + rest; }

  /// A pending invitation's id and token.
  struct Pending {
    std::string id, email, token;
  };
  Pending invite(const std::string& name) {
    const auto email = world.address(name);
    const auto invited = world.invite(scene.a.account, scene.a.owner, email, {{"role", "user"}});
    EXPECT_EQ(invited.text("/results/0/outcome"), "invited") << invited.body;
    return {invited.text("/results/0/invitation/id"), email, world.invitation_token(email)};
  }
};

struct Consumer {
  std::string name;
  std::set<std::string> kinds;  ///< which it accepts
  std::function<Reply(const std::string&)> try_token;
};

TEST_F(Tokens, EachKindIsAcceptedByItsOwnConsumerAlone) {
  auto anyone = world.server.client();
  auto& owner = scene.a.owner;
  const auto newcomer = world.address("newcomer");
  EXPECT_EQ(anyone.post("/v1/registrations", {{"email", newcomer}}).status, 202);
  EXPECT_EQ(anyone.post("/v1/password-resets", {{"email", owner.email}}).status, 202);
  const auto new_address = world.address("anna-new");
  EXPECT_EQ(owner.client.post("/v1/me/email", {{"email", new_address}}).status, 202);
  auto mover = world.person("Mover");
  const auto moved_to = world.address("mover-new");
  EXPECT_EQ(mover.client.post("/v1/me/email", {{"email", moved_to}}).status, 202);
  const auto moved =
      mover.client.post("/v1/me/email/complete", {{"token", world.mailbox.wait_for_link(moved_to, "/change-email#").token()}});
  EXPECT_EQ(moved.status, 204) << moved.body;
  const std::map<std::string, std::string> tokens{
      {"email_undo", world.mailbox.wait_for_link(mover.email, "/undo-email-change#").token()},
      {"session", owner.client.token},
      {"api_key", world.service().token},
      {"registration", world.mailbox.wait_for_link(newcomer, "/register#").token()},
      {"password_reset", world.mailbox.wait_for_link(owner.email, "/reset-password#").token()},
      {"email_change", world.mailbox.wait_for_link(new_address, "/change-email#").token()},
      {"invitation", world.invitation_token(scene.a.invited_email)},
  };
  const std::vector<Consumer> consumers{
      {"bearer", {"session", "api_key"}, [&](const std::string& t) { return anyone.with_token(t).get("/v1/accounts"); }},
      {"cookie", {"session"}, [&](const std::string& t) { return anyone.with_cookie("roster=" + t).get("/v1/me"); }},
      {"complete_registration",
       {"registration"},
       [&](const std::string& t) {
         return anyone.post("/v1/registrations/complete", {{"token", t}, {"name", "New"}, {"password", good_password}});
       }},
      {"complete_password_reset",
       {"password_reset"},
       [&](const std::string& t) {
         return anyone.post("/v1/password-resets/complete", {{"token", t}, {"password", good_password + " two"}});
       }},
      {"complete_email_change",
       {"email_change"},
       [&](const std::string& t) { return owner.client.post("/v1/me/email/complete", {{"token", t}}); }},
      {"undo_email_change",
       {"email_undo"},
       [&](const std::string& t) { return anyone.post("/v1/me/email/undo", {{"token", t}}); }},
      {"look_up_invitation",
       {"invitation"},
       [&](const std::string& t) { return anyone.post("/v1/invitations/lookup", {{"token", t}}); }},
      {"accept_invitation",
       {"invitation"},
       [&](const std::string& t) {
         return anyone.post("/v1/invitations/accept", {{"token", t}, {"name", "New"}, {"password", good_password}});
       }},
      {"decline_invitation",
       {"invitation"},
       [&](const std::string& t) { return anyone.post("/v1/invitations/decline", {{"token", t}}); }},
      {"open_invitation_link", {"invitation"}, [&](const std::string& t) { return anyone.get("/invitations/" + t); }},
  };
  for (const auto& consumer : consumers)
    for (const auto& [kind, token] : tokens) {
      if (consumer.kinds.contains(kind)) continue;
      SCOPED_TRACE(kind + " at " + consumer.name);
      const auto reply = consumer.try_token(token);
      const bool is_credential = consumer.name == "bearer" || consumer.name == "cookie";
      EXPECT_EQ(reply.status, is_credential ? 401 : 404) << reply.body;
      // As if the token had never been.
      expect_same_answer(reply, consumer.try_token("ses_" + std::string(43, 'A')));
    }
  // None was used up by the tries of others.
  for (const auto* name : {"bearer", "cookie", "look_up_invitation", "complete_registration", "complete_email_change",
                           "undo_email_change", "accept_invitation", "complete_password_reset"}) {
    const auto& consumer = *std::find_if(consumers.begin(), consumers.end(), [&](const Consumer& c) { return c.name == name; });
    const auto kind = consumer.name == "bearer" ? "session" : *consumer.kinds.begin();
    const auto reply = consumer.try_token(tokens.at(kind));
    // A new address takes a pending reset with it.
    const bool is_gone = consumer.name == "complete_password_reset";
    EXPECT_EQ(reply.status < 300, !is_gone) << name << reply.body;
  }
}

TEST_F(Tokens, EveryDeadInvitationIsTheSame404) {
  auto anyone = world.server.client();
  auto& owner = scene.a.owner;
  const auto used = invite("used");
  const auto cancelled = invite("cancelled");
  const auto declined = invite("declined");
  const auto resent = invite("resent");
  const auto given_by_member = invite("orphan");
  const auto live = invite("live");
  EXPECT_EQ(world.accept_as_new(used.token, "Used").status, 201);
  EXPECT_EQ(owner.client.del(path("/invitations/" + cancelled.id)).status, 204);
  EXPECT_EQ(anyone.post("/v1/invitations/decline", {{"token", declined.token}}).status, 200);
  EXPECT_EQ(owner.client.post(path("/invitations/" + resent.id + "/resend")).status, 200);
  const auto expired = invite("expired");
  world.server.advance(std::chrono::hours{24 * 7});  // exactly the lifetime: over
  owner.client = world.sign_in(owner);
  const auto living = invite("living");
  // A fresh account that is deleted at once.
  const auto gone_account = world.account(owner, "portal", "", "Soon Gone");
  const auto gone_email = world.address("gone");
  EXPECT_EQ(world.invite(gone_account, owner, gone_email).text("/results/0/outcome"), "invited");
  const auto gone = world.invitation_token(gone_email);
  EXPECT_EQ(owner.client.del("/v1/accounts/" + gone_account, json::object{{"confirm_name", "Soon Gone"}}).status, 204);

  auto upper = living.token;
  std::transform(upper.begin(), upper.end(), upper.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  auto bent = living.token;
  bent.back() = bent.back() == 'A' ? 'B' : 'A';
  const std::map<std::string, std::string> dead{{"used", used.token},
                                                {"cancelled", cancelled.token},
                                                {"declined", declined.token},
                                                {"resent", resent.token},
                                                {"expired", expired.token},
                                                {"account deleted", gone},
                                                {"truncated", living.token.substr(0, living.token.size() - 1)},
                                                {"without prefix", living.token.substr(4)},
                                                {"upper case", upper},
                                                {"one letter off", bent},
                                                {"padded", living.token + "="},
                                                {"with a space", living.token + " "},
                                                {"with a line break", living.token + "\n"},
                                                {"twice", living.token + living.token},
                                                {"the id", live.id},
                                                {"empty", ""},
                                                {"letters", "x"},
                                                {"not ASCII", "Ω"},
                                                {"SQL", "' OR 1=1 --"},
                                                {"long", std::string(1000, 'a')}};
  const auto unknown = "inv_" + std::string(43, 'A');
  const auto accept_with_details = [&](const std::string& t) {
    return anyone.post("/v1/invitations/accept", {{"token", t}, {"name", "Someone"}, {"password", good_password}});
  };
  const auto accept = [&](const std::string& t) { return anyone.post("/v1/invitations/accept", {{"token", t}}); };
  const auto accept_as_stranger = [&](const std::string& t) {
    return scene.b.member.client.post("/v1/invitations/accept", {{"token", t}});
  };
  const auto look_up = [&](const std::string& t) { return anyone.post("/v1/invitations/lookup", {{"token", t}}); };
  const auto decline = [&](const std::string& t) { return anyone.post("/v1/invitations/decline", {{"token", t}}); };
  const auto open = [&](const std::string& t) {
    std::string escaped;
    for (const char letter : t) {
      const auto c = static_cast<unsigned char>(letter);
      constexpr std::string_view digits = "0123456789ABCDEF";
      escaped += '%';
      escaped += digits[c >> 4];
      escaped += digits[c & 15];
    }
    return anyone.get("/invitations/" + escaped);
  };
  scene.b.member.client = world.sign_in(scene.b.member);
  for (const auto& act : std::vector<std::function<Reply(const std::string&)>>{accept_with_details, accept, accept_as_stranger,
                                                                               look_up, decline, open}) {
    const auto as_unknown = act(unknown);
    EXPECT_EQ(as_unknown.status, 404) << as_unknown.body;
    expect_hygiene(as_unknown);
    for (const auto& [how, token] : dead) {
      SCOPED_TRACE(how);
      const auto reply = act(token);
      if (how == "empty" && reply.header("content-type") != as_unknown.header("content-type")) {
        EXPECT_EQ(reply.status, 404) << "there is no such path";
        continue;
      }
      if (how == "with a line break" && reply.status == 400) continue;  // no such path can be
      expect_same_answer(reply, as_unknown);
    }
  }
  EXPECT_EQ(look_up(living.token).status, 200) << "the living one lives";
}

TEST_F(Tokens, DeadInvitationsTakeEquallyLong) {
  auto anyone = world.server.client();
  const auto used = invite("used");
  const auto cancelled = invite("cancelled");
  EXPECT_EQ(world.accept_as_new(used.token, "Used").status, 201);
  EXPECT_EQ(scene.a.owner.client.del(path("/invitations/" + cancelled.id)).status, 204);
  const auto look_up = [&](const std::string& token) {
    EXPECT_EQ(anyone.post("/v1/invitations/lookup", {{"token", token}}).status, 404);
  };
  const auto unknown = "inv_" + std::string(43, 'A');
  EXPECT_TRUE(take_equally_long([&] { look_up(used.token); }, [&] { look_up(unknown); }));
  EXPECT_TRUE(take_equally_long([&] { look_up(cancelled.token); }, [&] { look_up(unknown); }));
}

TEST_F(Tokens, LookingAtALinkNeverUsesItUp) {
  auto anyone = world.server.client();
  const auto guest = invite("guest");
  const auto link = "/invitations/" + guest.token;
  const auto before = scene.state_of(scene.a);
  const std::vector<Client::HeaderList> visitors{{},
                                                 {{"Sec-Purpose", "prefetch"}},
                                                 {{"Purpose", "prefetch"}},
                                                 {{"X-Moz", "prefetch"}},
                                                 {{"User-Agent", "Mozilla/5.0 (compatible; SafeLinks scanner)"}},
                                                 {{"Cookie", "roster=" + scene.stranger.client.token}},
                                                 {{"Cookie", "roster=" + scene.a.owner.client.token}}};
  for (int i = 0; i < 100; ++i)
    for (const auto* method : {"GET", "HEAD", "OPTIONS"}) {
      const auto reply = anyone.send(method, link, std::nullopt, visitors[static_cast<std::size_t>(i) % visitors.size()]);
      ASSERT_EQ(reply.status, std::string_view{method} == "OPTIONS" ? 405 : 200) << reply.body;
      ASSERT_EQ(reply.header("set-cookie"), "") << "a visit signs nobody in";
      ASSERT_EQ(reply.header("referrer-policy"), "no-referrer");
    }
  // A scanner that presses every button: forms without the console's own JSON.
  for (const auto* type : {"application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x"}) {
    EXPECT_GE(anyone.send("POST", link, "token=" + guest.token, {{"Content-Type", type}}).status, 400);
    EXPECT_GE(anyone.send("POST", "/v1/invitations/accept", "token=" + guest.token, {{"Content-Type", type}}).status, 400);
  }
  for (int i = 0; i < 20; ++i) EXPECT_EQ(anyone.post("/v1/invitations/lookup", {{"token", guest.token}}).status, 200);
  EXPECT_EQ(scene.state_of(scene.a), before);
  EXPECT_EQ(world.accept_as_new(guest.token, "Guest").status, 201);
}

TEST_F(Tokens, WhoJoinedIsLedToTheAccountAndOthersAreNot) {
  const auto guest = invite("guest");
  const auto joined = world.accept_as_new(guest.token, "Guest");
  ASSERT_EQ(joined.status, 201) << joined.body;
  auto by_cookie = world.server.client().with_cookie("roster=" + joined.text("/token"));
  const auto led = by_cookie.get("/invitations/" + guest.token);
  EXPECT_EQ(led.status, 303) << led.body;
  EXPECT_NE(led.header("location").find(scene.a.account), std::string::npos) << led.header("location");
  EXPECT_EQ(world.server.client().get("/invitations/" + guest.token).status, 404);
  auto another = world.server.client().with_cookie("roster=" + scene.stranger.client.token);
  EXPECT_EQ(another.get("/invitations/" + guest.token).status, 404);
}

}  // namespace
}  // namespace roster::testing
