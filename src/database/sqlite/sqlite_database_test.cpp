#include "database/sqlite/sqlite_database.h"

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include <array>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include "database/migrations.h"
#include "database/watch.h"

namespace roster::database {
namespace {

namespace fs = std::filesystem;

struct SqliteDatabase : ::testing::Test {
  fs::path folder = [] {
    std::string pattern = (fs::temp_directory_path() / "roster-sqlite-XXXXXX").string();
    return fs::path{::mkdtemp(pattern.data())};
  }();
  SystemClock clock;
  std::unique_ptr<Database> database = open();

  std::unique_ptr<Database> open() const { return open_sqlite({.path = (folder / "roster.db").string()}, clock); }
  void make_table() {
    static_cast<void>(database->write([](Transaction& tx) -> Result<int> {
      tx.execute("CREATE TABLE t (k TEXT PRIMARY KEY, n BIGINT NOT NULL CHECK (n >= 0))");
      return 0;
    }));
  }
  std::int64_t count() {
    return database->read([](Transaction& tx) { return tx.find("SELECT COUNT(*) FROM t")->integer(0); });
  }
  ~SqliteDatabase() override {
    database.reset();
    fs::remove_all(folder);
  }
};

TEST_F(SqliteDatabase, CommitsExactlyWhenTheResultHasAValue) {
  make_table();
  EXPECT_TRUE(database->write(
      [](Transaction& tx) -> Result<int> { return static_cast<int>(tx.execute("INSERT INTO t VALUES ('kept', 1)")); }));
  const auto refused = database->write([](Transaction& tx) -> Result<int> {
    tx.execute("INSERT INTO t VALUES ('refused', 1)");
    return refuse(reasons::forbidden);
  });
  EXPECT_TRUE(refused.error().is(reasons::forbidden));
  EXPECT_EQ(count(), 1);
}

TEST_F(SqliteDatabase, ADryRunAnswersAndLeavesNothing) {
  make_table();
  const auto tried = database->write(
      [](Transaction& tx) -> Result<int> { return static_cast<int>(tx.execute("INSERT INTO t VALUES ('tried', 1)")); },
      {.dry_run = true});
  EXPECT_EQ(*tried, 1);
  EXPECT_EQ(count(), 0);
}

TEST_F(SqliteDatabase, AFailingWriteHarmsNoneOfThoseItIsCommittedWith) {
  make_table();
  std::atomic<int> failed{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 16; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 20; ++i) {
        try {
          static_cast<void>(database->write([&](Transaction& tx) -> Result<int> {
            tx.execute("INSERT INTO t VALUES (?, ?)", std::to_string(t) + "-" + std::to_string(i), t % 2 == 0 ? 1 : -1);
            return 0;
          }));
        } catch (const DatabaseError&) {
          ++failed;
        }
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(failed, 8 * 20) << "the CHECK refuses each negative one";
  EXPECT_EQ(count(), 8 * 20);
}

TEST_F(SqliteDatabase, WhatIsUndoneTakesNothingAwayFromWhatItRanWith) {
  make_table();
  enum Kind { kept, refused, refused_before_writing, tried };
  std::atomic<int> kept_answers{0}, refusals{0}, dry_runs{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 16; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 20; ++i) {
        const auto kind = static_cast<Kind>((t + i) % 4);
        const auto answer = database->write(
            [&](Transaction& tx) -> Result<std::int64_t> {
              if (kind == refused_before_writing) return refuse(reasons::forbidden);
              const auto changed =
                  tx.execute("INSERT INTO t VALUES (?, ?)", std::to_string(t) + "-" + std::to_string(i), static_cast<int>(kind));
              if (kind == refused) return refuse(reasons::forbidden);
              return changed;
            },
            {.dry_run = kind == tried});
        if (!answer)
          ++refusals;
        else
          ++(kind == tried ? dry_runs : kept_answers);
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(kept_answers, 80);
  EXPECT_EQ(refusals, 160);
  EXPECT_EQ(dry_runs, 80);
  EXPECT_EQ(count(), 80);
  EXPECT_EQ(database->read([](Transaction& tx) { return tx.find("SELECT MAX(n) FROM t")->integer(0); }), 0);
}

TEST_F(SqliteDatabase, AStatementGetsAsManyValuesAsItHasPlaces) {
  make_table();
  EXPECT_THROW(database->read([](Transaction& tx) { return tx.list("SELECT k FROM t WHERE k = ? AND n = ?", "a").size(); }),
               DatabaseError);
  EXPECT_THROW(database->read([](Transaction& tx) { return tx.list("SELECT k FROM t WHERE k = ?", "a", 1).size(); }),
               DatabaseError);
}

TEST_F(SqliteDatabase, TextsAreKeptAsTheyAre) {
  make_table();
  const std::string with_zero{"a\0b", 3};
  static_cast<void>(database->write([&](Transaction& tx) -> Result<int> {
    tx.execute("INSERT INTO t VALUES (?, 1)", std::string_view{});
    tx.execute("INSERT INTO t VALUES (?, 2)", with_zero);
    tx.execute("INSERT INTO t VALUES (?, 3)", std::optional<std::string>{"가"});
    return 0;
  }));
  const auto rows = database->read([](Transaction& tx) { return tx.list("SELECT k, NULL FROM t ORDER BY n"); });
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0].text(0), "");
  EXPECT_EQ(rows[1].text(0), with_zero);
  EXPECT_EQ(rows[2].text(0), "가");
  EXPECT_TRUE(rows[2].is_null(1));
}

TEST_F(SqliteDatabase, AReadSeesOneSnapshotWhateverIsWrittenMeanwhile) {
  make_table();
  database->read([&](Transaction& tx) {
    EXPECT_EQ(tx.find("SELECT COUNT(*) FROM t")->integer(0), 0);
    static_cast<void>(database->write(
        [](Transaction& other) -> Result<int> { return static_cast<int>(other.execute("INSERT INTO t VALUES ('new', 1)")); }));
    EXPECT_EQ(tx.find("SELECT COUNT(*) FROM t")->integer(0), 0);
    return 0;
  });
  EXPECT_EQ(count(), 1);
}

TEST_F(SqliteDatabase, AReaderCannotWrite) {
  make_table();
  EXPECT_THROW(database->read([](Transaction& tx) { return tx.execute("INSERT INTO t VALUES ('sneaked', 1)"); }), DatabaseError);
  EXPECT_EQ(count(), 0);
}

TEST_F(SqliteDatabase, RefusesASecondProcessAtOnce) { EXPECT_THROW(static_cast<void>(open()), OpenRefused); }

TEST_F(SqliteDatabase, RefusesAFileThatIsNoDatabaseAndLeavesItAsItIs) {
  const auto path = folder / "other.db";
  std::ofstream(path) << std::string(5000, 'x');
  EXPECT_THROW(static_cast<void>(open_sqlite({.path = path.string()}, clock)), OpenRefused);
  EXPECT_EQ(fs::file_size(path), 5000U);
}

TEST_F(SqliteDatabase, FoldsTheLogIntoTheFileAtACleanStop) {
  make_table();
  database.reset();
  const auto wal = folder / "roster.db-wal";
  EXPECT_TRUE(!fs::exists(wal) || fs::file_size(wal) == 0);
  database = open();
  EXPECT_EQ(count(), 0);
}

TEST_F(SqliteDatabase, KeepsItsFilesToItself) {
  struct stat status{};
  ASSERT_EQ(::stat((folder / "roster.db").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
}

TEST_F(SqliteDatabase, ABackupIsAWholeDatabase) {
  make_table();
  static_cast<void>(database->write(
      [](Transaction& tx) -> Result<int> { return static_cast<int>(tx.execute("INSERT INTO t VALUES ('saved', 1)")); }));
  const auto path = (folder / "copy.db").string();
  database->backup(path);
  const auto copy = open_sqlite({.path = path}, clock);
  EXPECT_EQ(copy->check_integrity(), "ok");
  EXPECT_EQ(copy->read([](Transaction& tx) { return tx.find("SELECT k FROM t")->text(0); }), "saved");
}

/// A database of many pages, folded into its file.
struct OldDatabase : SqliteDatabase {
  fs::path file = folder / "roster.db", log = folder / "roster.db-wal";

  void SetUp() override {
    make_table();
    static_cast<void>(database->write([](Transaction& tx) -> Result<int> {
      for (int i = 0; i < 2000; ++i) tx.execute("INSERT INTO t VALUES (?, ?)", std::to_string(i) + std::string(100, '.'), i);
      return 0;
    }));
    database.reset();
  }
  void add_one() {
    static_cast<void>(database->write(
        [](Transaction& tx) -> Result<int> { return static_cast<int>(tx.execute("INSERT INTO t VALUES ('one more', 1)")); }));
  }
  /// What kill -9 leaves: the files as they are while the database is open.
  void stop_without_an_end() {
    database = open();
    add_one();
    const auto left = folder / "left";
    fs::create_directory(left);
    for (const auto& name : {file, log}) fs::copy_file(name, left / name.filename());
    database.reset();
    for (const auto& name : {file, log}) fs::copy_file(left / name.filename(), name, fs::copy_options::overwrite_existing);
  }
  /// More than one: of some the log may hold a newer state.
  void bend_pages() const {
    std::fstream pages(file, std::ios::in | std::ios::out | std::ios::binary);
    for (const unsigned part : {2, 3, 4}) {
      pages.seekp(static_cast<std::streamoff>(fs::file_size(file) / 4096 / part * 4096));
      pages << std::string(4096, '\x33');
    }
  }
  static std::string content_of(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>{in}, {}};
  }
};

TEST_F(OldDatabase, IsSoundAfterAStopWithoutItsEnd) {
  stop_without_an_end();
  ASSERT_GT(fs::file_size(log), 0U);
  database = open();
  EXPECT_EQ(count(), 2001);
}

TEST_F(OldDatabase, IsCheckedAfterAStopWithoutItsEndAndRefusedUntilItIsReplaced) {
  stop_without_an_end();
  bend_pages();
  const auto before = content_of(file) + content_of(log);
  for (int times = 0; times < 2; ++times) {
    try {
      static_cast<void>(open());
      FAIL() << "a damaged database was opened";
    } catch (const Damaged& e) {
      EXPECT_NE(std::string{e.what()}.find("roster.db is damaged"), std::string::npos) << e.what();
      EXPECT_NE(std::string{e.what()}.find("roster restore"), std::string::npos) << e.what();
    }
    EXPECT_EQ(content_of(file) + content_of(log), before) << "nothing was changed";
  }
}

TEST_F(OldDatabase, TakesNoWriteOnceDamageWasSeenAndIsCheckedWhenItIsOpenedAgain) {
  database = open();
  add_one();
  EXPECT_EQ(database->check_pages(), "ok");
  EXPECT_TRUE(database->is_healthy());
  database.reset();
  database = open();
  static_cast<void>(database->write(
      [](Transaction& tx) -> Result<int> { return static_cast<int>(tx.execute("DELETE FROM t WHERE k = 'one more'")); }));
  bend_pages();
  EXPECT_NE(database->check_pages(), "ok");
  EXPECT_FALSE(database->is_healthy());
  EXPECT_THROW(add_one(), Unavailable);
  database.reset();
  EXPECT_THROW(static_cast<void>(open()), Damaged);
}

TEST_F(SqliteDatabase, TimeNeverGoesBack) {
  struct Backwards final : Clock {
    mutable std::atomic<std::int64_t> next{1'000'000};
    Instant now() const override { return {next -= 1000}; }
  } backwards;
  const auto other = open_sqlite({.path = (folder / "time.db").string()}, backwards);
  Instant last{};
  for (int i = 0; i < 5; ++i) {
    const auto now = other->read([](Transaction& tx) { return tx.now(); });
    EXPECT_GE(now, last);
    last = now;
  }
}

/// Writes down what it is told.
struct Watcher final : CommitWatcher {
  static constexpr std::array watched{WatchedTable{"t", "k"}};
  std::vector<std::string> told;  // by the writer's thread, read when it has answered

  [[nodiscard]] std::span<const WatchedTable> tables() const override { return watched; }
  void count_in(const ChangedRows& rows) noexcept override { tell("in", rows); }
  void count_out(const ChangedRows& rows, Fate fate) noexcept override {
    tell(fate == Fate::committed ? "committed" : fate == Fate::rolled_back ? "rolled back" : "unknown", rows);
  }
  void tell(const std::string& what, const ChangedRows& rows) {
    std::string line = what;
    for (const auto& row : rows) line += " " + row.about.text(0);
    told.push_back(line);
  }
};

struct WatchedCommits : SqliteDatabase {
  Watcher watcher;
  WatchedCommits() {
    make_table();
    database->watch(watcher);
  }
  void write(const std::function<void(Transaction&)>& body, bool commit = true, WriteOptions options = {}) {
    static_cast<void>(database->write(
        [&](Transaction& tx) -> Result<int> {
          body(tx);
          if (!commit) return refuse(reasons::forbidden);
          return 0;
        },
        options));
  }
  ~WatchedCommits() override { database.reset(); }
  WatchedCommits(const WatchedCommits&) = delete;
  WatchedCommits& operator=(const WatchedCommits&) = delete;
};

TEST_F(WatchedCommits, TellEveryRowThatAStatementChangesHoweverItFindsThem) {
  write([](Transaction& tx) {
    EXPECT_EQ(tx.execute("INSERT INTO t VALUES ('a', 1), ('b', 1), ('c', 2)"), 3);
    EXPECT_EQ(tx.execute("UPDATE t SET n = n + 1 WHERE n < ?", 2), 2);
  });
  write([](Transaction& tx) { EXPECT_EQ(tx.execute("DELETE FROM t WHERE k >= ?", "b"), 2); });
  EXPECT_EQ(watcher.told, (std::vector<std::string>{"in a b c a b", "committed a b c a b", "in b c", "committed b c"}));
}

TEST_F(WatchedCommits, TellNothingOfWhatIsNotCommitted) {
  const auto insert = [](Transaction& tx) { tx.execute("INSERT INTO t VALUES ('a', 1)"); };
  write(insert, false);
  write(insert, true, {.dry_run = true});
  EXPECT_THROW(write([](Transaction& tx) { tx.execute("INSERT INTO t VALUES ('a', -1)"); }), DatabaseError);
  write([](Transaction& tx) { EXPECT_EQ(tx.execute("UPDATE t SET n = 1 WHERE k = 'nobody'"), 0); });
  EXPECT_TRUE(watcher.told.empty());
}

TEST_F(WatchedCommits, LetNoStatementPassWhoseRowsTheyCannotTell) {
  const auto refused = [&](const char* sql) {
    EXPECT_THROW(write([&](Transaction& tx) { tx.execute(sql); }), DatabaseError) << sql;
  };
  refused("REPLACE INTO t VALUES ('a', 1)");
  refused("UPDATE t SET k = 'b'");
  EXPECT_THROW(write([](Transaction& tx) { static_cast<void>(tx.list("INSERT INTO t VALUES ('a', 1)")); }), DatabaseError);
}

struct Migrations : SqliteDatabase {
  static embedded::EmbeddedFile file(std::string_view path, std::string_view text) {
    return {path, reinterpret_cast<const unsigned char*>(text.data()), text.size()};
  }
  std::vector<embedded::EmbeddedFile> two{
      file("migrations/0001_a.sql", "-- why\nCREATE TABLE a (n BIGINT);\n"),
      file("migrations/0002_b.sql", "CREATE TABLE b (n BIGINT);\nINSERT INTO b VALUES (1);\n")};
};

TEST_F(Migrations, RunEachOnce) {
  EXPECT_EQ(migrate(*database, two), 2);
  EXPECT_EQ(migrate(*database, two), 0);
  EXPECT_EQ(database->read([](Transaction& tx) { return tx.find("SELECT COUNT(*) FROM b")->integer(0); }), 1);
}

TEST_F(Migrations, RefuseANewerDatabase) {
  migrate(*database, two);
  two.pop_back();
  EXPECT_THROW(migrate(*database, two), MigrationRefused);
}

TEST_F(Migrations, RefuseAnotherPast) {
  migrate(*database, two);
  two[0] = file("migrations/0001_a.sql", "CREATE TABLE other (n BIGINT);\n");
  EXPECT_THROW(migrate(*database, two), MigrationRefused);
}

TEST_F(Migrations, LeaveNothingOfOneThatFails) {
  two.push_back(file("migrations/0003_bad.sql", "CREATE TABLE c (n BIGINT);\nINSERT INTO nowhere VALUES (1);\n"));
  EXPECT_THROW(migrate(*database, two), DatabaseError);
  EXPECT_THROW(database->read([](Transaction& tx) { return tx.list("SELECT * FROM c").size(); }), DatabaseError);
}

}  // namespace
}  // namespace roster::database
