// `roster move`: everything goes along, is compared, and lives on; the old database is served no more.

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <boost/json/parse.hpp>

#include "support/programs.h"
#include "support/world.h"

namespace roster::testing {
namespace {

using database::postgres::ScratchDatabase;

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::int64_t ask_file(const std::string& file, const std::string& sql) {
  sqlite3* database = nullptr;
  EXPECT_EQ(sqlite3_open(file.c_str(), &database), SQLITE_OK);
  sqlite3_stmt* statement = nullptr;
  EXPECT_EQ(sqlite3_prepare_v2(database, sql.c_str(), -1, &statement, nullptr), SQLITE_OK) << sql;
  EXPECT_EQ(sqlite3_step(statement), SQLITE_ROW) << sql;
  const auto value = sqlite3_column_int64(statement, 0);
  sqlite3_finalize(statement);
  sqlite3_close(database);
  return value;
}

TestServer::Run roster(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), roster_binary());
  return run_program(arguments);
}

/// An account with a history in a SQLite file, its server stopped.
struct Move : ::testing::Test {
  void SetUp() override {
    if (TestServer::is_on_postgres()) GTEST_SKIP() << "it begins with SQLite";
    EXPECT_EQ(owner.client
                  .post("/v1/accounts/" + account + "/invitations",
                        {{"invitees", json::array{json::object{{"email", "späte@team.test"}}}}})
                  .status,
              200);
    history = owner.client.get("/v1/accounts/" + account + "/events").body;
    EXPECT_EQ(world.server.terminate(), 0);
  }
  /// To another engine where there is one.
  std::vector<std::string> to(const std::string& target) const { return {"move", "--from", "sqlite:" + file, "--to", target}; }

  void expect_moved(const std::string& target) {
    auto command = to(target);
    command.emplace_back("--json");
    const auto moved = roster(command);
    ASSERT_EQ(moved.exit_code, 0) << moved.errors;
    const auto told = json::parse(moved.output).as_object().at("rows").as_object();
    // Each table that there is, with as many rows as there were.
    EXPECT_EQ(static_cast<std::int64_t>(told.size()),
              ask_file(file,
                       "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name NOT IN ('migrations', 'moves') AND "
                       "name NOT LIKE 'sqlite_%'"));
    for (const auto& [table, rows] : told)
      EXPECT_EQ(rows.to_number<std::int64_t>(), ask_file(file, "SELECT COUNT(*) FROM " + std::string{table})) << table;

    // The old one refuses, and says where everything is.
    const Folder folder;
    Program old({roster_binary(), "serve", "--data", world.server.data().string(), "--listen", "127.0.0.1:0"},
                folder.file("log"));
    ASSERT_TRUE(wait_until([&] { return !old.is_running(); }));
    EXPECT_NE(old.stop(), 0);
    EXPECT_TRUE(holds(read_whole_file(folder.file("log")), "was moved to")) << read_whole_file(folder.file("log"));

    // A second time it is refused; what came is not touched.
    const auto again = roster(to(target));
    EXPECT_EQ(again.exit_code, 1);
    EXPECT_TRUE(holds(again.errors, "already holds")) << again.errors;

    // Sessions live on: the same token, the same history.
    TestServer server({.arguments = {"--database", target}, .data = copy_of_key()});
    Client client = server.client();
    client.token = owner.client.token;
    EXPECT_EQ(client.get("/v1/accounts/" + account + "/events").body, history);
    const auto verified = server.run({"verify"});
    EXPECT_EQ(verified.exit_code, 0) << verified.output;
  }
  std::filesystem::path copy_of_key() {
    kept = std::make_unique<Folder>();
    const std::filesystem::path data = kept->file("data");
    std::filesystem::create_directories(data);
    std::filesystem::copy(world.server.data() / "server.key", data / "server.key");
    return data;
  }

  /// With the service key of before.
  int ask_as_product() {
    auto product = world.server.client().with_token(world.service().token);
    return product.get("/v1/check?account=" + account + "&permission=products:read&user=" + ana.id).status;
  }

  World world;
  Person owner = world.person("Owner");
  const std::string account = world.account(owner, "portal");
  const Person ana = world.member(account, owner, "Ana");
  const std::string file = (world.server.data() / "roster.db").string();
  std::string history;  ///< its events, as they were listed before
  std::unique_ptr<Folder> kept;
};

TEST_F(Move, ToAnotherFileTakesEverythingAlong) {
  const Folder folder;
  expect_moved("sqlite:" + folder.file("moved.db"));
}

TEST_F(Move, ToPostgresTakesEverythingAlong) {
  if (!ScratchDatabase::is_possible()) GTEST_SKIP() << "run it by script/with-postgres";
  const ScratchDatabase database;
  expect_moved(database.conninfo());
}

TEST_F(Move, IntoWhatIsNotEmptyIsRefused) {
  TestServer other;
  EXPECT_EQ(other.run({"demo"}).exit_code, 0);
  EXPECT_EQ(other.terminate(), 0);
  const auto refused = roster(to("sqlite:" + (other.data() / "roster.db").string()));
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_TRUE(holds(refused.errors, "is not empty")) << refused.errors;
}

TEST_F(Move, ThatWasInterruptedIsRunAgainAndBeginsAnew) {
  const Folder folder;
  const auto target = folder.file("moved.db");
  // As it is after a few tables: the mark, and somebody who is half there.
  EXPECT_EQ(roster({"migrate", "--database", "sqlite:" + target}).exit_code, 0);
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(target.c_str(), &database), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(database,
                         "INSERT INTO moves (direction, other, begun_at) VALUES ('in', 'x', 1); INSERT INTO users (id, email, "
                         "email_key, name, locale, created_at) VALUES ('usr_0', 'a@b.test', 'a@b.test', 'A', 'en', 1)",
                         nullptr, nullptr, nullptr),
            SQLITE_OK);
  sqlite3_close(database);
  const Folder log;
  Program half(
      {roster_binary(), "serve", "--data", folder.file("data"), "--database", "sqlite:" + target, "--listen", "127.0.0.1:0"},
      log.file("log"));
  ASSERT_TRUE(wait_until([&] { return !half.is_running(); }));
  EXPECT_NE(half.stop(), 0);
  EXPECT_TRUE(holds(read_whole_file(log.file("log")), "was not finished")) << read_whole_file(log.file("log"));
  expect_moved("sqlite:" + target);
}

TEST_F(Move, IsTakenBackWithoutWhatMayHaveEndedInTheNewDatabase) {
  const Folder folder;
  ASSERT_EQ(roster(to("sqlite:" + folder.file("moved.db"))).exit_code, 0);
  const auto back = roster({"move", "--take-back", "--from", "sqlite:" + file});
  EXPECT_EQ(back.exit_code, 0) << back.errors;
  EXPECT_TRUE(holds(back.output, "everybody has to sign in again")) << back.output;
  EXPECT_EQ(roster({"move", "--take-back", "--from", "sqlite:" + file}).exit_code, 1) << "once";
  world.server.start();
  EXPECT_EQ(owner.client.get("/v1/accounts/" + account + "/events").status, 401);
  EXPECT_EQ(ask_as_product(), 401);
  EXPECT_EQ(world.server.terminate(), 0);
}

TEST_F(Move, IsTakenBackAsItWasWhereTheNewDatabaseWasNeverServed) {
  const Folder folder;
  ASSERT_EQ(roster(to("sqlite:" + folder.file("moved.db"))).exit_code, 0);
  EXPECT_EQ(roster({"move", "--take-back", "--never-served", "--from", "sqlite:" + file}).exit_code, 0);
  world.server.start();
  EXPECT_EQ(ask_as_product(), 200);
  EXPECT_EQ(owner.client.get("/v1/accounts/" + account + "/events").body, history);
  EXPECT_EQ(world.server.terminate(), 0);
}

}  // namespace
}  // namespace roster::testing
