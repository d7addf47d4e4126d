#include "journal/journal.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "database/migrations.h"
#include "database/sqlite/sqlite_database.h"

namespace roster::journal {
namespace {

namespace fs = std::filesystem;

struct Journal : ::testing::Test {
  fs::path folder = [] {
    std::string pattern = (fs::temp_directory_path() / "roster-journal-XXXXXX").string();
    return fs::path{::mkdtemp(pattern.data())};
  }();
  SystemClock clock;
  std::unique_ptr<database::Database> database = database::open_sqlite({.path = (folder / "roster.db").string()}, clock);

  Journal() {
    std::ifstream in(std::string{ROSTER_SOURCE_DIR} + "/migrations/0004_journal.sql");
    std::stringstream text;
    text << in.rdbuf();
    const auto sql = text.str();
    const embedded::EmbeddedFile file{"migrations/0004_journal.sql", reinterpret_cast<const unsigned char*>(sql.data()),
                                      sql.size()};
    database::migrate(*database, std::span{&file, 1});
  }
  ~Journal() override {
    database.reset();
    fs::remove_all(folder);
  }
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  void write(const std::string& subject, const std::string& type) {
    static_cast<void>(database->write([&](database::Transaction& tx) -> Result<int> {
      append(tx, subject, {"usr_actor", "192.0.2.1", "req_1"},
             {.type = type,
              .target = "usr_target",
              .before = {{"role", "user"}, {"email", "ana@x.test"}},
              .after = {{"role", "admin"}}});
      return 0;
    }));
  }
  void change(const std::string& sql) {
    static_cast<void>(
        database->write([&](database::Transaction& tx) -> Result<int> { return static_cast<int>(tx.count_changed(sql)); }));
  }
  Verdict verdict() {
    return database->read([](database::Transaction& tx) { return verify(tx); });
  }
};

TEST_F(Journal, NumbersEachSubjectsEventsWithoutGaps) {
  for (int i = 0; i < 3; ++i) write("acc_a", "member.updated");
  write("acc_b", "member.joined");
  const auto entries = database->read([](database::Transaction& tx) { return list(tx, "acc_a", {}); });
  ASSERT_EQ(entries.size(), 3U);
  EXPECT_EQ(entries.front().seq, 3);
  EXPECT_EQ(entries.back().seq, 1);
  EXPECT_EQ(database->read([](database::Transaction& tx) { return last_seq(tx, "acc_b"); }), 1);
}

TEST_F(Journal, GivesBackWhatWasWrittenPersonalFieldsIncluded) {
  write("acc_a", "member.updated");
  const auto entry = database->read([](database::Transaction& tx) { return list(tx, "acc_a", {}).front(); });
  EXPECT_EQ(entry.before, json::value({{"role", "user"}, {"email", "ana@x.test"}}));
  EXPECT_EQ(entry.ip, "192.0.2.1");
  EXPECT_EQ(entry.request_id, "req_1");
}

TEST_F(Journal, ErasingAPersonKeepsTheChain) {
  write("acc_a", "member.updated");
  write("acc_a", "member.removed");
  change("UPDATE events SET personal = NULL WHERE seq = 1");
  EXPECT_TRUE(verdict().faults.empty());
  const auto entry = database->read([](database::Transaction& tx) { return list(tx, "acc_a", {}).back(); });
  EXPECT_EQ(entry.before, json::value({{"role", "user"}}));
}

TEST_F(Journal, FindsTheFirstEventThatWasTamperedWith) {
  const std::vector<std::pair<std::string, std::int64_t>> attacks{
      {"UPDATE events SET payload = REPLACE(payload, 'admin', 'owner') WHERE seq = 3", 3},
      {"DELETE FROM events WHERE seq = 2", 2},
      {"DELETE FROM events WHERE seq = 5", 5},
      {"UPDATE events SET personal = REPLACE(personal, 'ana', 'eve') WHERE seq = 4", 4},
      {"UPDATE events SET seq = 99 WHERE seq = 1", 1},
  };
  int n = 0;
  for (const auto& [sql, seq] : attacks) {
    const auto subject = "acc_" + std::to_string(n++);
    for (int i = 0; i < 5; ++i) write(subject, "member.updated");
    change(sql + " AND subject = '" + subject + "'");
    const auto found = verdict();
    ASSERT_EQ(found.faults.size(), static_cast<std::size_t>(n)) << sql;
    bool named = false;
    for (const auto& fault : found.faults) named = named || (fault.subject == subject && fault.seq == seq);
    EXPECT_TRUE(named) << sql;
  }
}

TEST_F(Journal, FiltersByActorTargetTypeAndTime) {
  write("acc_a", "member.updated");
  write("acc_a", "member.removed");
  database->read([](database::Transaction& tx) {
    EXPECT_EQ(list(tx, "acc_a", {.type = "member.removed"}).size(), 1U);
    EXPECT_EQ(list(tx, "acc_a", {.actor = "usr_actor"}).size(), 2U);
    EXPECT_EQ(list(tx, "acc_a", {.target = "usr_other"}).size(), 0U);
    EXPECT_EQ(list(tx, "acc_a", {.until = Instant{1}}).size(), 0U);
    EXPECT_EQ(list(tx, "acc_a", {.before_seq = 2}).size(), 1U);
    return 0;
  });
}

}  // namespace
}  // namespace roster::journal
