// The client library for C++ against the real server: batching, and that whatever goes wrong is a no.

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "roster/checker.h"
#include "support/world.h"

namespace roster::testing {
namespace {

struct ClientLibrary : ::testing::Test {
  World world;
  Person owner = world.person("Owner");
  std::string account = world.account(owner, "portal");
  Person ana = world.member(account, owner, "Ana", {{"permissions", json::array{"products:read"}}});

  CheckerOptions options() { return {.url = world.server.url(), .key = world.service().token}; }
  Question question(const std::string& permission, const std::string& sub_account = "") const {
    return {.user = ana.id, .account = account, .permission = permission, .sub_account = sub_account};
  }
  double counted(const std::string& what) {
    const auto metrics = world.server.operator_client().get("/metrics").body;
    const auto at = metrics.find(what);
    return at == std::string::npos ? 0 : std::stod(metrics.substr(metrics.find(' ', at)));
  }
};

TEST_F(ClientLibrary, SaysWhatTheServerSays) {
  const auto seoul = owner.client.post("/v1/accounts/" + account + "/sub-accounts", {{"name", "Seoul"}}).text("/id");
  Checker checker(options());
  EXPECT_TRUE(checker.may(question("products:read")));
  EXPECT_TRUE(checker.may(question("products:read", seoul)));
  EXPECT_TRUE(checker.may({.user = ana.email, .account = account, .permission = "products:read"}));
  EXPECT_EQ(checker.ask(question("payments:write")), Answer::no);
  EXPECT_EQ(checker.ask(question("no such \"thing\"\n")), Answer::no);
  EXPECT_EQ(checker.ask(std::vector{question("products:read"), question("payments:read"), question("products:read")}),
            (std::vector{Answer::yes, Answer::no, Answer::yes}));
}

TEST_F(ClientLibrary, KnowsOfAChangeAsSoonAsItWasAnswered) {
  Checker checker(options());
  for (int i = 0; i < 50; ++i) {
    ASSERT_TRUE(checker.may(question("products:read")));
    ASSERT_EQ(owner.client.post(ana.me_path(account) + "/deactivate").status, 200);
    ASSERT_FALSE(checker.may(question("products:read")));
    ASSERT_EQ(owner.client.post(ana.me_path(account) + "/reactivate").status, 200);
  }
}

TEST_F(ClientLibrary, CarriesManyQuestionsInFewCalls) {
  auto wanted = options();
  wanted.connections = 1;
  wanted.deadline = std::chrono::seconds{20};
  Checker checker(wanted);
  constexpr int threads = 32, each = 50;
  std::atomic<int> yes = 0;
  std::vector<std::thread> askers;
  for (int t = 0; t < threads; ++t)
    askers.emplace_back([&] {
      for (int i = 0; i < each; ++i) yes += checker.may(question("products:read")) ? 1 : 0;
    });
  for (auto& asker : askers) asker.join();
  EXPECT_EQ(yes, threads * each);
  const auto calls = counted("roster_http_requests_total{route=\"/access/v1/evaluations\",method=\"POST\",status=\"200\"}");
  EXPECT_GT(calls, 0);
  EXPECT_LT(calls, threads * each / 2);
}

TEST_F(ClientLibrary, IsANoWhenAnythingIsWrong) {
  auto wrong_key = options();
  wrong_key.key = "key_wrong";
  EXPECT_EQ(Checker{wrong_key}.ask(question("products:read")), Answer::unknown);

  auto nobody_there = options();
  nobody_there.url = "http://127.0.0.1:1";
  EXPECT_EQ(Checker{nobody_there}.ask(question("products:read")), Answer::unknown);

  auto wrong_place = options();
  wrong_place.url += "/elsewhere";
  EXPECT_FALSE(Checker{wrong_place}.may(question("products:read")));

  auto no_time = options();
  no_time.deadline = std::chrono::milliseconds{0};
  EXPECT_FALSE(Checker{no_time}.may(question("products:read")));

  Checker checker(options());
  EXPECT_TRUE(checker.may(question("products:read")));
  world.server.kill();
  EXPECT_EQ(checker.ask(question("products:read")), Answer::unknown);
  world.server.start();
  EXPECT_TRUE(wait_until([&] { return checker.may(question("products:read")); })) << "and a yes again when it is back";
}

}  // namespace
}  // namespace roster::testing
