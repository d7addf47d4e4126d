// Nothing that anybody may ask tells whether an address is registered: not the answer, not the time it takes.

#include <gtest/gtest.h>

#include "support/rounds.h"
#include "surface/fairness.h"
#include "surface/scene.h"

namespace roster::testing {
namespace {

/// Each is asked about several times: what an earlier letter left behind must not tell either.
constexpr int addresses = 25;

struct Enumeration : ::testing::Test {
  World world{{.settings = unlimited_settings}};
  Client anyone = world.server.client();
  std::vector<Person> known;
  std::vector<std::string> unknown;  ///< as many addresses that nobody has

  void make_known(int count) {
    known.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) known.push_back(world.person("Known"));
    for (int i = 0; i < count; ++i) unknown.push_back(world.address("nobody"));
  }
  /// Asks in turn about each of the known, and about each of the unknown; the letter of one is gone before the next, as its
  /// work would fall on half of them by chance.
  bool takes_equally_long(const std::string& path) {
    std::size_t to_known = 0, to_unknown = 0;
    return take_equally_long([&] { anyone.post(path, {{"email", known[to_known++ % known.size()].email}}); },
                             [&] { anyone.post(path, {{"email", unknown[to_unknown++ % unknown.size()]}}); },
                             {.pause = std::chrono::milliseconds{25}});
  }
};

TEST_F(Enumeration, SigningInAnswersTheUnknownAsTheWrong) {
  make_known(1);
  const auto vouched = world.address("vouched");  // a user without a password
  EXPECT_EQ(world.service().post("/v1/users", {{"email", vouched}, {"name", "Vouched"}}).status, 201);
  const auto sign_in = [&](const std::string& email) {
    return anyone.post("/v1/session", {{"email", email}, {"password", "wrong password here"}});
  };
  const auto wrong = sign_in(known[0].email);
  EXPECT_EQ(wrong.status, 401) << wrong.body;
  EXPECT_EQ(wrong.code(), "sign_in_failed");
  for (const auto& email :
       {world.address("nobody"), vouched, std::string{"no address"}, std::string{"@"}, std::string{}, std::string{"a@b"}}) {
    SCOPED_TRACE(email);
    expect_same_answer(sign_in(email), wrong);
  }
}

TEST_F(Enumeration, RegistrationAndResetAnswerTheKnownAsTheUnknown) {
  make_known(1);
  for (const auto* path : {"/v1/registrations", "/v1/password-resets"}) {
    const auto ask = [&](const std::string& email) { return anyone.post(path, {{"email", email}}); };
    const auto to_known = ask(known[0].email);
    EXPECT_EQ(to_known.status, 202) << to_known.body;
    expect_same_answer(to_known, ask(world.address("nobody")));
    expect_same_answer(to_known, ask(known[0].email));
  }
  auto& me = known[0].client;
  const auto other = world.person("Other");
  expect_same_answer(me.post("/v1/me/email", {{"email", other.email}}),
                     me.post("/v1/me/email", {{"email", world.address("free")}}));
}

TEST_F(Enumeration, ThrottlingTellsNothingEither) {
  make_known(1);
  const auto nobody = world.address("nobody");
  for (int i = 0; i < 12; ++i) {
    const auto wrong = [&](const std::string& email) {
      return anyone.post("/v1/session", {{"email", email}, {"password", "wrong password here"}});
    };
    const auto on_known = wrong(known[0].email);
    const auto on_unknown = wrong(nobody);
    SCOPED_TRACE(i);
    EXPECT_EQ(on_known.status, on_unknown.status) << on_known.body << on_unknown.body;
    EXPECT_EQ(on_known.code(), on_unknown.code());
    EXPECT_EQ(on_known.status == 429, i >= 5) << on_known.body;
  }
}

TEST_F(Enumeration, RegistrationTakesEquallyLong) {
  make_known(addresses);
  EXPECT_TRUE(takes_equally_long("/v1/registrations"));
}

TEST_F(Enumeration, ResetTakesEquallyLong) {
  make_known(addresses);
  EXPECT_TRUE(takes_equally_long("/v1/password-resets"));
}

/// With passwords at their real cost.
struct RealPasswords : ::testing::Test {
  World world{{.settings = unlimited_settings, .arguments = {}, .cheap_passwords = false}};
};

TEST_F(RealPasswords, SigningInTakesEquallyLong) {
  auto anyone = world.server.client();
  // Five tries are free for each address; then it would be the throttle that is measured.
  const int people = rounds(40, 200);
  std::vector<std::string> known;
  for (int i = 0; i < people; ++i) known.push_back(world.person("Known").email);
  int at = 0;
  const auto sign_in = [&](const std::string& email) {
    EXPECT_EQ(anyone.post("/v1/session", {{"email", email}, {"password", "wrong password here"}}).status, 401);
  };
  EXPECT_TRUE(take_equally_long([&] { sign_in(known[static_cast<std::size_t>(at++ % people)]); },
                                [&] { sign_in(world.address("nobody")); }, {.tries_short = 40}));
}

}  // namespace
}  // namespace roster::testing
