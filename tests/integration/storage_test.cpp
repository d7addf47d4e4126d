// What lies on the disk: backups, restoring, damage, tampering, a full disk.

#include <gtest/gtest.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include <atomic>
#include <boost/json/parse.hpp>
#include <fstream>
#include <random>
#include <set>
#include <thread>

#include "support/programs.h"
#include "support/rounds.h"
#include "support/world.h"

namespace roster::testing {
namespace {

namespace fs = std::filesystem;

/// A server whose database holds something worth losing.
struct Storage : ::testing::Test {
  World world{{.settings = "[limits]\ninvitations_per_account_per_hour = 1000000\n"}};
  Person owner = world.person("Olga Owner");
  std::string account = world.account(owner, "stage");
  Person member = world.member(account, owner, "Mina Member", {{"role", "operator"}});
  Folder folder;

  std::string path(const std::string& rest) const { return "/v1/accounts/" + account + rest; }
  fs::path database() const { return world.server.data() / "roster.db"; }
  TestServer::Run run(const std::vector<std::string>& arguments) const { return world.server.run(arguments); }
  std::string back_up() const {
    const auto file = folder.file("backup.db");
    const auto made = run({"backup", file});
    EXPECT_EQ(made.exit_code, 0) << made.errors;
    return file;
  }
  void expect_good() const {
    const auto verdict = run({"verify", "--json"});
    EXPECT_EQ(verdict.exit_code, 0) << verdict.output << verdict.errors;
  }
};

// --- backup and restore --------------------------------------------------------------------------------------------------

TEST_F(Storage, ABackupMadeUnderLoadIsOneConsistentMoment) {
  std::atomic<bool> over{false};
  std::vector<std::thread> clients;
  for (int c = 0; c < 4; ++c) {
    clients.emplace_back([&, c] {
      auto client = world.server.client().with_token(owner.client.token);
      for (int i = 0; !over; ++i) {
        const auto reply = client.post(
            path("/invitations"),
            {{"role", "operator"},
             {"invitees",
              json::array{json::object{{"email", "load-" + std::to_string(c) + "-" + std::to_string(i) + "@x.test"}}}}});
        if (i % 2 == 0) static_cast<void>(client.del(path("/invitations/" + reply.text("/results/0/invitation/id"))));
      }
    });
  }
  ASSERT_TRUE(
      wait_until([&] { return !owner.client.get(path("/invitations?limit=20&status=pending")).text("/data/19/id").empty(); }));
  const auto before = owner.client.get(path("/invitations?limit=20&sort=sent_at"));
  const auto file = back_up();
  over = true;
  for (auto& client : clients) client.join();

  World other;
  ASSERT_EQ(other.server.terminate(), 0);
  const auto restored = other.server.run({"restore", file});
  EXPECT_EQ(restored.exit_code, 0) << restored.errors;
  const auto verdict = other.server.run({"verify", "--json"});
  EXPECT_EQ(verdict.exit_code, 0) << verdict.output << verdict.errors;
  other.server.start();
  const auto back = other.sign_in(owner);
  auto client = other.server.client().with_token(back.token);
  const auto invitations = client.get(path("/invitations?limit=200"));
  EXPECT_EQ(invitations.status, 200) << invitations.body;
  const auto had = before.at("/data").get_array().size();
  EXPECT_GE(invitations.at("/data").get_array().size(), had) << "what was acknowledged before the backup is in it";
}

TEST_F(Storage, RestoringEndsWhatMayHaveBeenRevokedSince) {
  const auto key = world.service().token;
  const auto invited = world.invite(account, owner, "pending@team.test", {{"role", "operator"}});
  const auto invitation = invited.text("/results/0/invitation/id");
  const auto link = world.invitation_token("pending@team.test");
  EXPECT_EQ(world.server.client().post("/v1/password-resets", {{"email", member.email}}).status, 202);
  const auto reset = world.mailbox.wait_for_link(member.email, "/reset-password#").token();
  EXPECT_EQ(world.server.client().post("/v1/registrations", {{"email", "new@team.test"}}).status, 202);
  const auto registration = world.mailbox.wait_for_link("new@team.test", "/register#").token();
  const auto file = back_up();
  EXPECT_EQ(owner.client.del(member.me_path(account)).status, 204) << "what happened after the backup is undone by restoring it";

  ASSERT_EQ(world.server.terminate(), 0);
  const auto restored = run({"restore", file});
  ASSERT_EQ(restored.exit_code, 0) << restored.errors;
  EXPECT_NE(restored.output.find("before-restore"), std::string::npos)
      << "the former database is kept and named: " << restored.output;
  expect_good();
  world.server.start();

  auto anyone = world.server.client();
  EXPECT_EQ(owner.client.get("/v1/session").status, 401);
  EXPECT_EQ(member.client.get("/v1/session").status, 401);
  EXPECT_EQ(anyone.with_token(key).get("/v1/accounts").status, 401);
  EXPECT_EQ(world.accept_as_new(link).status, 404);
  EXPECT_EQ(anyone.post("/v1/password-resets/complete", {{"token", reset}, {"password", good_password}}).status, 404);
  EXPECT_EQ(
      anyone.post("/v1/registrations/complete", {{"token", registration}, {"name", "N"}, {"password", good_password}}).status,
      404);

  owner.client = world.sign_in(owner);
  EXPECT_EQ(owner.client.get(member.me_path(account)).status, 200) << "the member of then is back";
  const auto resent = owner.client.post(path("/invitations/" + invitation + "/resend"));
  EXPECT_EQ(resent.status, 200) << resent.body;
  EXPECT_EQ(world.accept_as_new(world.invitation_token("pending@team.test", link)).status, 201);
  expect_good();
}

TEST_F(Storage, RestoringCanLeaveKeysAlive) {
  const auto key = world.service().token;
  const auto file = back_up();
  ASSERT_EQ(world.server.terminate(), 0);
  ASSERT_EQ(run({"restore", file, "--keep-keys"}).exit_code, 0);
  world.server.start();
  EXPECT_EQ(world.server.client().with_token(key).get("/v1/accounts").status, 200);
  EXPECT_EQ(owner.client.get("/v1/session").status, 401);
}

TEST_F(Storage, RestoringIntoAnEmptyFolderMakesTheServerThatWas) {
  const auto file = back_up();
  const auto data = folder.path() / "elsewhere";
  const auto restored = run_program({roster_binary(), "restore", file, "--data", data.string(), "--json"});
  EXPECT_EQ(restored.exit_code, 0) << restored.errors;
  json::error_code ec;
  static_cast<void>(json::parse(restored.output, ec));
  EXPECT_FALSE(ec) << restored.output;
  EXPECT_EQ(run_program({roster_binary(), "verify", "--data", data.string()}).exit_code, 0);
}

TEST_F(Storage, RestoringIsRefusedWhileAServerRuns) {
  const auto file = back_up();
  const auto before = owner.client.get(path("/events")).body;
  const auto restored = run({"restore", file});
  EXPECT_EQ(restored.exit_code, 1);
  EXPECT_NE(restored.errors.find("in use by another roster process"), std::string::npos) << restored.errors;
  EXPECT_EQ(owner.client.get(path("/events")).body, before);
  EXPECT_EQ(owner.client.get("/v1/session").status, 200);
}

constexpr uid_t server_user = 65534, other_user = 65533;

void expect_all_owned_by_server(const fs::path& folder) {
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    struct stat found{};
    ASSERT_EQ(::stat(entry.path().c_str(), &found), 0);
    EXPECT_EQ(found.st_uid, server_user) << entry.path();
    EXPECT_EQ(found.st_gid, server_user) << entry.path();
  }
}

TEST_F(Storage, ARestoreByRootLeavesToTheServersUserWhatItIsToOpen) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give files away";
  const auto file = back_up();
  ASSERT_EQ(world.server.terminate(), 0);
  const auto& data = world.server.data();
  for (const auto& entry : fs::recursive_directory_iterator(data))
    ASSERT_EQ(::chown(entry.path().c_str(), server_user, server_user), 0);
  ASSERT_EQ(::chown(data.c_str(), server_user, server_user), 0);
  EXPECT_EQ(run({"restore", file}).exit_code, 0);
  expect_all_owned_by_server(data);

  // As a restore of before, or a command that root ran, left it.
  ASSERT_EQ(::chown(database().c_str(), 0, 0), 0);
  EXPECT_EQ(run({"restore", file}).exit_code, 0);
  struct stat found{};
  ASSERT_EQ(::stat(database().c_str(), &found), 0);
  EXPECT_EQ(found.st_uid, server_user);

  const auto empty = folder.path() / "empty";
  fs::create_directory(empty);
  ASSERT_EQ(::chown(empty.c_str(), server_user, server_user), 0);
  EXPECT_EQ(run_program({roster_binary(), "restore", file, "--data", empty.string()}).exit_code, 0);
  EXPECT_TRUE(fs::exists(empty / "roster.db"));
  expect_all_owned_by_server(empty);
}

TEST_F(Storage, ARestoreByWhoCouldNotLeaveItToTheServersUserIsRefused) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can be somebody else";
  const auto file = back_up();
  fs::permissions(folder.path(), fs::perms::all);
  fs::permissions(file, fs::perms::all);
  const auto binary = folder.path() / "roster", data = folder.path() / "data";
  fs::copy_file(roster_binary(), binary);
  fs::create_directory(data);
  fs::permissions(data, fs::perms::all);
  ASSERT_EQ(::chown(data.c_str(), server_user, server_user), 0);
  const auto refused = run_program({"/usr/bin/setpriv", "--reuid=" + std::to_string(other_user), "--clear-groups",
                                    binary.string(), "restore", file, "--data", data.string()});
  EXPECT_EQ(refused.exit_code, 1) << refused.output << refused.errors;
  EXPECT_NE(refused.errors.find("sudo -u"), std::string::npos) << refused.errors;
  EXPECT_TRUE(fs::is_empty(data));
}

TEST_F(Storage, ARestoreForWhichThereIsNoRoomIsNoDamageAndChangesNothing) {
  const auto file = back_up();
  ASSERT_EQ(world.server.terminate(), 0);
  const auto before = read_whole_file(database());
  const std::string limited = "ulimit -f 100; exec \"$0\" restore \"$1\" --data \"$2\"";
  const auto refused = run_program({"/bin/sh", "-c", limited, roster_binary(), file, world.server.data().string()});
  EXPECT_EQ(refused.exit_code, 1) << refused.output << refused.errors;
  EXPECT_NE(refused.errors.find("roster.db.incoming: File too large"), std::string::npos) << refused.errors;
  EXPECT_EQ(read_whole_file(database()), before);
  EXPECT_FALSE(fs::exists(database().string() + ".incoming"));
}

TEST_F(Storage, ADamagedBackupIsRefusedAndNothingIsChanged) {
  const auto good = read_whole_file(back_up());
  ASSERT_EQ(world.server.terminate(), 0);
  const auto before = read_whole_file(database());
  const auto names = [&] {
    std::set<std::string> found;
    for (const auto& entry : fs::directory_iterator(world.server.data())) found.insert(entry.path().filename().string());
    return found;
  };
  const auto files = names();
  auto overwritten = good;
  for (std::size_t at = 4096; at + 4096 <= overwritten.size(); at += 8192)
    std::fill_n(overwritten.begin() + static_cast<std::ptrdiff_t>(at), 4096, '\x5a');
  const std::map<std::string, std::string> bad{
      {"of noise", std::string(50'000, '\x33')},
      {"cut short", good.substr(0, good.size() / 2)},
      {"with pages overwritten", overwritten},
      {"empty", ""},
      {"of another program", "SQLite format 3" + std::string(1, '\0') + std::string(4080, '\x01')}};
  for (const auto& [what, content] : bad) {
    write_file(folder.path() / "bad.db", content);
    const auto restored = run({"restore", folder.file("bad.db")});
    EXPECT_EQ(restored.exit_code, 3) << what << ": " << restored.output << restored.errors;
    EXPECT_NE(restored.errors.find("bad.db"), std::string::npos) << what << ": " << restored.errors;
    EXPECT_EQ(read_whole_file(database()), before) << what;
    EXPECT_EQ(names(), files) << what << ": nothing is left lying about";
  }
  world.server.start();
  EXPECT_EQ(owner.client.get("/v1/session").status, 200);
}

TEST_F(Storage, ADamagedDatabaseCanBeReplacedByItsBackup) {
  const auto file = back_up();
  ASSERT_EQ(world.server.terminate(), 0);
  write_file(database(), std::string(100'000, '\x33'));
  const auto verdict = run({"verify"});
  EXPECT_EQ(verdict.exit_code, 3) << verdict.output << verdict.errors;
  const auto restored = run({"restore", file});
  EXPECT_EQ(restored.exit_code, 0) << restored.errors;
  expect_good();
  world.server.start();
  EXPECT_EQ(world.sign_in(owner).get("/v1/session").status, 200);
}

// --- damage --------------------------------------------------------------------------------------------------------------

TEST_F(Storage, DamageIsRefusedOrServedButNeverACrashAndNeverAnEmptyDatabase) {
  // Something in the file, something in the write-ahead log.
  ASSERT_EQ(world.server.terminate(), 0);
  world.server.start();
  for (int i = 0; i < 20; ++i)
    EXPECT_EQ(world.invite(account, owner, "log-" + std::to_string(i) + "@team.test", {{"role", "operator"}}).status, 200);
  world.server.kill();
  world.server.keep_data();
  const auto healthy = folder.path() / "healthy";
  fs::create_directory(healthy);
  std::vector<std::string> files;
  for (const std::string name : {"roster.db", "roster.db-wal", "server.key"})
    if (fs::exists(world.server.data() / name)) {
      fs::copy_file(world.server.data() / name, healthy / name);
      if (name != "server.key" && fs::file_size(healthy / name) > 0) files.push_back(name);
    }
  fs::remove_all(world.server.data());
  std::mt19937 random(19700101);  // NOLINT: the same damage every time
  int refused = 0, served = 0;
  for (int round = 0; round < rounds(20, 200); ++round) {
    const auto data = folder.path() / ("round-" + std::to_string(round));
    fs::copy(healthy, data);
    const auto& name = files[random() % files.size()];
    auto content = read_whole_file(data / name);
    const auto places = 1 + random() % 4;
    for (unsigned i = 0; i < places; ++i) {
      const bool whole_page = random() % 2 == 0;
      const auto at = whole_page ? random() % (content.size() / 4096) * 4096 : random() % content.size();
      for (std::size_t k = at; k < std::min(content.size(), at + (whole_page ? 4096 : 8)); ++k)
        content[k] = static_cast<char>(random());
    }
    write_file(data / name, content);
    SCOPED_TRACE("round " + std::to_string(round) + ": " + name);

    SparePort port;
    Program server(
        {roster_binary(), "serve", "--data", data.string(), "--listen", "127.0.0.1:" + port.text(), "--log-level", "error"},
        folder.file("log"));
    ASSERT_TRUE(wait_until([&] { return accepts_connections(port.number()) || !server.is_running(); }));
    if (server.is_running()) {
      ++served;
      Client client{"http://127.0.0.1:" + port.text()};
      EXPECT_NE(client.get("/healthz").status, 0);
      const auto session = client.with_token(owner.client.token).get(path("/members"));
      EXPECT_NE(session.status, 0) << "it died of a request";
      const auto sign_in = client.post("/v1/session", {{"email", owner.email}, {"password", owner.password}});
      EXPECT_NE(sign_in.status, 0) << "it died of a request";
      EXPECT_EQ(server.stop(), 0);
      const auto verdict = run_program({roster_binary(), "verify", "--data", data.string()});
      EXPECT_TRUE(verdict.exit_code == 0 || verdict.exit_code == 3) << verdict.exit_code << verdict.output << verdict.errors;
    } else {
      ++refused;
      EXPECT_EQ(server.wait(), 3) << read_whole_file(folder.file("log"));
      EXPECT_NE(read_whole_file(folder.file("log")).find("roster.db"), std::string::npos) << "it says which file";
    }
    sqlite3* left = nullptr;
    ASSERT_EQ(sqlite3_open_v2((data / "roster.db").c_str(), &left, SQLITE_OPEN_READONLY, nullptr), SQLITE_OK);
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(left, "SELECT COUNT(*) FROM users", -1, &statement, nullptr) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW) {
      EXPECT_GT(sqlite3_column_int(statement, 0), 0) << "an empty database in its place";
    }
    sqlite3_finalize(statement);
    sqlite3_close(left);
    fs::remove_all(data);
  }
  EXPECT_GT(refused + served, 0);
  RecordProperty("refused", refused);
  RecordProperty("served", served);
}

/// A young database: all of it is still in the log.
struct YoungStorage : Storage {
  fs::path log() const { return world.server.data() / "roster.db-wal"; }
  void SetUp() override {
    world.server.kill();
    ASSERT_GT(fs::file_size(log()), 100'000U);
  }
  void damage_byte(std::size_t at) const {
    auto content = read_whole_file(log());
    content[at] = static_cast<char>(content[at] ^ 0x20);
    write_file(log(), content);
  }
};

TEST_F(YoungStorage, DamageInTheMiddleOfTheLogIsRefusedAndNotTakenForItsEnd) {
  for (const std::size_t place : {std::size_t{17}, std::size_t{40}, std::size_t{5'000}, std::size_t{fs::file_size(log()) / 2}}) {
    damage_byte(place);
    const auto damaged = read_whole_file(log());
    for (const std::string command : {"serve", "verify"}) {
      const auto refused = run({command, "--listen", "127.0.0.1:0"});
      EXPECT_EQ(refused.exit_code, 3) << place << refused.output << refused.errors;
      EXPECT_NE(refused.errors.find("roster.db-wal is damaged"), std::string::npos) << refused.errors;
    }
    EXPECT_EQ(read_whole_file(log()), damaged) << "it is left as it is";
    damage_byte(place);  // and mended
  }
  world.server.start();
  EXPECT_EQ(owner.client.get("/v1/session").status, 200);
  expect_good();
}

TEST_F(YoungStorage, ATransactionTornAtTheEndIsWhatAPowerCutLeavesAndIsForgotten) {
  const auto whole = read_whole_file(log());
  write_file(log(), whole.substr(0, whole.size() - 1000));
  world.server.start();
  EXPECT_EQ(owner.client.get("/v1/session").status, 200);
  EXPECT_EQ(owner.client.get(path("/members")).status, 200);
  expect_good();
}

TEST_F(YoungStorage, ARestoreOverADamagedLogKeepsItWithTheFormerDatabase) {
  world.server.start();
  const auto file = back_up();
  world.server.kill();
  damage_byte(5'000);
  const auto damaged = read_whole_file(log());
  const auto restored = run({"restore", file});
  EXPECT_EQ(restored.exit_code, 0) << restored.errors;
  bool kept = false;
  for (const auto& entry : fs::directory_iterator(world.server.data()))
    kept = kept || (entry.path().string().ends_with("-wal") && entry.path() != log() && read_whole_file(entry.path()) == damaged);
  EXPECT_TRUE(kept) << "what may still be saved from it is in the log";
  expect_good();
}

TEST_F(Storage, H107_a_page_that_broke_with_the_machine_is_found_at_the_next_start) {
  const auto file = back_up();
  ASSERT_EQ(world.server.terminate(), 0);
  world.server.start();
  EXPECT_EQ(world.invite(account, owner, "late@team.test", {{"role", "operator"}}).status, 200);
  world.server.kill();
  auto content = read_whole_file(database());
  // More than one page: of some the log may hold a newer state.
  for (const std::size_t part : {2U, 3U, 4U})
    content.replace(content.size() / 4096 / part * 4096, 4096, std::string(4096, '\x33'));
  write_file(database(), content);
  for (int times = 0; times < 2; ++times)
    for (const std::string command : {"serve", "verify"}) {
      const auto refused = run({command, "--listen", "127.0.0.1:0"});
      EXPECT_EQ(refused.exit_code, 3) << refused.output << refused.errors;
      EXPECT_NE(refused.errors.find("roster.db "), std::string::npos) << refused.errors;
      EXPECT_NE(refused.errors.find("roster restore"), std::string::npos) << refused.errors;
    }
  EXPECT_TRUE(read_whole_file(database()) == content) << "it is left as it is";
  const auto restored = run({"restore", file});
  EXPECT_EQ(restored.exit_code, 0) << restored.errors;
  expect_good();
}

TEST_F(Storage, ADatabaseThatIsGoneIsNotMadeAnewWhileServing) {
  fs::rename(database(), folder.path() / "taken-away.db");
  EXPECT_EQ(owner.client.get("/v1/session").status, 200) << "the open file is still the database";
  EXPECT_FALSE(fs::exists(database()));
}

void execute(const fs::path& database, const std::string& sql) {
  sqlite3* handle = nullptr;
  ASSERT_EQ(sqlite3_open(database.c_str(), &handle), SQLITE_OK);
  char* message = nullptr;
  EXPECT_EQ(sqlite3_exec(handle, sql.c_str(), nullptr, nullptr, &message), SQLITE_OK)
      << sql << ": " << (message == nullptr ? "" : message);
  EXPECT_GT(sqlite3_total_changes(handle), 0) << sql;
  sqlite3_free(message);
  sqlite3_close(handle);
}

TEST_F(Storage, ADatabaseOfANewerRosterIsRefused) {
  ASSERT_EQ(world.server.terminate(), 0);
  execute(database(),
          "INSERT INTO migrations SELECT number + 1, '9999_from_the_future.sql', checksum, applied_at FROM migrations ORDER BY "
          "number DESC LIMIT 1");
  for (const std::string command : {"serve", "migrate", "verify"}) {
    const auto run_it = run({command});
    EXPECT_EQ(run_it.exit_code, 1) << command << run_it.errors;
    EXPECT_NE(run_it.errors.find("newer than this program"), std::string::npos) << run_it.errors;
    EXPECT_NE(run_it.errors.find("9999_from_the_future.sql"), std::string::npos) << run_it.errors;
  }
}

TEST_F(Storage, ADatabaseWithAnotherPastIsRefused) {
  ASSERT_EQ(world.server.terminate(), 0);
  execute(database(), "UPDATE migrations SET checksum = 'other' WHERE number = 1");
  const auto start = run({"serve"});
  EXPECT_EQ(start.exit_code, 1) << start.errors;
  EXPECT_NE(start.errors.find("do not belong together"), std::string::npos) << start.errors;
}

// --- tampering -----------------------------------------------------------------------------------------------------------

struct Tampering {
  std::string name, sql;
  int seq;
  friend void PrintTo(const Tampering& tampering, std::ostream* out) { *out << tampering.name; }
};

struct TamperedJournal : Storage, ::testing::WithParamInterface<Tampering> {};

TEST_P(TamperedJournal, IsFoundAndNamedByAccountAndEvent) {
  for (int i = 0; i < 5; ++i)
    EXPECT_EQ(world.invite(account, owner, "e" + std::to_string(i) + "@team.test", {{"role", "operator"}}).status, 200);
  expect_good();
  ASSERT_EQ(world.server.terminate(), 0);
  auto sql = GetParam().sql;
  for (auto at = sql.find('@'); at != std::string::npos; at = sql.find('@')) sql.replace(at, 1, "subject = '" + account + "'");
  execute(database(), sql);
  const auto words = run({"verify"});
  EXPECT_EQ(words.exit_code, 3) << words.output << words.errors;
  EXPECT_NE(words.output.find("journal of " + account + ", event " + std::to_string(GetParam().seq) + ":"), std::string::npos)
      << words.output;
  const auto as_json = run({"verify", "--json"});
  EXPECT_EQ(as_json.exit_code, 3);
  json::error_code ec;
  const auto report = json::parse(as_json.output, ec);
  ASSERT_FALSE(ec) << as_json.output;
  EXPECT_EQ(report.at("ok"), json::value(false));
  EXPECT_GE(report.at("faults").as_array().size(), 1U);
}

INSTANTIATE_TEST_SUITE_P(
    By, TamperedJournal,
    ::testing::Values(
        Tampering{"EditingAnEvent",
                  "UPDATE events SET payload = replace(payload, 'operator', 'administrator') WHERE @ AND seq = 4", 4},
        Tampering{"AnotherActor", "UPDATE events SET actor = 'operator' WHERE @ AND seq = 3", 3},
        Tampering{"AnotherTime", "UPDATE events SET at = at - 1 WHERE @ AND seq = 3", 3},
        Tampering{"EditingAPersonsName", "UPDATE events SET personal = replace(personal, 'e', 'x') WHERE @ AND seq = 3", 3},
        Tampering{"DeletingAnEvent", "DELETE FROM events WHERE @ AND seq = 3", 3},
        Tampering{"CuttingTheEndOff", "DELETE FROM events WHERE @ AND seq >= 6", 6},
        Tampering{"SwappingTwoEvents",
                  "UPDATE events SET seq = 1003 WHERE @ AND seq = 3; UPDATE events SET seq = 3 WHERE @ AND seq = 4; "
                  "UPDATE events SET seq = 4 WHERE @ AND seq = 1003",
                  3}),
    [](const auto& tested) { return tested.param.name; });

TEST_F(Storage, TablesThatContradictEachOtherAreFound) {
  ASSERT_EQ(world.server.terminate(), 0);
  execute(database(), "UPDATE members SET status = 'deactivated' WHERE role = 'owner' AND account_id = '" + account + "'");
  const auto verdict = run({"verify"});
  EXPECT_EQ(verdict.exit_code, 3);
  EXPECT_NE(verdict.output.find(account + ": account without exactly one active owner"), std::string::npos) << verdict.output;
}

// --- a full disk ---------------------------------------------------------------------------------------------------------

/// A small disk of its own; nothing where mounting is not allowed.
class SmallDisk {
 public:
  explicit SmallDisk(const fs::path& place) : place_(place) {
    fs::create_directories(place_);
    is_mounted_ = ::mount("tmpfs", place_.c_str(), "tmpfs", 0, "size=8m") == 0;
  }
  ~SmallDisk() {
    if (is_mounted_) ::umount2(place_.c_str(), MNT_DETACH);
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  [[nodiscard]] bool is_mounted() const { return is_mounted_; }
  void fill() const {
    std::ofstream filler(place_ / "filler", std::ios::binary | std::ios::app);
    const std::string page(4096, 'f');
    while (filler.write(page.data(), static_cast<std::streamsize>(page.size())).flush()) {
    }
  }
  void make_room() const { fs::remove(place_ / "filler"); }

 private:
  fs::path place_;
  bool is_mounted_ = false;
};

TEST(FullDisk, WritesAreRefusedReadsAndSigningOutGoOnAndAllWorksAgainWhenThereIsRoom) {
  Folder folder;
  const SmallDisk disk(folder.path() / "disk");
  if (!disk.is_mounted()) GTEST_SKIP() << "mounting is not allowed here";
  World world({.data = folder.path() / "disk"});
  auto owner = world.person("Olga Owner");
  const auto account = world.account(owner, "stage");
  const auto member = world.member(account, owner, "Mina Member", {{"role", "operator"}});
  auto second = world.sign_in(owner);
  const auto invite = [&](const std::string& email) { return world.invite(account, owner, email, {{"role", "operator"}}); };

  disk.fill();
  std::vector<std::string> acknowledged;
  Reply refusal;
  for (int i = 0; i < 2000 && refusal.status != 503; ++i) {
    const auto email = "full-" + std::to_string(i) + "@team.test";
    refusal = invite(email);
    if (refusal.status == 200) acknowledged.push_back(email);
  }
  EXPECT_EQ(refusal.status, 503) << refusal.body;
  EXPECT_EQ(refusal.code(), "storage_full") << refusal.body;
  EXPECT_FALSE(refusal.header("retry-after").empty());
  for (int i = 0; i < 20; ++i) EXPECT_EQ(invite("full-again-" + std::to_string(i) + "@team.test").code(), "storage_full");
  EXPECT_EQ(owner.client.get("/v1/accounts/" + account + "/members").status, 200);
  EXPECT_EQ(owner.client.get("/v1/session").status, 200);
  EXPECT_TRUE(world.may(account, member, "account:read"));
  EXPECT_EQ(owner.client.get("/healthz").status, 200);
  EXPECT_NE(owner.client.get("/metrics").body.find("roster_database_healthy"), std::string::npos);
  // Signing out may not be possible, but then the browser at least forgets the session.
  const auto signed_out = second.del("/v1/session");
  EXPECT_TRUE(signed_out.status == 204 ||
              (signed_out.status == 503 && signed_out.header("set-cookie").find("Max-Age=0") != std::string::npos))
      << signed_out.status << signed_out.body << signed_out.header("set-cookie");

  disk.make_room();
  Reply after;
  EXPECT_TRUE(wait_until([&] { return (after = invite("after@team.test")).status == 200; })) << after.body;
  if (signed_out.status == 503) {
    EXPECT_EQ(second.del("/v1/session").status, 204);
  }
  EXPECT_EQ(second.get("/v1/session").status, 401);
  std::set<std::string> kept;
  std::string cursor;
  do {
    const auto page =
        owner.client.get("/v1/accounts/" + account + "/invitations?limit=200" + (cursor.empty() ? "" : "&cursor=" + cursor));
    for (const auto& row : page.at("/data").get_array()) kept.insert(std::string{row.at("email").get_string()});
    cursor = page.text("/next_cursor");
  } while (!cursor.empty());
  for (const auto& email : acknowledged) EXPECT_TRUE(kept.contains(email)) << email;
  EXPECT_FALSE(kept.contains("full-again-0@team.test"));
  const auto verdict = world.server.run({"verify", "--json"});
  EXPECT_EQ(verdict.exit_code, 0) << verdict.output << verdict.errors;
  // What a full disk cut short in the log is no damage to a start after a crash.
  disk.fill();
  for (int i = 0; i < 50; ++i) static_cast<void>(invite("third-" + std::to_string(i) + "@team.test"));
  world.server.kill();
  disk.make_room();
  world.server.start();
  EXPECT_EQ(invite("after-the-crash@team.test").status, 200);
  EXPECT_EQ(world.server.run({"verify"}).exit_code, 0);
  EXPECT_EQ(world.server.terminate(), 0);
}

TEST(FullDisk, ALimitOnTheSizeOfFilesIsNoEndOfTheServer) {
  World world;
  auto owner = world.person("Olga Owner");
  const auto account = world.account(owner, "stage");
  const auto limit = [&](rlim_t bytes) {
    const rlimit to{bytes, RLIM_INFINITY};
    ASSERT_EQ(::prlimit(world.server.pid(), RLIMIT_FSIZE, &to, nullptr), 0);
  };
  limit(4096);
  const auto refusal = world.invite(account, owner, "refused@team.test", {{"role", "operator"}});
  EXPECT_EQ(refusal.status, 503) << refusal.body;
  EXPECT_EQ(owner.client.get("/v1/session").status, 200);
  limit(RLIM_INFINITY);
  Reply after;
  EXPECT_TRUE(wait_until([&] {
    return (after = world.invite(account, owner, "after@team.test", {{"role", "operator"}})).status == 200;
  })) << after.body;
  EXPECT_EQ(world.server.run({"verify"}).exit_code, 0);
}

}  // namespace
}  // namespace roster::testing
