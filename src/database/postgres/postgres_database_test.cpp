#include "database/postgres/postgres_database.h"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <atomic>
#include <future>
#include <mutex>
#include <thread>

#include "database/migrations.h"
#include "database/postgres/row_locks.h"
#include "database/postgres/scratch_database.h"
#include "database/watch.h"

namespace roster::database::postgres {
namespace {

/// Stands between a client and the server, and cuts a connection around its COMMIT as often as it is told to.
class Proxy {
 public:
  enum class Cut { before_commit, after_commit };

  Proxy() {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    ::bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address);
    ::listen(listener_, 16);
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { accept_all(); });
  }
  ~Proxy() {
    stopping_ = true;
    thread_.join();
    for (auto& connection : connections_) connection.join();
    ::close(listener_);
  }
  Proxy(const Proxy&) = delete;
  Proxy& operator=(const Proxy&) = delete;

  [[nodiscard]] int port() const { return port_; }
  void cut(Cut where, int times) {
    where_ = where;
    cuts_ = times;
  }
  /// After the server has answered who asks what became of a commit.
  void cut_search(int times) { searches_ = times; }
  [[nodiscard]] int cuts_left() const { return cuts_ + searches_; }

 private:
  static sockaddr_in loopback(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    return address;
  }
  static int server_port() { return std::stoi(ScratchDatabase::run("SHOW port")); }

  void accept_all() {
    const int server = server_port();
    while (!stopping_) {
      pollfd waiting{listener_, POLLIN, 0};
      if (::poll(&waiting, 1, 20) != 1) continue;
      const int client = ::accept(listener_, nullptr, nullptr);
      connections_.emplace_back([this, client, server] { carry(client, server); });
    }
  }

  void carry(int client, int server_port) {
    const int server = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const auto address = loopback(server_port);
    ::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address);
    std::array<char, 65536> buffer{};
    while (!stopping_) {
      std::array<pollfd, 2> both{pollfd{client, POLLIN, 0}, pollfd{server, POLLIN, 0}};
      if (::poll(both.data(), 2, 20) < 1) continue;
      if (both[0].revents != 0) {
        const auto size = ::recv(client, buffer.data(), buffer.size(), 0);
        if (size <= 0) break;
        const std::string_view text{buffer.data(), static_cast<std::size_t>(size)};
        const bool is_about_one = text.find("INSERT INTO operations") != std::string_view::npos;
        const bool searches = is_about_one && text.find("ON CONFLICT") != std::string_view::npos;
        auto& left = searches ? searches_ : cuts_;
        const bool cuts = is_about_one && left > 0;
        if (cuts) --left;
        if (cuts && !searches && where_ == Cut::before_commit) break;
        ::send(server, buffer.data(), static_cast<std::size_t>(size), MSG_NOSIGNAL);
        if (cuts) {
          // Until it is done.
          pollfd answer{server, POLLIN, 0};
          ::poll(&answer, 1, 5000);
          break;
        }
      }
      if (both[1].revents != 0) {
        const auto size = ::recv(server, buffer.data(), buffer.size(), 0);
        if (size <= 0) break;
        ::send(client, buffer.data(), static_cast<std::size_t>(size), MSG_NOSIGNAL);
      }
    }
    ::close(client);
    ::close(server);
  }

  int listener_ = -1, port_ = 0;
  std::atomic<bool> stopping_{false};
  std::atomic<Cut> where_{Cut::before_commit};
  std::atomic<int> cuts_{0}, searches_{0};
  std::thread thread_;
  std::vector<std::thread> connections_;
};

/// Writes down what it is told, as another node's memory would be.
struct Watcher final : CommitWatcher {
  static constexpr std::array watched{WatchedTable{"t", "k"}};
  [[nodiscard]] std::span<const WatchedTable> tables() const override { return watched; }
  void count_in(const ChangedRows& rows) noexcept override { tell("in", rows); }
  void count_out(const ChangedRows& rows, Fate fate) noexcept override {
    tell(fate == Fate::committed ? "committed" : fate == Fate::rolled_back ? "rolled back" : "unknown", rows);
  }
  void trust_until(BootTime until) noexcept override { trusted_until = until; }
  void forget() noexcept override { ++forgotten; }
  void tell(const std::string& what, const ChangedRows& rows) {
    const std::lock_guard guard(mutex);
    for (const auto& row : rows) told.push_back(what + " " + row.about.text(0));
  }
  [[nodiscard]] bool was_told(const std::string& what) const {
    const std::lock_guard guard(mutex);
    return std::find(told.begin(), told.end(), what) != told.end();
  }
  [[nodiscard]] bool is_trusted() const { return boot_time() < trusted_until.load(); }

  mutable std::mutex mutex;
  std::vector<std::string> told;
  std::atomic<BootTime> trusted_until{BootTime{0}};
  std::atomic<int> forgotten{0};
};

using Client = std::unique_ptr<PGconn, decltype(&PQfinish)>;

/// By the name that the connections of nodes have.
Client connect_as_node(const std::string& conninfo) {
  return {PQconnectdb((conninfo + " application_name=roster").c_str()), &PQfinish};
}

/// A client that vanishes in the middle: PostgreSQL did what had come of it, and waits for the rest for ever.
class Vanished {
 public:
  Vanished(const std::string& conninfo, const std::vector<std::string>& statements) : connection_(connect_as_node(conninfo)) {
    auto* const connection = connection_.get();
    EXPECT_EQ(PQenterPipelineMode(connection), 1) << PQerrorMessage(connection);
    for (const auto& sql : statements)
      EXPECT_EQ(PQsendQueryParams(connection, sql.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 0), 1);
    EXPECT_EQ(PQsendFlushRequest(connection), 1);
    EXPECT_EQ(PQflush(connection), 0);
    for (std::size_t i = 0; i < statements.size(); ++i) {
      const std::unique_ptr<PGresult, decltype(&PQclear)> done{PQgetResult(connection), &PQclear};
      const auto status = PQresultStatus(done.get());
      EXPECT_TRUE(status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) << statements[i] << PQerrorMessage(connection);
      EXPECT_EQ(PQgetResult(connection), nullptr);
    }
  }

 private:
  Client connection_;
};

bool comes_true(const std::function<bool()>& condition, std::chrono::milliseconds limit = std::chrono::seconds{15}) {
  const auto end = std::chrono::steady_clock::now() + limit;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds{2});
  }
  return true;
}

struct Postgres : ::testing::Test {
  SystemClock clock;
  std::optional<ScratchDatabase> scratch;

  void SetUp() override {
    if (!ScratchDatabase::is_possible()) GTEST_SKIP() << "there is no PostgreSQL: run it by script/with-postgres";
    scratch.emplace();
    migrate(*open(), {});
    scratch->run_here("CREATE TABLE t (k TEXT COLLATE \"C\" PRIMARY KEY, n BIGINT NOT NULL)");
  }
  [[nodiscard]] std::unique_ptr<Database> open(bool joins = false, const std::string& more = "") const {
    return open_postgres({.conninfo = scratch->conninfo() + more, .joins = joins}, clock);
  }
  static void insert(Database& database, const std::string& key, int* runs = nullptr) {
    static_cast<void>(database.write([&](Transaction& tx) -> Result<int> {
      if (runs != nullptr) ++*runs;
      tx.execute("INSERT INTO t VALUES (?, 1)", key);
      return 0;
    }));
  }
  static std::int64_t count(Database& database) {
    return database.read([](Transaction& tx) { return tx.find("SELECT COUNT(*) FROM t")->integer(0); });
  }
};

TEST_F(Postgres, ACommitWhoseAnswerIsLostIsFoundAndNotDoneAgain) {
  Proxy proxy;
  const auto database = open(false, " port=" + std::to_string(proxy.port()));
  proxy.cut(Proxy::Cut::after_commit, 1);
  int runs = 0;
  insert(*database, "a", &runs);
  EXPECT_EQ(proxy.cuts_left(), 0);
  EXPECT_EQ(runs, 1);
  EXPECT_EQ(count(*database), 1);
}

TEST_F(Postgres, ACommitThatNeverArrivedIsMadeAgain) {
  Proxy proxy;
  const auto database = open(false, " port=" + std::to_string(proxy.port()));
  proxy.cut(Proxy::Cut::before_commit, 2);
  int runs = 0;
  insert(*database, "a", &runs);
  EXPECT_EQ(proxy.cuts_left(), 0);
  EXPECT_EQ(runs, 3);
  EXPECT_EQ(count(*database), 1);
}

TEST_F(Postgres, WhoAsksTwiceWhatBecameOfACommitIsToldTheSame) {
  Proxy proxy;
  for (const auto where : {Proxy::Cut::before_commit, Proxy::Cut::after_commit}) {
    const auto database = open(false, " port=" + std::to_string(proxy.port()));
    const bool is_done = where == Proxy::Cut::after_commit;
    proxy.cut(where, 1);
    proxy.cut_search(2);
    int runs = 0;
    insert(*database, is_done ? "b" : "a", &runs);
    EXPECT_EQ(proxy.cuts_left(), 0);
    EXPECT_EQ(runs, is_done ? 1 : 2);
    EXPECT_EQ(count(*database), is_done ? 2 : 1);
  }
}

TEST_F(Postgres, GoesOnWhenAllItsConnectionsAreTerminated) {
  const auto database = open();
  for (int i = 0; i < 5; ++i) {
    insert(*database, std::to_string(i));
    EXPECT_EQ(count(*database), i + 1);
    scratch->run_here(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> "
        "pg_backend_pid()");
  }
}

TEST_F(Postgres, AWriterThatStopsInTheMiddleKeepsNobodyFromItsRows) {
  const auto stopped = open(), other = open();
  insert(*stopped, "a");
  std::promise<void> has_row, was_overtaken;
  std::atomic<int> runs{0};
  std::thread writer([&] {
    static_cast<void>(stopped->write([&](Transaction& tx) -> Result<std::int64_t> {
      const auto changed = tx.count_changed("UPDATE t SET n = n + 1 WHERE k = 'a'");
      if (++runs == 1) {
        has_row.set_value();
        was_overtaken.get_future().wait();
      }
      return changed;
    }));
  });
  has_row.get_future().wait();
  EXPECT_NO_THROW(static_cast<void>(other->write(
      [](Transaction& tx) -> Result<std::int64_t> { return tx.count_changed("UPDATE t SET n = n + 10 WHERE k = 'a'"); })));
  was_overtaken.set_value();
  writer.join();
  EXPECT_EQ(runs, 2) << "what it had begun was undone, and done again";
  EXPECT_EQ(other->read([](Transaction& tx) { return tx.find("SELECT n FROM t WHERE k = 'a'")->integer(0); }), 12);
}

TEST_F(Postgres, AWriterThatVanishesInTheMiddleKeepsNobodyFromItsRows) {
  Watcher watcher;
  const auto node = open(true);
  node->watch(watcher);
  insert(*node, "a");
  const Vanished vanished(scratch->conninfo(), {"BEGIN", "UPDATE t SET n = n + 1 WHERE k = 'a'"});
  EXPECT_NO_THROW(static_cast<void>(node->write(
      [](Transaction& tx) -> Result<std::int64_t> { return tx.count_changed("UPDATE t SET n = n + 10 WHERE k = 'a'"); })));
  EXPECT_EQ(node->read([](Transaction& tx) { return tx.find("SELECT n FROM t WHERE k = 'a'")->integer(0); }), 11);
}

/// A connection that holds an advisory lock, and says nothing more.
Client hold_silently(const std::string& conninfo, LockKey key) {
  auto connection = connect_as_node(conninfo);
  const auto lock = "SELECT pg_advisory_lock(" + std::to_string(key) + ")";
  const std::unique_ptr<PGresult, decltype(&PQclear)> locked{PQexec(connection.get(), lock.c_str()), &PQclear};
  EXPECT_EQ(PQresultStatus(locked.get()), PGRES_TUPLES_OK) << PQerrorMessage(connection.get());
  return connection;
}

TEST_F(Postgres, AWriterThatVanishesAfterItsCommitGivesItsLocksBack) {
  Watcher watcher;
  const auto node = open(true);
  node->watch(watcher);
  const auto vanished = hold_silently(scratch->conninfo(), lock_key_of("t", "a"));
  EXPECT_NO_THROW(static_cast<void>(node->write([](Transaction& tx) -> Result<int> {
    tx.lock("t", {"a"});
    tx.execute("INSERT INTO t VALUES ('a', 1)");
    return 0;
  })));
  EXPECT_EQ(count(*node), 1);
}

TEST_F(Postgres, AMigrationKeepsItsLockHoweverLongItTakes) {
  Watcher watcher;
  const auto node = open(true);
  node->watch(watcher);
  ASSERT_TRUE(comes_true([&] { return watcher.is_trusted(); }));
  open()->exclusively([&] {
    const auto later = hold_silently(scratch->conninfo(), lock_key_of("t", "a"));
    const auto held = [&](LockKey key) {
      return scratch->run_here(
          "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname "
          "= current_database()) AND (classid::BIGINT << 32 | "
          "objid::BIGINT) = " +
          std::to_string(key));
    };
    EXPECT_TRUE(comes_true([&] { return held(lock_key_of("t", "a")) == "0"; }));
    EXPECT_EQ(held(migration_key()), "1");
  });
}

TEST_F(Postgres, AMigrationThatWaitsForATableHoldsUpNobodyForLong) {
  const auto database = open();
  // As pg_dump does, for as long as it takes.
  const auto reader = connect_as_node(scratch->conninfo());
  const auto run = [&](const char* sql) { PQclear(PQexec(reader.get(), sql)); };
  run("BEGIN");
  run("SELECT * FROM t");
  constexpr std::string_view sql = "ALTER TABLE t ADD COLUMN m BIGINT;\n";
  const std::array files{
      embedded::EmbeddedFile{"migrations/0001_m.sql", reinterpret_cast<const unsigned char*>(sql.data()), sql.size()}};
  auto migrated = std::async(std::launch::async, [&] { return migrate(*open(), files); });
  const auto waits = [&] {
    return scratch->run_here("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 't'::regclass") != "0";
  };
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(comes_true(waits));
    EXPECT_NO_THROW(static_cast<void>(database->write([&](Transaction& tx) -> Result<int> {
      tx.execute("INSERT INTO t (k, n) VALUES (?, 1)", std::to_string(i));
      return 0;
    })));
  }
  run("COMMIT");
  EXPECT_EQ(migrated.get(), 1);
}

TEST_F(Postgres, ANodeThatVanishesInTheMiddleOfItsRenewalHoldsUpNobody) {
  Watcher watcher;
  const auto node = open(true);
  node->watch(watcher);
  ASSERT_TRUE(comes_true([&] { return watcher.is_trusted(); }));
  scratch->run_here("INSERT INTO nodes (id, sender, renewals) VALUES (1, 1, 0)");
  const Vanished vanished(scratch->conninfo(), {"BEGIN", "UPDATE nodes SET renewals = renewals + 1 WHERE id = 1"});
  EXPECT_NO_THROW(insert(*node, "a"));
  EXPECT_EQ(scratch->run_here("SELECT count(*) FROM nodes WHERE id = 1"), "0");
}

TEST_F(Postgres, CannotBeOpenedWhereNobodyAnswersAndDoesNotTellThePassword) {
  try {
    static_cast<void>(open_postgres({.conninfo = "postgresql://roster:geheim@127.0.0.1:1/roster"}, clock));
    FAIL();
  } catch (const OpenRefused& e) {
    EXPECT_NE(std::string{e.what()}.find("127.0.0.1"), std::string::npos) << e.what();
    EXPECT_EQ(std::string{e.what()}.find("geheim"), std::string::npos) << e.what();
  }
  EXPECT_THROW(static_cast<void>(open_postgres({.conninfo = "postgresql://roster:geheim@[::1/x"}, clock)), OpenRefused);
}

TEST_F(Postgres, IsKnownByItsForms) {
  for (const auto* name : {"postgresql://a@b/c", "postgres:///c", "host=/run dbname=c", "dbname=roster"})
    EXPECT_TRUE(is_postgres(name)) << name;
  for (const auto* name : {"", "sqlite:/tmp/a=b.db", "roster.db"}) EXPECT_FALSE(is_postgres(name)) << name;
}

TEST_F(Postgres, TimeGoesOnFromTheNewestEventWhereTheClockWasSetBack) {
  const Instant newest = clock.now() + std::chrono::hours{24};
  scratch->run_here("CREATE TABLE events (at BIGINT NOT NULL)");
  scratch->run_here("INSERT INTO events VALUES (" + std::to_string(newest.ms) + "), (1)");
  const auto database = open();
  const auto first = database->read([](Transaction& tx) { return tx.now(); });
  EXPECT_GE(first, newest);
  EXPECT_LT(first, newest + std::chrono::hours{1});
  EXPECT_TRUE(comes_true([&] { return database->read([](Transaction& tx) { return tx.now(); }) > first; }));
}

TEST_F(Postgres, ServesARoleThatMayNotChangeTheSchema) {
  const auto role = "serving_" + scratch->name();
  scratch->run_here("CREATE ROLE " + role + " LOGIN");
  scratch->run_here("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO " + role);
  {
    const auto database = open(false, " user=" + role);
    EXPECT_EQ(migrate(*database, {}), 0);
    insert(*database, "a");
    EXPECT_EQ(count(*database), 1);
    constexpr std::string_view sql = "CREATE TABLE more (n BIGINT);\n";
    const std::array files{
        embedded::EmbeddedFile{"migrations/0001_more.sql", reinterpret_cast<const unsigned char*>(sql.data()), sql.size()}};
    EXPECT_THROW(migrate(*database, files), DatabaseError);
  }
  scratch->run_here("DROP OWNED BY " + role);
  scratch->run_here("DROP ROLE " + role);
}

TEST_F(Postgres, IsMigratedByOneAtATime) {
  constexpr std::string_view sql = "CREATE TABLE more (n BIGINT);\n";
  const std::array files{
      embedded::EmbeddedFile{"migrations/0001_more.sql", reinterpret_cast<const unsigned char*>(sql.data()), sql.size()}};
  std::vector<std::future<int>> all;
  for (int i = 0; i < 4; ++i) all.push_back(std::async(std::launch::async, [&] { return migrate(*open(), files); }));
  int applied = 0;
  for (auto& one : all) applied += one.get();
  EXPECT_EQ(applied, 1);
}

/// Two nodes, and what their memories are told.
struct Nodes : Postgres {
  Watcher here, there;
  std::unique_ptr<Database> one, other;

  void SetUp() override {
    Postgres::SetUp();
    if (IsSkipped()) return;
    one = open(true);
    one->watch(here);
    other = open(true);
    other->watch(there);
  }
  void TearDown() override {
    one.reset();
    other.reset();
  }
};

TEST_F(Nodes, CountInWhatTheOtherIsAboutToCommitBeforeItDoes) {
  for (int i = 0; i < 50; ++i) {
    const auto key = std::to_string(i);
    auto& writer = i % 2 == 0 ? *one : *other;
    const auto& listener = i % 2 == 0 ? there : here;
    insert(writer, key);
    EXPECT_TRUE(listener.was_told("in " + key)) << "told before the write was answered";
    EXPECT_TRUE(comes_true([&] { return listener.was_told("committed " + key); }));
  }
}

TEST_F(Nodes, HearOfWhatWasUndoneToo) {
  scratch->run_here("ALTER TABLE t ADD CONSTRAINT small CHECK (n < 5) NOT VALID");
  scratch->run_here("CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''no''; END'");
  scratch->run_here(
      "CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION no()");
  EXPECT_THROW(insert(*one, "a"), DatabaseError);
  EXPECT_TRUE(comes_true([&] { return there.was_told("rolled back a"); }));
  EXPECT_TRUE(here.was_told("rolled back a"));
}

TEST_F(Nodes, TrustTheirMemoryWhileTheirLeasesRun) {
  EXPECT_TRUE(here.is_trusted());
  EXPECT_TRUE(there.is_trusted());
  EXPECT_TRUE(one->is_healthy());
  other.reset();
  EXPECT_FALSE(there.is_trusted());
  EXPECT_EQ(scratch->run_here("SELECT COUNT(*) FROM nodes"), "1");
  const auto begun = std::chrono::steady_clock::now();
  insert(*one, "a");
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds{1}) << "who left is not waited for";
}

TEST_F(Nodes, AreNotHeldUpForLongerThanALeaseByOneThatIsSilent) {
  scratch->run_here("INSERT INTO nodes (id, sender, renewals) VALUES (7, 7, 0)");
  const auto begun = std::chrono::steady_clock::now();
  insert(*one, "a");
  const auto took = std::chrono::steady_clock::now() - begun;
  EXPECT_GT(took, std::chrono::milliseconds{1000}) << "its lease might have run";
  EXPECT_LT(took, std::chrono::seconds{5});
  EXPECT_EQ(scratch->run_here("SELECT COUNT(*) FROM nodes WHERE id = 7"), "0");
}

TEST_F(Nodes, ForgetAllAndJoinAgainWhenTheyWereTakenForDead) {
  const int forgotten = there.forgotten;
  scratch->run_here("DELETE FROM nodes");
  EXPECT_TRUE(comes_true([&] { return there.forgotten > forgotten && there.is_trusted() && here.is_trusted(); }));
  EXPECT_EQ(scratch->run_here("SELECT COUNT(*) FROM nodes"), "2");
  insert(*one, "a");
  EXPECT_TRUE(there.was_told("in a"));
}

TEST_F(Nodes, LearnOfEachOtherWithoutNotices) {
  // Whoever terminates the listening connections loses what was notified meanwhile.
  for (int i = 0; i < 5; ++i) {
    scratch->run_here(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> "
        "pg_backend_pid() AND query NOT LIKE '%INSERT INTO t%'");
    insert(*one, std::to_string(i));
    EXPECT_TRUE(there.was_told("in " + std::to_string(i)) || !there.is_trusted());
  }
  EXPECT_TRUE(comes_true([&] { return here.is_trusted() && there.is_trusted(); }));
}

TEST_F(Nodes, TellThemselvesOfACommitWhoseNodeIsGone) {
  // What a node wrote that was killed before it said what became of it.
  scratch->run_here(
      "INSERT INTO node_mail (receiver, sender, batch, wants_answer, body) SELECT id, 99, 1, 1, "
      "'{\"beginnings\":[[\"op\",[[\"t\",\"lost\"]]]],\"endings\":[]}' FROM nodes");
  EXPECT_TRUE(comes_true([&] { return there.was_told("in lost"); }));
  EXPECT_TRUE(comes_true([&] { return there.was_told("committed lost") && here.was_told("committed lost"); }));
}

TEST_F(Nodes, WriteTogetherAndLoseNothing) {
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 20; ++i) insert(t % 2 == 0 ? *one : *other, std::to_string(t) + "-" + std::to_string(i));
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(count(*one), 160);
  for (int t = 0; t < 8; ++t)
    for (int i = 0; i < 20; ++i)
      EXPECT_TRUE((t % 2 == 0 ? there : here).was_told("in " + std::to_string(t) + "-" + std::to_string(i)));
}

}  // namespace
}  // namespace roster::database::postgres
