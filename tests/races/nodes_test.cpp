// Several nodes on one PostgreSQL: what one has answered is true on all, whatever happens to one of them meanwhile.

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include "support/programs.h"
#include "support/rounds.h"
#include "support/world.h"

namespace roster::testing {
namespace {

using database::postgres::ScratchDatabase;

struct Nodes : ::testing::Test {
  std::unique_ptr<World> world;
  std::vector<TestServer*> nodes;
  std::optional<Person> owner, ana;
  std::string account;

  void SetUp() override {
    if (!TestServer::is_on_postgres()) GTEST_SKIP() << "one process has SQLite for itself";
    world = std::make_unique<World>(ServerOptions{.settings = "[http]\nconnections_per_ip = 0\n"});
    while (world->others.size() < 2)
      world->others.push_back(
          std::make_unique<TestServer>(ServerOptions{.settings = "[http]\nconnections_per_ip = 0\n", .beside = &world->server}));
    nodes = {&world->server, world->others[0].get(), world->others[1].get()};
    owner = world->person("Owner");
    account = world->account(*owner, "portal");
    ana = world->member(account, *owner, "Ana", {{"permissions", json::array{"products:read"}}});
  }

  Reply ask(const TestServer& node) {
    auto client = node.client().with_token(world->service().token);
    return client.get("/v1/check?account=" + account + "&permission=products:read&user=" + ana->id);
  }
  static bool allows(const Reply& reply) { return reply.at("/allowed") == json::value(true); }
  /// Until each has it by heart.
  void learn() {
    for (int i = 0; i < 4; ++i)
      for (const auto* node : nodes) ASSERT_TRUE(allows(ask(*node)));
  }
  /// Asked through `node`.
  Reply set_active(const TestServer& node, bool active) {
    return node.client().with_token(owner->client.token).post(ana->me_path(account) + (active ? "/reactivate" : "/deactivate"));
  }
  std::string on_database(const std::string& sql) const { return ScratchDatabase::run_on(world->server.conninfo(), sql); }
};

TEST_F(Nodes, AgreeAfterEachChangeWhicheverMadeIt) {
  const int turns = rounds(300, 10'000);
  for (int turn = 0; turn < turns; ++turn) {
    const auto& writer = *nodes[static_cast<std::size_t>(turn) % 3];
    const auto off = set_active(writer, false);
    ASSERT_EQ(off.status, 200) << off.body;
    for (const auto* node : nodes) ASSERT_FALSE(allows(ask(*node))) << "turn " << turn;
    const auto on = set_active(*nodes[static_cast<std::size_t>(turn + 1) % 3], true);
    ASSERT_EQ(on.status, 200) << on.body;
    for (const auto* node : nodes) ASSERT_TRUE(allows(ask(*node))) << "turn " << turn;
  }
}

TEST_F(Nodes, AgreeWhileNoticesAreCut) {
  const int turns = rounds(30, 200);
  std::atomic<bool> done{false};
  std::thread cutting([&] {
    while (!done) {
      on_database(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
          "AND (query LIKE '%node%' OR query LIKE 'LISTEN%')");
      std::this_thread::sleep_for(std::chrono::milliseconds{150});
    }
  });
  for (int turn = 0; turn < turns && !HasFatalFailure(); ++turn) {
    for (const bool active : {false, true}) {
      Reply changed;
      const auto& writer = *nodes[static_cast<std::size_t>(turn) % 3];
      EXPECT_TRUE(wait_until([&] { return (changed = set_active(writer, active)).status == 200; })) << changed.body;
      for (const auto* node : nodes) {
        Reply asked;
        EXPECT_TRUE(wait_until([&] { return (asked = ask(*node)).status == 200; })) << asked.body;
        EXPECT_EQ(allows(asked), active) << "turn " << turn;
      }
    }
  }
  done = true;
  cutting.join();
}

TEST_F(Nodes, AnswerNothingByMemoryThatTheyMissedWhileTheyWerePaused) {
  const int turns = rounds(3, 200);
  for (int turn = 0; turn < turns; ++turn) {
    learn();
    nodes[2]->pause();
    const auto begun = std::chrono::steady_clock::now();
    const auto off = set_active(*nodes[0], false);
    const auto took = std::chrono::steady_clock::now() - begun;
    EXPECT_EQ(off.status, 200) << off.body;
    EXPECT_LT(took, std::chrono::seconds{5});
    EXPECT_FALSE(allows(ask(*nodes[1])));
    nodes[2]->go_on();
    for (int i = 0; i < 20; ++i) ASSERT_FALSE(allows(ask(*nodes[2]))) << "turn " << turn;
    Reply on;
    ASSERT_TRUE(wait_until([&] { return (on = set_active(*nodes[2], true)).status == 200; })) << on.body;
    for (const auto* node : nodes) ASSERT_TRUE(allows(ask(*node)));
  }
}

TEST_F(Nodes, DoNotWaitForOneThatWasKilledMoreThanOnce) {
  learn();
  nodes[1]->kill();
  const auto off = set_active(*nodes[0], false);
  ASSERT_EQ(off.status, 200) << off.body;
  const auto begun = std::chrono::steady_clock::now();
  ASSERT_EQ(set_active(*nodes[2], true).status, 200);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::milliseconds{1500});
  nodes[1]->start();
  ASSERT_EQ(set_active(*nodes[1], false).status, 200);
  for (const auto* node : nodes) EXPECT_FALSE(allows(ask(*node)));
}

TEST_F(Nodes, KeepAnIdempotentAnswerAndARateForAll) {
  const json::object invitation{{"invitees", json::array{json::object{{"email", "once@team.test"}}}}};
  std::vector<std::string> bodies;
  for (const auto* node : nodes) {
    auto client = node->client().with_token(owner->client.token);
    const auto reply = client.post("/v1/accounts/" + account + "/invitations", invitation, {{"Idempotency-Key", "\"one\""}});
    EXPECT_EQ(reply.status, 200) << reply.body;
    bodies.push_back(reply.text("/results/0/invitation/id"));
  }
  EXPECT_EQ(bodies[0], bodies[1]);
  EXPECT_EQ(bodies[0], bodies[2]);
  int sent = 0;
  for (int i = 0; i < 6; ++i) {
    auto client = nodes[static_cast<std::size_t>(i) % 3]->client();
    sent += client.post("/v1/password-resets", {{"email", ana->email}}).status == 202 ? 1 : 0;
  }
  EXPECT_EQ(sent, 6) << "said nothing";
  EXPECT_TRUE(wait_until([&] { return world->mailbox.with_link(ana->email, "/reset-password#").size() >= 1; }));
  EXPECT_EQ(on_database("SELECT COUNT(*) FROM letters WHERE kind = 'password_reset'"), "3");
}

TEST_F(Nodes, SendEachLetterOnce) {
  json::array invitees;
  for (int i = 0; i < 60; ++i) invitees.push_back(json::object{{"email", "guest-" + std::to_string(i) + "@team.test"}});
  ASSERT_EQ(owner->client.post("/v1/accounts/" + account + "/invitations", {{"invitees", invitees}}).status, 200);
  ASSERT_TRUE(wait_until([&] { return on_database("SELECT COUNT(*) FROM letters WHERE state = 'queued'") == "0"; }));
  for (int i = 0; i < 60; ++i)
    EXPECT_EQ(world->mailbox.with_link("guest-" + std::to_string(i) + "@team.test", "/invitations/").size(), 1U) << i;
}

TEST_F(Nodes, OfTheNextVersionWorkBesideThoseOfThisOne) {
  const auto next_version = world->server.data() / "migrations";
  std::filesystem::create_directory(next_version);
  std::ofstream(next_version / "9001_notes.sql") << "ALTER TABLE members ADD COLUMN note TEXT;\n"
                                                    "CREATE INDEX members_by_note ON members (account_id, note);\n"
                                                    "CREATE TABLE notes (id TEXT PRIMARY KEY, text TEXT NOT NULL);\n";
  const auto replace_program = [&](const TestServer& node) {
    // The section of tests is the last of the file.
    std::ofstream(node.data() / "roster.toml", std::ios::app) << "further_migrations = \"" << next_version.string() << "\"\n";
  };
  const auto upgrade = [&](TestServer& node) {
    replace_program(node);
    EXPECT_EQ(node.terminate(), 0);
    node.start();
  };
  const auto agree = [&] {
    for (int turn = 0; turn < 12; ++turn) {
      const bool active = turn % 2 == 1;
      const auto changed = set_active(*nodes[static_cast<std::size_t>(turn) % 3], active);
      ASSERT_EQ(changed.status, 200) << changed.body;
      for (const auto* node : nodes) ASSERT_EQ(allows(ask(*node)), active) << "turn " << turn;
    }
  };
  std::atomic<bool> done{false};
  std::atomic<int> changes{0};
  // Through a node that stays: the migration may hold it up, not make it fail.
  std::thread working([&] {
    for (int i = 0; !done; ++i) {
      const auto renamed = nodes[0]
                               ->client()
                               .with_token(owner->client.token)
                               .patch("/v1/accounts/" + account, {{"name", "Bakery " + std::to_string(i)}});
      EXPECT_EQ(renamed.status, 200) << renamed.body;
      ++changes;
    }
  });
  EXPECT_TRUE(wait_until([&] { return changes > 20; }));
  upgrade(*nodes[1]);
  const int after_migration = changes;
  EXPECT_TRUE(wait_until([&] { return changes > after_migration + 20; }));
  agree();
  upgrade(*nodes[2]);
  agree();
  done = true;
  working.join();

  EXPECT_EQ(nodes[0]->terminate(), 0);
  std::string words;
  try {
    nodes[0]->start();
  } catch (const std::exception& e) {
    words = e.what();
  }
  EXPECT_NE(words.find("the database is newer than this program"), std::string::npos) << words;
  replace_program(*nodes[0]);
  nodes[0]->start();
  agree();
}

TEST_F(Nodes, RefuseOneThatHasAnotherKey) {
  const auto data = world->server.data() / "stranger";  // where it makes a key of its own
  const auto refused = run_program({"/usr/bin/timeout", "60", roster_binary(), "serve", "--data", data.string(), "--listen",
                                    "127.0.0.1:0", "--database", world->server.conninfo()});
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_NE(refused.errors.find("/server.key is not that of the servers that work on"), std::string::npos) << refused.errors;
}

TEST_F(Nodes, ThatStartAtTheSameTimeWithKeysOfTheirOwnAreOne) {
  const database::postgres::ScratchDatabase fresh;
  const Folder folder;
  ASSERT_EQ(run_program({roster_binary(), "migrate", "--database", fresh.conninfo()}).exit_code, 0);
  // Until both have seen that there is none.
  const std::unique_ptr<PGconn, decltype(&PQfinish)> holding{PQconnectdb(fresh.conninfo().c_str()), &PQfinish};
  const auto run = [&](const char* sql) {
    const std::unique_ptr<PGresult, decltype(&PQclear)> done{PQexec(holding.get(), sql), &PQclear};
    EXPECT_EQ(PQresultStatus(done.get()), PGRES_COMMAND_OK) << PQerrorMessage(holding.get());
  };
  run("BEGIN");
  run("LOCK TABLE server_key IN SHARE MODE");
  std::vector<std::unique_ptr<Program>> started;
  for (const std::string name : {"a", "b"})
    started.push_back(
        std::make_unique<Program>(std::vector<std::string>{roster_binary(), "serve", "--data", folder.file(name), "--listen",
                                                           "127.0.0.1:0", "--database", fresh.conninfo()},
                                  folder.file(name + ".log")));
  EXPECT_TRUE(wait_until([&] {
    return fresh.run_here("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'server_key'::regclass") == "2";
  }));
  run("COMMIT");
  ASSERT_TRUE(wait_until([&] { return !started[0]->is_running() || !started[1]->is_running(); }));
  const std::size_t refused = started[0]->is_running() ? 1 : 0;
  EXPECT_TRUE(started[1 - refused]->is_running());
  EXPECT_EQ(started[refused]->wait(), 2);
  EXPECT_EQ(started[1 - refused]->stop(), 0);
}

TEST_F(Nodes, ThatWerePausedWhileADatabaseWasBroughtBackAnswerByNothingFromBefore) {
  const auto& node = *nodes[0];
  for (int again = 0; again < 2; ++again) EXPECT_EQ(ask(node).status, 200);
  for (auto* other : nodes) other != &node ? other->kill() : other->pause();
  const auto ended = world->server.run({"restore"});
  EXPECT_EQ(ended.exit_code, 0) << ended.errors;
  node.go_on();
  EXPECT_TRUE(wait_until([&] { return node.client().get("/readyz").status == 200; }));
  EXPECT_EQ(ask(node).status, 401) << "it remembers the key";
}

TEST_F(Nodes, StartOnADatabaseThatWasBroughtBackOnceNothingLivesAgain) {
  const auto invited = world->invite(account, *owner, "guest@team.test");
  ASSERT_EQ(invited.status, 200) << invited.body;
  const auto token = world->invitation_token("guest@team.test");
  auto& key = world->service();
  EXPECT_EQ(key.get("/v1/accounts/" + account).status, 200);

  const auto refused = world->server.run({"restore"});
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_NE(refused.errors.find("Stop all of them first"), std::string::npos) << refused.errors;
  EXPECT_EQ(owner->client.get("/v1/me").status, 200) << "nothing has changed";

  for (auto* node : nodes) node->kill();
  const auto ended = world->server.run({"restore"});
  EXPECT_EQ(ended.exit_code, 0) << ended.errors;
  for (auto* node : nodes) node->start();
  EXPECT_EQ(owner->client.get("/v1/me").status, 401);
  EXPECT_EQ(key.get("/v1/accounts/" + account).status, 401);
  EXPECT_EQ(world->server.client().get("/v1/invitations/" + token).status, 404);
  EXPECT_EQ(world->sign_in(*owner).get("/v1/me").status, 200);
}

}  // namespace
}  // namespace roster::testing
