// The server as a process: its end under load, what it tells monitoring, what it writes into its log, and whom it takes a
// connection to be.

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <boost/json/parse.hpp>
#include <mutex>
#include <regex>
#include <set>
#include <sstream>
#include <thread>

#include "support/postgres_server.h"
#include "support/programs.h"
#include "support/rounds.h"
#include "support/world.h"

namespace roster::testing {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

// --- its end -------------------------------------------------------------------------------------------------------------

TEST(Ending, BySigtermUnderLoadIsCleanAndKeepsWhatWasAcknowledged) {
  World world({.settings = "[limits]\ninvitations_per_account_per_hour = 1000000\n", .log_level = "info"});
  auto owner = world.person("Olga Owner");
  const auto account = world.account(owner, "stage");
  const auto path = "/v1/accounts/" + account + "/invitations";
  std::mutex mutex;  // guards the set
  std::set<std::string> acknowledged;
  for (int round = 0; round < rounds(3, 20); ++round) {
    std::atomic<int> asked{0};
    std::vector<std::thread> clients;
    for (int c = 0; c < 8; ++c) {
      clients.emplace_back([&, c] {
        auto client = world.server.client().with_token(owner.client.token);
        for (int i = 0;; ++i) {
          const auto email = "r" + std::to_string(round) + "c" + std::to_string(c) + "i" + std::to_string(i) + "@load.test";
          const auto reply = client.post(path, {{"role", "operator"}, {"invitees", json::array{json::object{{"email", email}}}}});
          ++asked;
          if (reply.status == 0) return;
          if (reply.status == 503) return;
          EXPECT_EQ(reply.status, 200) << reply.body;
          const std::lock_guard guard(mutex);
          acknowledged.insert(email);
        }
      });
    }
    ASSERT_TRUE(wait_until([&] { return asked > 40; }));
    const auto began = std::chrono::steady_clock::now();
    EXPECT_EQ(world.server.terminate(), 0);
    EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds{12});
    for (auto& client : clients) client.join();
    EXPECT_FALSE(std::filesystem::exists(world.server.data() / "roster.sock"));
    world.server.start();
  }
  std::set<std::string> kept;
  std::string cursor;
  do {
    const auto page = owner.client.get(path + "?limit=200" + (cursor.empty() ? "" : "&cursor=" + cursor));
    ASSERT_EQ(page.status, 200) << page.body;
    for (const auto& row : page.at("/data").get_array()) kept.insert(std::string{row.at("email").get_string()});
    cursor = page.text("/next_cursor");
  } while (!cursor.empty());
  for (const auto& email : acknowledged) EXPECT_TRUE(kept.contains(email)) << email << " was acknowledged and is gone";
  EXPECT_EQ(world.server.run({"verify"}).exit_code, 0);
}

TEST(Ending, OfAnIdleServerWithOpenConnectionsIsQuick) {
  TestServer server;
  std::vector<Client> idle;
  for (int i = 0; i < 20; ++i) {
    idle.push_back(server.client());
    EXPECT_EQ(idle.back().get("/healthz").status, 200);
  }
  const auto began = std::chrono::steady_clock::now();
  EXPECT_EQ(server.terminate(), 0);
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds{3});
}

// --- what it tells monitoring ----------------------------------------------------------------------------------------------

TEST(Monitoring, HealthAndReadinessAreToldWithoutACredential) {
  const TestServer server;
  const auto health = server.client().get("/healthz");
  EXPECT_EQ(health.status, 200);
  EXPECT_EQ(health.text("/status"), "ok");
  const auto ready = server.client().get("/readyz");
  EXPECT_EQ(ready.status, 200);
  EXPECT_EQ(ready.text("/status"), "ready");
}

TEST(Monitoring, MetricsAreWhatPrometheusReads) {
  World world;
  auto owner = world.person("Olga Owner");
  const auto account = world.account(owner, "stage");
  EXPECT_EQ(owner.client.get("/v1/accounts/" + account).status, 200);
  EXPECT_EQ(owner.client.get("/v1/no-such-path-" + account).status, 404);
  const auto reply = world.server.client().get("/metrics");
  EXPECT_EQ(reply.status, 200);
  EXPECT_TRUE(reply.header("content-type").starts_with("text/plain; version=0.0.4")) << reply.header("content-type");
  ASSERT_TRUE(reply.body.ends_with('\n'));
  const std::regex comment{
      "# (HELP [a-zA-Z_:][a-zA-Z0-9_:]* .*|TYPE [a-zA-Z_:][a-zA-Z0-9_:]* (counter|gauge|histogram|summary|untyped))"};
  const std::regex sample{
      R"re([a-zA-Z_:][a-zA-Z0-9_:]*(\{[a-zA-Z_][a-zA-Z0-9_]*="([^"\\]|\\.)*"(,[a-zA-Z_][a-zA-Z0-9_]*="([^"\\]|\\.)*")*\})? (-?[0-9.e+-]+|\+Inf|-Inf|NaN|Nan))re"};
  std::set<std::string> described;
  for (const auto& line : lines_of(reply.body)) {
    EXPECT_TRUE(std::regex_match(line, line.starts_with('#') ? comment : sample)) << line;
    if (line.starts_with("# TYPE ")) described.insert(line.substr(7, line.find(' ', 7) - 7));
  }
  for (const std::string name :
       {"roster_http_requests_total", "roster_http_request_duration_seconds", "roster_http_connections",
        "roster_http_worker_queue", "roster_http_hashing_queue", "roster_http_refused_busy", "roster_letters_queued",
        "roster_letters_failed", "roster_letters_lag_seconds", "roster_database_healthy"})
    EXPECT_TRUE(described.contains(name)) << name;
  EXPECT_NE(reply.body.find("route=\"/v1/accounts/{acc}\""), std::string::npos) << "routes are templates";
  EXPECT_EQ(reply.body.find(account), std::string::npos) << "no ids: their number is not bounded";
  EXPECT_EQ(reply.body.find("no-such-path"), std::string::npos);
  EXPECT_EQ(reply.body.find("@team.test"), std::string::npos);
}

TEST(Monitoring, MetricsSayThatTheDatabaseDoesNotAnswer) {
  if (!PostgresServer::is_installed()) GTEST_SKIP() << "PostgreSQL is not installed (script/setup)";
  PostgresServer postgres;
  static_cast<void>(postgres.run("CREATE DATABASE roster"));
  const TestServer server({.database = postgres.conninfo("roster")});
  const auto expect_well = [&] {
    Reply reply;
    EXPECT_TRUE(wait_until([&] {
      reply = server.client().get("/metrics");
      return reply.body.find("\nroster_database_healthy 1\n") != std::string::npos;
    })) << reply.status
        << reply.body;
    EXPECT_NE(reply.body.find("\nroster_letters_queued 0\n"), std::string::npos) << reply.body;
  };
  // The first time the server does not know yet, and asks.
  const auto expect_told = [&] {
    for (int times = 0; times < 2; ++times) {
      const auto reply = server.client().get("/metrics");
      EXPECT_EQ(reply.status, 200) << reply.body;
      EXPECT_NE(reply.body.find("\nroster_database_healthy 0\n"), std::string::npos) << reply.body;
      EXPECT_EQ(reply.body.find("roster_letters_"), std::string::npos) << "what was last known of letters is no news";
      EXPECT_NE(reply.body.find("\nroster_http_connections "), std::string::npos) << reply.body;
    }
  };
  expect_well();
  postgres.pause();
  expect_told();
  postgres.go_on();
  expect_well();
  postgres.stop("immediate");
  expect_told();
  postgres.start();
  expect_well();
  EXPECT_EQ(server.log().find("handler_failed"), std::string::npos) << server.log();
}

// --- its log ---------------------------------------------------------------------------------------------------------------

TEST(Log, IsOneJsonObjectALineWhateverNamesPeopleHave) {
  World world({.log_level = "debug"});
  const std::vector<std::string> hostile{"Bobby \"}\\ Tables",   "{\"level\":\"error\",\"event\":\"fake\"}",
                                         "back\\slash",          "<script>alert(1)</script>",
                                         "tab\tand \u2028 line", "박혜진 🦊"};
  for (const auto& name : hostile) {
    const auto email = world.address("hostile");
    auto client = world.server.client();
    EXPECT_EQ(
        client.post("/v1/registrations", {{"email", email}}, {{"User-Agent", "agent\"}\\ " + name}, {"Accept-Language", name}})
            .status,
        202);
    const auto token = world.mailbox.wait_for_link(email, "/register#").token();
    const auto done = client.post("/v1/registrations/complete", {{"token", token}, {"name", name}, {"password", good_password}},
                                  {{"User-Agent", name}});
    if (done.status != 201) {
      EXPECT_EQ(done.status, 422) << done.body;
      continue;
    }
    client.token = done.text("/token");
    EXPECT_EQ(client.get("/v1/me/sessions").status, 200);
    EXPECT_EQ(client.get("/v1/sessions/%0A%7B%22event%22%3A%22fake%22%7D?x=%0D%0A").status, 400);
    EXPECT_EQ(client.get("/v1/sessions/%22%7B%22event%22:%22fake%22%7D%E2%80%A8").status, 404);
    EXPECT_EQ(client.get("/v1/session", {{"X-Request-Id", "x\x1b[31m\""}}).status, 400) << "control characters in a header";
    EXPECT_EQ(client.get("/v1/session", {{"X-Request-Id", "x\\\"}"}, {"X-Forwarded-For", "\"fake\""}}).status, 200);
  }
  const auto lines = lines_of(world.server.log());
  EXPECT_GT(lines.size(), 20U);
  for (const auto& line : lines) {
    json::error_code ec;
    const auto value = json::parse(line, ec);
    ASSERT_FALSE(ec) << line;
    for (const char* key : {"time", "level", "event"}) EXPECT_TRUE(value.as_object().contains(key)) << line;
    EXPECT_NE(value.at("event").as_string(), "fake") << line;
    EXPECT_TRUE(std::none_of(line.begin(), line.end(), [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 0x7f; }))
        << line;
    EXPECT_EQ(line.find("\u2028"), std::string::npos) << line;
  }
}

TEST(Log, HoldsNoSecretsAndNoAddresses) {
  World world({.log_level = "debug"});
  std::set<std::string> secrets{"correct horse", "battery staple", "a wrong password", "another good passphrase",
                                "Basic d3Jvbmc"};
  auto owner = world.person("Olga Owner");
  const auto account = world.account(owner, "stage");
  secrets.insert(world.service().token);
  auto mina = world.member(account, owner, "Mina Member", {{"role", "operator"}});
  secrets.insert({owner.client.token, mina.client.token, owner.email, mina.email});
  auto anyone = world.server.client();
  const auto signed_in = anyone.post("/v1/session", {{"email", mina.email}, {"password", mina.password}});
  secrets.insert(signed_in.text("/token"));
  auto browser = anyone.with_cookie(signed_in.header("set-cookie").substr(0, signed_in.header("set-cookie").find(';')));
  EXPECT_EQ(browser.get("/v1/session").status, 200);
  EXPECT_EQ(browser.get("/forward-auth?account=" + account + "&permission=account:read").status, 200);
  EXPECT_EQ(anyone.post("/v1/session", {{"email", mina.email}, {"password", "a wrong password"}}).status, 401);
  EXPECT_EQ(anyone.post("/v1/session", {{"email", "nobody@elsewhere.test"}, {"password", "a wrong password"}}).status, 401);
  secrets.insert("nobody@elsewhere.test");
  EXPECT_EQ(anyone.get("/v1/session", {{"Authorization", "Basic d3Jvbmc="}}).status, 401);
  EXPECT_EQ(anyone.with_token("ses_made-up-but-secret").get("/v1/session").status, 401);
  secrets.insert("made-up-but-secret");
  EXPECT_EQ(world.invite(account, owner, "invited@team.test", {{"role", "operator"}, {"message", "our little secret"}}).status,
            200);
  secrets.insert("our little secret");
  const auto invitation = world.invitation_token("invited@team.test");
  EXPECT_EQ(anyone.get("/invitations/" + invitation).status, 200) << "the one token that stands in a path";
  EXPECT_EQ(anyone.get("/invitations/inv_dead-but-secret").status, 404);
  secrets.insert("inv_dead-but-secret");
  EXPECT_EQ(anyone.post("/v1/invitations/lookup", {{"token", invitation}}).status, 200);
  EXPECT_EQ(world.accept_as_new(invitation).status, 201);
  EXPECT_EQ(anyone.post("/v1/password-resets", {{"email", mina.email}}).status, 202);
  const auto reset = world.mailbox.wait_for_link(mina.email, "/reset-password#").token();
  EXPECT_EQ(anyone.post("/v1/password-resets/complete", {{"token", reset}, {"password", "another good passphrase"}}).status, 204);
  EXPECT_EQ(owner.client.post("/v1/me/email", {{"email", "olga-new@team.test"}}).status, 202);
  const auto change = world.mailbox.wait_for_link("olga-new@team.test", "/change-email#").token();
  EXPECT_EQ(owner.client.post("/v1/me/email/complete", {{"token", change}}).status / 100, 2);
  secrets.insert({invitation, reset, change, "olga-new@team.test"});
  EXPECT_EQ(anyone.send("POST", "/v1/session", "{\"email\":\"half@team.test\",\"password\":\"a wrong", {}).status, 400);
  secrets.insert("half@team.test");
  for (const auto& letter : world.mailbox.all()) secrets.insert(letter.token());
  const auto query = owner.client.get("/v1/accounts/" + account + "/members?q=mina-search-words");
  EXPECT_EQ(query.status, 200);
  secrets.insert("mina-search-words");
  secrets.erase("");
  EXPECT_EQ(world.server.terminate(), 0);
  const auto log = world.server.log();
  EXPECT_NE(log.find("\"event\":\"request\""), std::string::npos);
  EXPECT_NE(log.find("\"event\":\"letter_sent\""), std::string::npos);
  for (const auto& secret : secrets) EXPECT_EQ(log.find(secret), std::string::npos) << secret;
  EXPECT_EQ(log.find("@team.test"), std::string::npos) << "addresses are pseudonyms";
}

/// What the line says with which a server tells that it runs.
json::object started_of(const TestServer& server) {
  for (const auto& line : lines_of(server.log()))
    if (const auto value = json::parse(line); value.at("event") == json::value("started")) return value.as_object();
  return {};
}

TEST(Log, SaysAtTheStartWhereEverythingGoesAndNoPassword) {
  const TestServer plain({.log_level = "info"});
  const auto started = started_of(plain);
  EXPECT_EQ(started.at("mail"), json::value("dir:" + plain.mail_folder().string()));
  if (!TestServer::is_on_postgres()) {
    EXPECT_EQ(started.at("database"), json::value((plain.data() / "roster.db").string()));
  }

  if (!PostgresServer::is_installed()) GTEST_SKIP() << "PostgreSQL is not installed (script/setup)";
  const PostgresServer postgres;
  static_cast<void>(postgres.run("CREATE DATABASE roster"));
  const TestServer server({.log_level = "info",
                           .mail = "smtp://postman:hunter2@localhost:2525",
                           .database = postgres.conninfo("roster") + " password=swordfish"});
  EXPECT_EQ(started_of(server).at("mail"), json::value("smtp://localhost:2525 (STARTTLS, with a password)"));
  const std::string database{started_of(server).at("database").as_string()};
  EXPECT_TRUE(database.starts_with("PostgreSQL (")) << database;
  for (const auto& part : std::vector<std::string>{"host=", "port=" + std::to_string(postgres.port()), "dbname=roster"})
    EXPECT_NE(database.find(part), std::string::npos) << database;
  for (const std::string secret : {"hunter2", "swordfish"}) EXPECT_EQ(server.log().find(secret), std::string::npos) << secret;
}

TEST(Log, SaysThatTheServersKeyIsAnotherAndLinksThatWentOutLiveOn) {
  World world;
  const auto email = world.address("early");
  EXPECT_EQ(world.server.client().post("/v1/registrations", {{"email", email}}).status, 202);
  const auto token = world.mailbox.wait_for_link(email, "/register#").token();
  EXPECT_EQ(world.server.terminate(), 0);
  std::filesystem::remove(world.server.data() / "server.key");
  world.server.start();
  EXPECT_NE(world.server.log().find("\"server_key_changed\",\"what\":\"links of letters that were not sent yet are dead"),
            std::string::npos)
      << world.server.log();
  const auto completed = world.server.client().post("/v1/registrations/complete",
                                                    {{"token", token}, {"name", "Early Bird"}, {"password", good_password}});
  EXPECT_EQ(completed.status, 201) << completed.body;
}

// --- whom it takes a connection to be ----------------------------------------------------------------------------------------

TEST(Identity, SixtyFourPeopleOnKeptConnectionsEachSeeThemselvesAlone) {
  constexpr std::size_t people_count = 64;
  World world({.settings = "[limits]\nregistrations_per_address_per_hour = 10000\n"});
  std::vector<Person> people;
  for (std::size_t i = 0; i < people_count; ++i) people.push_back(world.person("Person " + std::to_string(i)));
  std::atomic<int> wrong{0}, failed{0};
  std::vector<std::thread> threads;
  threads.reserve(people_count);
  for (auto& person : people) {
    threads.emplace_back([&] {
      for (int i = 0; i < rounds(200, 1600); ++i) {
        const auto reply = person.client.get("/v1/session");
        if (reply.status != 200) {
          ++failed;
        } else if (reply.text("/user/id") != person.id || reply.text("/user/email") != person.email) {
          ++wrong;
        }
        // Every now and then somebody on the same connection is nobody.
        if (i % 50 == 7) {
          const auto token = std::exchange(person.client.token, "");
          if (person.client.get("/v1/session").status != 401) ++wrong;
          person.client.token = token;
        }
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(failed, 0);
}

}  // namespace
}  // namespace roster::testing
