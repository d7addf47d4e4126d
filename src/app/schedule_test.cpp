#include "app/schedule.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "base/embedded.h"
#include "database/forgetting.h"
#include "database/migrations.h"
#include "database/postgres/postgres_database.h"
#include "database/postgres/scratch_database.h"
#include "database/sqlite/sqlite_database.h"

namespace roster::app {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr int ended = 2 * database::forgotten_at_once + 500;
constexpr int once_an_hour = 720;

/// A database with a person whose sign-ins and sessions are over, and one of each that is not, on each engine.
struct AnyChores : ::testing::TestWithParam<std::string_view> {
  SystemClock clock;
  fs::path folder;
  std::optional<database::postgres::ScratchDatabase> scratch;
  std::unique_ptr<database::Database> database;

  void SetUp() override {
    if (GetParam() == "sqlite") {
      std::string pattern = (fs::temp_directory_path() / "roster-chores-XXXXXX").string();
      folder = ::mkdtemp(pattern.data());
      database = database::open_sqlite({.path = (folder / "roster.db").string()}, clock);
    } else {
      if (!database::postgres::ScratchDatabase::is_possible()) GTEST_SKIP() << "run it by script/with-postgres";
      scratch.emplace();
      database = database::open_postgres({.conninfo = scratch->conninfo()}, clock);
    }
    database::migrate(*database, embedded::embedded_migrations());
    static_cast<void>(database->write([&](database::Transaction& tx) -> Result<int> {
      tx.execute("INSERT INTO users (id, email, email_key, name, locale, created_at) VALUES ('u', 'a@b', 'a@b', 'A', 'en', 1)");
      for (int i = 0; i <= ended; ++i) {
        const auto at = i == 0 ? tx.now() : Instant{i};
        tx.execute("INSERT INTO sign_ins (id, user_id, at, result, method, ip, device) VALUES (?, 'u', ?, 'failed', '', '', '')",
                   std::to_string(i), at);
        tx.execute(
            "INSERT INTO sessions (id, user_id, digest, created_at, authenticated_at, last_used_at, expires_at, ip, device) "
            "VALUES (?, 'u', ?, 1, 1, ?, ?, '', '')",
            std::to_string(i), std::to_string(i), at, at + 1h);
        tx.execute(
            "INSERT INTO idempotency_keys (principal, key, request_digest, status, headers, body, created_at) VALUES ('u', ?, "
            "'', 200, '', '', ?)",
            std::to_string(i), at);
      }
      return 0;
    }));
  }
  void TearDown() override {
    database.reset();
    if (!folder.empty()) fs::remove_all(folder);
  }
  std::int64_t count(const std::string& table) const {
    return database->read([&](database::Transaction& tx) { return tx.find("SELECT COUNT(*) FROM " + table)->integer(0); });
  }
};

TEST_P(AnyChores, ClearOutUntilNothingIsLeftThoughAnotherOfThemFails) {
  const Chores chores{*database, [] { throw std::runtime_error("the activity cannot be written"); }, 30min};
  chores.run(1, [] { return false; });
  EXPECT_EQ(count("sign_ins"), ended + 1) << "once an hour";
  chores.run(once_an_hour, [] { return false; });
  for (const auto* table : {"sign_ins", "sessions", "idempotency_keys"}) EXPECT_EQ(count(table), 1) << table;
}

TEST_P(AnyChores, ClearOutAPartAtATime) {
  const auto forget = [&] {
    return *database->write([](database::Transaction& tx) -> Result<std::int64_t> { return forget_old(tx, 30min); });
  };
  EXPECT_GT(forget(), 0);
  EXPECT_EQ(count("sign_ins"), ended + 1 - database::forgotten_at_once);
  while (forget() > 0) {
  }
  EXPECT_EQ(count("sign_ins"), 1);
}

TEST_P(AnyChores, LeaveOffWhereTheServerStops) {
  const Chores chores{*database, [] {}, 30min};
  chores.run(once_an_hour, [] { return true; });
  EXPECT_EQ(count("sign_ins"), ended + 1);
}

constexpr std::array<std::string_view, 2> engines{"sqlite", "postgresql"};
std::string name_of(const ::testing::TestParamInfo<std::string_view>& info) { return std::string{info.param}; }
INSTANTIATE_TEST_SUITE_P(On, AnyChores, ::testing::ValuesIn(engines), name_of);

}  // namespace
}  // namespace roster::app
