#include "database/database.h"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <filesystem>
#include <thread>

#include "database/migrations.h"
#include "database/postgres/postgres_database.h"
#include "database/postgres/scratch_database.h"
#include "database/sqlite/sqlite_database.h"
#include "database/test_table.h"
#include "database/watch.h"

namespace roster::database {
namespace {

namespace fs = std::filesystem;

/// What each engine promises, on each.
struct AnyDatabase : ::testing::TestWithParam<std::string_view> {
  SystemClock clock;
  fs::path folder;
  std::optional<postgres::ScratchDatabase> scratch;
  std::unique_ptr<Database> database;

  AnyDatabase() {
    if (GetParam() == "sqlite") {
      std::string pattern = (fs::temp_directory_path() / "roster-database-XXXXXX").string();
      folder = ::mkdtemp(pattern.data());
      database = open_sqlite({.path = (folder / "roster.db").string()}, clock);
    } else if (postgres::ScratchDatabase::is_possible()) {
      scratch.emplace();
      database = open_postgres({.conninfo = scratch->conninfo()}, clock);
      // The engine's own tables.
      migrate(*database, {});
    }
  }
  void SetUp() override {
    if (!database) GTEST_SKIP() << "there is no PostgreSQL: run it by script/with-postgres";
  }
  void make_table() { make_test_table(*database); }
  std::int64_t count() { return count_test_rows(*database); }
  void change(const std::string& sql) {
    static_cast<void>(database->write([&](Transaction& tx) -> Result<int> { return static_cast<int>(tx.count_changed(sql)); }));
  }
  ~AnyDatabase() override {
    database.reset();
    if (!folder.empty()) fs::remove_all(folder);
  }
  AnyDatabase(const AnyDatabase&) = delete;
  AnyDatabase& operator=(const AnyDatabase&) = delete;
};

TEST_P(AnyDatabase, CommitsExactlyWhenTheResultHasAValue) {
  make_table();
  EXPECT_TRUE(database->write(
      [](Transaction& tx) -> Result<int> { return static_cast<int>(tx.count_changed("INSERT INTO t VALUES ('kept', 1)")); }));
  const auto refused = database->write([](Transaction& tx) -> Result<int> {
    tx.execute("INSERT INTO t VALUES ('refused', 1)");
    return refuse(reasons::forbidden);
  });
  EXPECT_TRUE(refused.error().is(reasons::forbidden));
  EXPECT_EQ(count(), 1);
}

TEST_P(AnyDatabase, ADryRunAnswersAndLeavesNothing) {
  make_table();
  const auto tried = database->write(
      [](Transaction& tx) -> Result<int> { return static_cast<int>(tx.count_changed("INSERT INTO t VALUES ('tried', 1)")); },
      {.dry_run = true});
  EXPECT_EQ(*tried, 1);
  EXPECT_EQ(count(), 0);
}

TEST_P(AnyDatabase, AFailingWriteHarmsNoneOfThoseItIsCommittedWith) {
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

TEST_P(AnyDatabase, WhatIsUndoneTakesNothingAwayFromWhatItRanWith) {
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
              const auto changed = tx.count_changed("INSERT INTO t VALUES (?, ?)", std::to_string(t) + "-" + std::to_string(i),
                                                    static_cast<int>(kind));
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

TEST_P(AnyDatabase, WhatNobodyWaitsForIsSeenByWhatComesNext) {
  make_table();
  const auto wrote = database->write([](Transaction& tx) -> Result<std::int64_t> {
    for (const char* key : {"a", "b", "c"}) tx.execute("INSERT INTO t VALUES (?, 1)", key);
    EXPECT_EQ(tx.find("SELECT COUNT(*) FROM t")->integer(0), 3);
    tx.execute("DELETE FROM t WHERE k = 'a'");
    tx.execute_with("UPDATE t SET n = ? WHERE k = 'b'", {std::int64_t{7}});
    EXPECT_EQ(tx.count_changed("UPDATE t SET n = n + 1"), 2);
    tx.execute("INSERT INTO t VALUES ('d', 1)");
    return 0;
  });
  EXPECT_TRUE(wrote);
  EXPECT_EQ(count(), 3);
  EXPECT_EQ(database->read([](Transaction& tx) { return tx.find("SELECT SUM(n) FROM t")->integer(0); }), 8 + 2 + 1);
}

TEST_P(AnyDatabase, WhatNobodyWaitsForFailsItsWriteAndNoOther) {
  make_table();
  change("INSERT INTO t VALUES ('there', 1)");
  const auto fail = [&](bool asks_afterwards) {
    static_cast<void>(database->write([&](Transaction& tx) -> Result<int> {
      tx.execute("INSERT INTO t VALUES ('before', 1)");
      tx.execute("INSERT INTO t VALUES ('broken', -1)");
      tx.execute("INSERT INTO t VALUES ('after', 1)");
      if (asks_afterwards) static_cast<void>(tx.find("SELECT 1"));
      return 0;
    }));
  };
  for (const bool asks_afterwards : {false, true}) {
    EXPECT_THROW(fail(asks_afterwards), DatabaseError);
    EXPECT_EQ(count(), 1);
  }
  // What was written before a refusal, and what was wrong about it, is nobody's.
  for (const int n : {1, -1}) {
    try {
      const auto refused = database->write([&](Transaction& tx) -> Result<int> {
        tx.execute("INSERT INTO t VALUES ('a', 1)");
        tx.execute("INSERT INTO t VALUES ('b', ?)", n);
        return refuse(reasons::forbidden);
      });
      EXPECT_FALSE(refused);
    } catch (const DatabaseError&) {
      EXPECT_EQ(n, -1);
    }
    change("UPDATE t SET n = n + 1");
    EXPECT_EQ(count(), 1);
  }
}

TEST_P(AnyDatabase, AStatementGetsAsManyValuesAsItHasPlaces) {
  make_table();
  EXPECT_THROW(database->read([](Transaction& tx) { return tx.list("SELECT k FROM t WHERE k = ? AND n = ?", "a").size(); }),
               DatabaseError);
  EXPECT_THROW(database->read([](Transaction& tx) { return tx.list("SELECT k FROM t WHERE k = ?", "a", 1).size(); }),
               DatabaseError);
}

TEST_P(AnyDatabase, AReadSeesOneSnapshotWhateverIsWrittenMeanwhile) {
  make_table();
  database->read([&](Transaction& tx) {
    EXPECT_EQ(tx.find("SELECT COUNT(*) FROM t")->integer(0), 0);
    static_cast<void>(database->write([](Transaction& other) -> Result<int> {
      return static_cast<int>(other.count_changed("INSERT INTO t VALUES ('new', 1)"));
    }));
    EXPECT_EQ(tx.find("SELECT COUNT(*) FROM t")->integer(0), 0);
    return 0;
  });
  EXPECT_EQ(count(), 1);
}

TEST_P(AnyDatabase, AReaderCannotWrite) {
  make_table();
  EXPECT_THROW(database->read([](Transaction& tx) { return tx.count_changed("INSERT INTO t VALUES ('sneaked', 1)"); }),
               DatabaseError);
  EXPECT_EQ(count(), 0);
}

TEST_P(AnyDatabase, KeepsTextsAsTheyAre) {
  make_table();
  static_cast<void>(database->write([&](Transaction& tx) -> Result<int> {
    tx.execute("INSERT INTO t VALUES (?, 1)", std::string_view{});
    tx.execute("INSERT INTO t VALUES (?, 2)", std::optional<std::string>{"가 'é\\ $1 ?"});
    return 0;
  }));
  const auto rows = database->read([](Transaction& tx) { return tx.list("SELECT k, NULL, n FROM t ORDER BY n"); });
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].text(0), "");
  EXPECT_EQ(rows[1].text(0), "가 'é\\ $1 ?");
  EXPECT_TRUE(rows[1].is_null(1));
  EXPECT_EQ(rows[1].integer(2), 2);
}

TEST_P(AnyDatabase, OrdersTextsByTheirBytes) {
  make_table();
  change("INSERT INTO t VALUES ('b', 1), ('B', 1), ('a', 1), ('_', 1), ('é', 1), ('ab', 1), ('a b', 1)");
  std::string all;
  for (const auto& row : database->read([](Transaction& tx) { return tx.list("SELECT k FROM t ORDER BY k"); }))
    all += row.text(0) + ",";
  EXPECT_EQ(all, "B,_,a,a b,ab,b,é,");
}

TEST_P(AnyDatabase, CountsAndSumsAreNumbersAndComparisonsAreBooleans) {
  make_table();
  change("INSERT INTO t VALUES ('a', 7), ('b', 2)");
  const auto row = database->read([](Transaction& tx) {
    return *tx.find("SELECT COUNT(*), SUM(n), MAX(n), SUM(CASE WHEN n > ? THEN 1 ELSE 0 END), MIN(n) < ?, MIN(n) > ? FROM t", 5,
                    3, 3);
  });
  EXPECT_EQ(row.integer(0), 2);
  EXPECT_EQ(row.integer(1), 9);
  EXPECT_EQ(row.integer(2), 7);
  EXPECT_EQ(row.integer(3), 1);
  EXPECT_TRUE(row.boolean(4));
  EXPECT_FALSE(row.boolean(5));
}

TEST_P(AnyDatabase, LosesNoneOfManyChangesOfOneRow) {
  make_table();
  change("INSERT INTO t VALUES ('a', 0)");
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 10; ++i) {
        static_cast<void>(database->write([](Transaction& tx) -> Result<int> {
          // Read, then written: without a lock.
          const auto n = tx.find("SELECT n FROM t WHERE k = 'a'")->integer(0);
          tx.execute("UPDATE t SET n = ? WHERE k = 'a'", n + 1);
          return 0;
        }));
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(database->read([](Transaction& tx) { return tx.find("SELECT n FROM t")->integer(0); }), 80);
}

TEST_P(AnyDatabase, AWriteSeesWhatTheOneBeforeItUnderTheSameLockHasWritten) {
  make_table();
  std::vector<std::thread> threads;
  std::atomic<int> made{0};
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 5; ++i) {
        // At most ten rows, whoever writes: a rule over rows that nobody else changes.
        static_cast<void>(database->write([&](Transaction& tx) -> Result<int> {
          tx.lock("accounts", {"one"});
          if (tx.find("SELECT COUNT(*) FROM t")->integer(0) >= 10) return refuse(reasons::forbidden);
          tx.execute("INSERT INTO t VALUES (?, 1)", std::to_string(t) + "-" + std::to_string(i));
          ++made;
          return 0;
        }));
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(count(), 10);
  EXPECT_EQ(made, 10) << "none of them had to run again";
}

TEST_P(AnyDatabase, ALockThatIsTakenLateHoldsForAllThatTheWriteReads) {
  make_table();
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 5; ++i) {
        static_cast<void>(database->write([&](Transaction& tx) -> Result<int> {
          const auto before = tx.find("SELECT COUNT(*) FROM t")->integer(0);
          tx.lock("accounts", {"one"});
          tx.lock("users", {"two"});
          EXPECT_EQ(tx.find("SELECT COUNT(*) FROM t")->integer(0), before);
          if (before >= 10) return refuse(reasons::forbidden);
          tx.execute("INSERT INTO t VALUES (?, 1)", std::to_string(t) + "-" + std::to_string(i));
          return 0;
        }));
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(count(), 10);
}

TEST_P(AnyDatabase, WhoInsertsWhatIsThereByNowSeesIt) {
  make_table();
  std::vector<std::thread> threads;
  std::atomic<int> first{0}, later{0};
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 10; ++i) {
        const auto key = std::to_string(i);
        const auto made = database->write([&](Transaction& tx) -> Result<int> {
          if (tx.find("SELECT 1 FROM t WHERE k = ?", key)) return refuse(reasons::forbidden);
          tx.execute("INSERT INTO t VALUES (?, 1)", key);
          return 0;
        });
        ++(made ? first : later);
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(first, 10);
  EXPECT_EQ(later, 70);
}

TEST_P(AnyDatabase, KnowsItsTables) {
  EXPECT_FALSE(database->has_table("t"));
  make_table();
  EXPECT_TRUE(database->has_table("t"));
}

TEST_P(AnyDatabase, AnExceptionInAWriteUndoesIt) {
  make_table();
  EXPECT_THROW(static_cast<void>(database->write([](Transaction& tx) -> Result<int> {
                 tx.execute("INSERT INTO t VALUES ('a', 1)");
                 throw std::runtime_error("no");
               })),
               std::runtime_error);
  EXPECT_EQ(count(), 0);
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
  void trust_until(BootTime) noexcept override {}
  void forget() noexcept override {}
  void tell(const std::string& what, const ChangedRows& rows) {
    std::string line = what;
    for (const auto& row : rows) line += " " + row.about.text(0);
    told.push_back(line);
  }
};

struct WatchedCommits : AnyDatabase {
  Watcher watcher;
  WatchedCommits() = default;
  void SetUp() override {
    AnyDatabase::SetUp();
    if (IsSkipped()) return;
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

TEST_P(WatchedCommits, TellEveryRowThatAStatementChangesHoweverItFindsThem) {
  write([](Transaction& tx) {
    EXPECT_EQ(tx.count_changed("INSERT INTO t VALUES ('a', 1), ('b', 1), ('c', 2)"), 3);
    EXPECT_EQ(tx.count_changed("UPDATE t SET n = n + 1 WHERE n < ?", 2), 2);
  });
  write([](Transaction& tx) { EXPECT_EQ(tx.count_changed("DELETE FROM t WHERE k >= ?", "b"), 2); });
  EXPECT_EQ(watcher.told, (std::vector<std::string>{"in a b c a b", "committed a b c a b", "in b c", "committed b c"}));
}

TEST_P(WatchedCommits, TellBeforehandWhatNobodyWaitedFor) {
  write([](Transaction& tx) {
    for (const char* key : {"a", "b", "c"}) tx.execute("INSERT INTO t VALUES (?, 1)", key);
    tx.execute("DELETE FROM t WHERE k = 'a'");
  });
  EXPECT_EQ(watcher.told, (std::vector<std::string>{"in a b c a", "committed a b c a"}));
}

TEST_P(WatchedCommits, TellNothingOfWhatIsNotCommitted) {
  const auto insert = [](Transaction& tx) { tx.execute("INSERT INTO t VALUES ('a', 1)"); };
  write(insert, false);
  write(insert, true, {.dry_run = true});
  EXPECT_THROW(write([](Transaction& tx) { tx.execute("INSERT INTO t VALUES ('a', -1)"); }), DatabaseError);
  write([](Transaction& tx) { EXPECT_EQ(tx.count_changed("UPDATE t SET n = 1 WHERE k = 'nobody'"), 0); });
  EXPECT_TRUE(watcher.told.empty());
}

TEST_P(WatchedCommits, LetNoStatementPassWhoseRowsTheyCannotTell) {
  const auto refused = [&](const char* sql) {
    EXPECT_THROW(write([&](Transaction& tx) { tx.execute(sql); }), DatabaseError) << sql;
  };
  refused("REPLACE INTO t VALUES ('a', 1)");
  refused("UPDATE t SET k = 'b'");
  EXPECT_THROW(write([](Transaction& tx) { static_cast<void>(tx.list("INSERT INTO t VALUES ('a', 1)")); }), DatabaseError);
}

struct Migrations : AnyDatabase {
  static embedded::EmbeddedFile file(std::string_view path, std::string_view text) {
    return {path, reinterpret_cast<const unsigned char*>(text.data()), text.size()};
  }
  std::vector<embedded::EmbeddedFile> two{
      file("migrations/0001_a.sql", "-- why\nCREATE TABLE a (n BIGINT);\n"),
      file("migrations/0002_b.sql", "CREATE TABLE b (n BIGINT);\nINSERT INTO b VALUES (1);\n")};
};

TEST_P(Migrations, RunEachOnce) {
  EXPECT_EQ(migrate(*database, two), 2);
  EXPECT_EQ(migrate(*database, two), 0);
  EXPECT_EQ(database->read([](Transaction& tx) { return tx.find("SELECT COUNT(*) FROM b")->integer(0); }), 1);
}

TEST_P(Migrations, RefuseANewerDatabase) {
  migrate(*database, two);
  two.pop_back();
  EXPECT_THROW(migrate(*database, two), MigrationRefused);
}

TEST_P(Migrations, RefuseAnotherPast) {
  migrate(*database, two);
  two[0] = file("migrations/0001_a.sql", "CREATE TABLE other (n BIGINT);\n");
  EXPECT_THROW(migrate(*database, two), MigrationRefused);
}

TEST_P(Migrations, LeaveNothingOfOneThatFails) {
  two.push_back(file("migrations/0003_bad.sql", "CREATE TABLE c (n BIGINT);\nINSERT INTO nowhere VALUES (1);\n"));
  EXPECT_THROW(migrate(*database, two), DatabaseError);
  EXPECT_THROW(database->read([](Transaction& tx) { return tx.list("SELECT * FROM c").size(); }), DatabaseError);
}

constexpr std::array<std::string_view, 2> engines{"sqlite", "postgresql"};
std::string name_of(const ::testing::TestParamInfo<std::string_view>& info) { return std::string{info.param}; }
INSTANTIATE_TEST_SUITE_P(On, AnyDatabase, ::testing::ValuesIn(engines), name_of);
INSTANTIATE_TEST_SUITE_P(On, WatchedCommits, ::testing::ValuesIn(engines), name_of);
INSTANTIATE_TEST_SUITE_P(On, Migrations, ::testing::ValuesIn(engines), name_of);

}  // namespace
}  // namespace roster::database
