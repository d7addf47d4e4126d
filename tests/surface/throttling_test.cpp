// Guessing is slowed, and nobody is kept out by those who guess: a browser in which a person has signed in is a known one.

#include <gtest/gtest.h>

#include "surface/scene.h"

namespace roster::testing {
namespace {

/// "name=value" of the device cookie of an answer.
std::string device_of(const Reply& reply) {
  for (const auto& cookie : reply.cookies)
    if (cookie.starts_with("roster-device=")) return cookie.substr(0, cookie.find(';'));
  return "";
}

struct Throttling : ::testing::Test {
  explicit Throttling(const std::string& settings = unlimited_settings) : world({.settings = settings}) {}

  World world;
  Person victim = world.person("Vera");

  /// From a browser that holds this cookie, or none.
  Reply sign_in(const std::string& email, const std::string& password, const std::string& device = "") {
    auto browser = world.server.client().with_cookie(device);
    return browser.post("/v1/session", {{"email", email}, {"password", password}});
  }
  Reply sign_in(const std::string& device = "") { return sign_in(victim.email, victim.password, device); }
  Reply guess(const std::string& device = "") { return sign_in(victim.email, "wrong password here", device); }
  /// Until the address lets nobody try.
  void attack() {
    for (int i = 0; i < 6; ++i) guess();
    ASSERT_EQ(guess().status, 429);
  }
};

TEST_F(Throttling, E73_a_known_device_signs_in_whoever_guesses_at_the_address) {
  const auto device = device_of(sign_in());
  ASSERT_FALSE(device.empty());
  attack();
  EXPECT_EQ(sign_in().status, 429) << "elsewhere the person waits too";
  for (int day = 0; day < 3; ++day) {
    const auto inside = sign_in(device);
    EXPECT_EQ(inside.status, 200) << inside.body;
    EXPECT_EQ(guess().status, 429) << "and those who guess gain nothing by it";
  }
}

TEST_F(Throttling, E73_a_known_device_has_its_own_failures_alone) {
  const auto device = device_of(sign_in());
  for (int i = 0; i < 10; ++i) EXPECT_EQ(guess(device).status, 401) << i;
  const auto enough = sign_in(device);
  EXPECT_EQ(enough.status, 429);
  EXPECT_FALSE(enough.header("retry-after").empty());
  EXPECT_EQ(sign_in().status, 200) << "no other browser is kept out by them";
  world.server.advance(std::chrono::minutes{5});
  EXPECT_EQ(sign_in(device).status, 200);
}

TEST_F(Throttling, E73_a_device_is_known_for_those_who_signed_in_on_it) {
  const auto thief = world.person("Tom");
  const auto nobody = world.address("nobody");
  const auto own = device_of(sign_in(thief.email, thief.password));
  for (int i = 0; i < 12; ++i) {
    const auto known = sign_in(victim.email, "wrong password here", own);
    expect_same_answer(known, sign_in(nobody, "wrong password here", own));
    EXPECT_EQ(known.status, i < 5 ? 401 : 429) << i;
  }
  // Two who take turns at one browser are both known there.
  world.server.advance(std::chrono::hours{25});
  const auto shared = device_of(sign_in(own));
  attack();
  EXPECT_EQ(sign_in(shared).status, 200);
  EXPECT_EQ(sign_in(thief.email, thief.password, shared).status, 200);
  EXPECT_EQ(sign_in(own).status, 429);
}

TEST_F(Throttling, E73_a_device_stays_known_over_signing_out_a_new_password_and_a_restart) {
  auto inside = sign_in();
  const auto device = device_of(inside);
  auto browser = world.server.client().with_cookie(inside.header("set-cookie").substr(0, inside.header("set-cookie").find(';')));
  const auto next = good_password + " again";
  ASSERT_EQ(browser.post("/v1/me/password", {{"current_password", victim.password}, {"new_password", next}}).status, 204);
  victim.password = next;
  const auto out = browser.del("/v1/session");
  ASSERT_EQ(out.status, 204);
  EXPECT_EQ(out.header("clear-site-data").find("cookies"), std::string::npos);
  EXPECT_EQ(out.cookies.size(), 1U) << "the session's alone is cleared";
  attack();
  world.server.kill();
  world.server.start();
  EXPECT_EQ(sign_in().status, 429) << "what was counted is counted";
  EXPECT_EQ(sign_in(device).status, 200);
}

TEST_F(Throttling, E58_the_device_cookie_is_for_this_server_and_for_no_script) {
  const auto inside = sign_in();
  ASSERT_EQ(inside.cookies.size(), 2U);
  const auto& cookie = inside.cookies[1];
  for (const auto* attribute : {"; Path=/", "; HttpOnly", "; SameSite=Strict", "; Max-Age=31536000"})
    EXPECT_NE(cookie.find(attribute), std::string::npos) << attribute << " in " << cookie;
  EXPECT_EQ(cookie.find("Domain"), std::string::npos);
  EXPECT_EQ(cookie.find(victim.id), std::string::npos);
  EXPECT_EQ(world.server.client().with_cookie(device_of(inside)).get("/v1/session").status, 401) << "it opens nothing";
}

TEST(ThrottlingOverHttps, E58_the_device_cookie_is_bound_to_the_host) {
  World world{{.public_url = "https://accounts.example.com"}};
  auto anyone = world.server.client();
  const Client::HeaderList host{{"Host", "accounts.example.com"}};
  const auto email = world.address("vera");
  ASSERT_EQ(anyone.post("/v1/registrations", {{"email", email}}, host).status, 202);
  const auto link = world.mailbox.wait(email).link();
  const auto done =
      anyone.post("/v1/registrations/complete",
                  {{"token", link.substr(link.find("#token=") + 7)}, {"name", "Vera"}, {"password", good_password}}, host);
  ASSERT_EQ(done.cookies.size(), 2U) << done.body;
  EXPECT_TRUE(done.cookies[1].starts_with("__Host-roster-device=")) << done.cookies[1];
  EXPECT_TRUE(done.cookies[1].ends_with("; Secure")) << done.cookies[1];
}

/// With the limit of a network as it is shipped.
struct ThrottlingOfANetwork : Throttling {
  ThrottlingOfANetwork() : Throttling("") {}
};

TEST_F(ThrottlingOfANetwork, E73_whoever_exhausts_it_leaves_known_devices_in_it_alone) {
  const auto device = device_of(sign_in());
  for (int i = 0; i < 20; ++i) sign_in(world.address("stuffed"), "wrong password here");
  EXPECT_EQ(sign_in().status, 429);
  EXPECT_EQ(sign_in(device).status, 200);
}

struct ThrottlingOfSuccess : Throttling {
  ThrottlingOfSuccess() : Throttling("[limits]\nsign_ins_per_user = 3\n") {}
};

TEST_F(ThrottlingOfSuccess, WhoKnowsThePasswordSignsInSoOftenAndKeepsNobodyElseOut) {
  auto other = world.person("Otto");
  const auto device = device_of(sign_in());
  for (int i = 0; i < 2; ++i) EXPECT_EQ(sign_in(device).status, 200) << i;
  for (int i = 0; i < 25; ++i) {
    const auto enough = sign_in(i % 2 == 0 ? device : "");
    EXPECT_EQ(enough.status, 429);
    EXPECT_FALSE(enough.header("retry-after").empty());
  }
  EXPECT_EQ(sign_in(other.email, other.password).status, 200) << "from the same network";
  world.server.advance(std::chrono::minutes{5});
  EXPECT_EQ(sign_in().status, 200) << "those tries were no failures";
}

TEST_F(ThrottlingOfSuccess, TakesNothingOfItWhoGuesses) {
  attack();
  world.server.advance(std::chrono::minutes{5});
  for (int i = 0; i < 3; ++i) EXPECT_EQ(sign_in().status, 200) << i;
}

TEST_F(ThrottlingOfSuccess, CountsAPasswordThatIsProvedAgainWhateverComesOfIt) {
  auto& client = victim.client;
  const auto change_to = [&](const std::string& next) {
    return client.post("/v1/me/password", {{"current_password", victim.password}, {"new_password", next}});
  };
  for (int i = 0; i < 3; ++i) EXPECT_EQ(change_to("password").status, 422);
  EXPECT_EQ(change_to("password").status, 429);
  EXPECT_EQ(client.post("/v1/session/reauthenticate", {{"password", victim.password}}).status, 429);
  EXPECT_EQ(client.get("/v1/me").status, 200) << "who is in stays in";
}

TEST_F(Throttling, OfFiftySessionsTheOneThatWasNotUsedForLongestEnds) {
  const auto in = [&] { return world.server.client().with_token(sign_in().text("/token")); };
  auto unused = in();
  for (int i = 2; i < 50; ++i) EXPECT_FALSE(in().token.empty()) << i;
  world.server.advance(std::chrono::minutes{2});
  EXPECT_EQ(victim.client.get("/v1/me").status, 200) << "the oldest, and in use";
  auto last = in();
  EXPECT_EQ(unused.get("/v1/me").status, 401);
  EXPECT_EQ(victim.client.get("/v1/me").status, 200);
  EXPECT_EQ(last.get("/v1/me/sessions?limit=200").at("/data").get_array().size(), 50U);
}

}  // namespace
}  // namespace roster::testing
