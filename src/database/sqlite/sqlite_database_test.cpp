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
#include "database/test_table.h"
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
  void make_table() { make_test_table(*database); }
  std::int64_t count() { return count_test_rows(*database); }
  ~SqliteDatabase() override {
    database.reset();
    fs::remove_all(folder);
  }
};

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
      [](Transaction& tx) -> Result<int> { return static_cast<int>(tx.count_changed("INSERT INTO t VALUES ('saved', 1)")); }));
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
    static_cast<void>(database->write([](Transaction& tx) -> Result<int> {
      return static_cast<int>(tx.count_changed("INSERT INTO t VALUES ('one more', 1)"));
    }));
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
    for (const unsigned part : {2U, 3U, 4U}) {
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
      [](Transaction& tx) -> Result<int> { return static_cast<int>(tx.count_changed("DELETE FROM t WHERE k = 'one more'")); }));
  bend_pages();
  EXPECT_NE(database->check_pages(), "ok");
  EXPECT_FALSE(database->is_healthy());
  EXPECT_THROW(add_one(), Unavailable);
  database.reset();
  EXPECT_THROW(static_cast<void>(open()), Damaged);
}

/// A disk that refuses to keep what it was given, as often as it is told to. For databases that are opened while it is there.
class FailingDisk {
 public:
  FailingDisk() {
    disk_ = *usual_;
    disk_.zName = "failing";
    disk_.xOpen = [](sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* given) {
      const int code = usual_->xOpen(usual_, name, file, flags, given);
      if (file->pMethods == nullptr) return code;
      // A log has fewer of them than a database.
      auto& methods = methods_[(flags & SQLITE_OPEN_MAIN_DB) != 0 ? 0 : 1];
      methods = *file->pMethods;
      usual_sync_ = methods.xSync;
      methods.xSync = &sync;
      file->pMethods = &methods;
      return code;
    };
    sqlite3_vfs_register(&disk_, 1);
  }
  ~FailingDisk() {
    sqlite3_vfs_register(usual_, 1);
    sqlite3_vfs_unregister(&disk_);
    failures_ = syncs_ = 0;
  }
  FailingDisk(const FailingDisk&) = delete;
  FailingDisk& operator=(const FailingDisk&) = delete;

  static void fail(int times) { failures_ = times; }
  /// What it kept since it failed.
  static int syncs() { return syncs_; }

 private:
  static int sync(sqlite3_file* file, int flags) {
    if (failures_ > 0) {
      --failures_;
      syncs_ = 0;
      return SQLITE_IOERR_FSYNC;
    }
    ++syncs_;
    return usual_sync_(file, flags);
  }
  static inline sqlite3_vfs* const usual_ = sqlite3_vfs_find(nullptr);
  static inline sqlite3_vfs disk_{};
  static inline std::array<sqlite3_io_methods, 2> methods_{};
  static inline int (*usual_sync_)(sqlite3_file*, int) = nullptr;
  static inline std::atomic<int> failures_{0}, syncs_{0};
};

TEST_F(OldDatabase, TakesNoWriteOnceTheDiskFailedToKeepOneHoweverManyWait) {
  const FailingDisk disk;
  database = open();
  std::atomic<int> unknown{0}, refused{0};
  std::vector<std::thread> threads;
  std::atomic<int> written{0};
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0;; ++i) {
        try {
          static_cast<void>(database->write([&](Transaction& tx) -> Result<int> {
            return static_cast<int>(tx.count_changed("INSERT INTO t VALUES (?, 1)", std::to_string(t) + "/" + std::to_string(i)));
          }));
          ++written;
        } catch (const UnknownFate&) {
          ++unknown;
        } catch (const Unavailable&) {
          ++refused;
          return;
        }
      }
    });
  }
  while (written < 50) std::this_thread::yield();
  FailingDisk::fail(1);
  for (auto& thread : threads) thread.join();
  EXPECT_GE(unknown, 1);
  EXPECT_EQ(refused, 8);
  EXPECT_EQ(FailingDisk::syncs(), 0) << "nothing is given to that disk any more";
  EXPECT_FALSE(database->is_healthy());
  const auto acknowledged = written.load();
  database.reset();
  database = open();
  EXPECT_GE(count(), 2000 + acknowledged);
  EXPECT_LE(count(), 2000 + acknowledged + unknown);
  database.reset();
}

TEST_F(OldDatabase, TakesNoWriteOnceTheDiskFailedToKeepACheckpoint) {
  const FailingDisk disk;
  database = open();
  add_one();
  FailingDisk::fail(1);
  // As soon as nobody writes.
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{15};
  while (database->is_healthy() && std::chrono::steady_clock::now() < end) std::this_thread::yield();
  EXPECT_FALSE(database->is_healthy());
  EXPECT_THROW(add_one(), Unavailable);
  database.reset();
  database = open();
  EXPECT_EQ(count(), 2001);
  database.reset();
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

TEST_F(SqliteDatabase, TimeGoesOnFromTheNewestEventWhereTheClockWasSetBack) {
  const Instant newest = clock.now() + std::chrono::hours{24};
  static_cast<void>(database->write([&](Transaction& tx) -> Result<int> {
    tx.execute("CREATE TABLE events (at BIGINT NOT NULL)");
    tx.execute("INSERT INTO events VALUES (?), (?)", newest, newest - std::chrono::hours{48});
    return 0;
  }));
  database.reset();
  database = open();
  const auto first = database->read([](Transaction& tx) { return tx.now(); });
  EXPECT_GE(first, newest);
  EXPECT_LT(first, newest + std::chrono::hours{1});
  while (database->now() == first) std::this_thread::yield();
  EXPECT_GT(database->now(), first) << "and does not stand still";
}

}  // namespace
}  // namespace roster::database
