#include "app/move.h"

#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <future>

#include "base/embedded.h"
#include "database/migrations.h"
#include "database/postgres/postgres_database.h"
#include "database/postgres/scratch_database.h"
#include "database/sqlite/sqlite_database.h"
#include "database/watch.h"

namespace roster::app {
namespace {

namespace fs = std::filesystem;

/// What a server remembers: nothing.
struct NoMemory final : database::CommitWatcher {
  [[nodiscard]] std::span<const database::WatchedTable> tables() const override { return {}; }
  void count_in(const database::ChangedRows&) noexcept override {}
  void count_out(const database::ChangedRows&, database::Fate) noexcept override {}
  void trust_until(database::BootTime) noexcept override {}
  void forget() noexcept override {}
};

/// An empty one of this version on PostgreSQL, and files beside it.
struct MoveOnPostgres : ::testing::Test {
  SystemClock clock;
  fs::path folder = [] {
    std::string pattern = (fs::temp_directory_path() / "roster-move-XXXXXX").string();
    return fs::path{::mkdtemp(pattern.data())};
  }();
  std::optional<database::postgres::ScratchDatabase> scratch;

  void SetUp() override {
    if (!database::postgres::ScratchDatabase::is_possible()) GTEST_SKIP() << "run it by script/with-postgres";
    scratch.emplace();
    database::migrate(*open(), embedded::embedded_migrations());
  }
  ~MoveOnPostgres() override { fs::remove_all(folder); }
  [[nodiscard]] std::unique_ptr<database::Database> open(bool joins = false) const {
    return database::open_postgres({.conninfo = scratch->conninfo(), .joins = joins}, clock);
  }
  [[nodiscard]] std::unique_ptr<database::Database> open_file(const std::string& name) const {
    auto file = database::open_sqlite({.path = (folder / name).string()}, clock);
    database::migrate(*file, embedded::embedded_migrations());
    return file;
  }
};

TEST_F(MoveOnPostgres, IsRefusedWhereAServerWasStartedMidway) {
  const auto from = open(), to = open_file("to.db");
  NoMemory memory;
  std::unique_ptr<database::Database> server;
  const auto move = [&](bool starts_server) {
    return move_database({*from, "from"}, {*to, "to"}, [&](const MoveProgress&) {
      if (!starts_server || server) return;
      server = open(true);
      server->watch(memory);
    });
  };
  EXPECT_THROW(move(true), MoveRefused);
  EXPECT_FALSE(why_moved(*from)) << "it is the one that is served";
  EXPECT_TRUE(why_moved(*to));
  server.reset();
  EXPECT_NO_THROW(move(false));
  EXPECT_TRUE(why_moved(*from));
  EXPECT_FALSE(why_moved(*to));
}

TEST_F(MoveOnPostgres, WaitsForAnotherOneToTheSamePlace) {
  const auto first = open_file("first.db"), second = open_file("second.db");
  const auto here = open(), there = open();
  const auto is_waiting = [&] {
    return scratch->run_here(
               "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM "
               "pg_database WHERE datname = current_database())") == "1";
  };
  std::future<void> other;
  EXPECT_NO_THROW(move_database({*first, "first"}, {*here, "to"}, [&](const MoveProgress&) {
    if (other.valid()) return;
    other = std::async(std::launch::async, [&] { move_database({*second, "second"}, {*there, "to"}, [](const auto&) {}); });
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{15};
    while (!is_waiting() && std::chrono::steady_clock::now() < end) std::this_thread::yield();
    EXPECT_TRUE(is_waiting());
  }));
  EXPECT_THROW(other.get(), MoveRefused) << "it already holds what was moved from the first";
}

}  // namespace
}  // namespace roster::app
