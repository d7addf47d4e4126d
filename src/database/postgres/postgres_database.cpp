#include "database/postgres/postgres_database.h"

#include <sodium.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <thread>

#include "base/log.h"
#include "database/postgres/ensemble.h"
#include "database/postgres/pool.h"
#include "database/postgres/row_locks.h"
#include "database/postgres/schema.h"
#include "database/postgres/server_time.h"

namespace roster::database {

namespace postgres {

namespace {

/// How long a read or a write may take in all, whatever has to be done again.
constexpr std::chrono::milliseconds patience{5000};
/// Of what goes through whole tables.
constexpr std::chrono::hours long_patience{4};
/// How long a migration tries to get tables that others use, for a second each time.
constexpr std::chrono::seconds table_patience{60};
/// A broken constraint may be a race that was lost; this often it is none.
constexpr int constraint_attempts_max = 3;

/// When, and by whom.
const std::string clock_sql = "SELECT FLOOR(EXTRACT(EPOCH FROM clock_timestamp()) * 1000)::BIGINT, " + std::string{server_sql};
/// Who has to be told of a write, too.
const std::string clock_and_others_sql = clock_sql + ", (SELECT COUNT(*) FROM nodes WHERE sender <> ?)";

/// Asked for after the snapshot was opened: the write begins again, with it.
struct NeedsLock {
  LockKey key;
};

std::string make_operation_id() {
  std::array<unsigned char, 16> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  std::string hex(bytes.size() * 2 + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), bytes.data(), bytes.size());
  hex.pop_back();
  return hex;
}

void wait_a_little(int attempt, const Deadline& deadline) {
  // Each somewhat differently, so that two do not meet again.
  const auto most = std::min(100U, 2U << std::min(attempt, 6));
  std::this_thread::sleep_for(std::min<std::chrono::milliseconds>(std::chrono::milliseconds{1 + randombytes_uniform(most)},
                                                                  std::max(deadline.left(), std::chrono::milliseconds{0})));
}

}  // namespace

class PostgresDatabase;

/// One attempt at a read or a write. Nothing is sent before its first statement, and that together with the beginning.
class Work final : public Transaction {
 public:
  struct Kind {
    bool writes;
    bool is_long = false;
    bool is_served = false;  ///< beside others: recorded among the operations, and announced
    bool migrates = false;
  };
  Work(PostgresDatabase& database, Kind kind, std::vector<LockKey> locks, const Deadline& deadline)
      : database_(database), kind_(kind), deadline_(deadline), locks_(std::move(locks)) {}
  ~Work() override { abandon(); }

  [[nodiscard]] Instant now() const override;
  void lock(std::string_view table, const std::vector<std::string>& ids) override;

  [[nodiscard]] bool has_begun() const { return begun_->lease.has_value(); }
  /// A node answers by what it only read while its lease runs: otherwise it may be asking a primary that its standby has
  /// replaced. Throws Unavailable; Lost where another server has given the lease.
  void expect_lease();
  [[nodiscard]] const std::vector<LockKey>& locks() const { return locks_; }
  /// Throws Lost where it did not happen, UnknownFate where nobody can say.
  void commit();
  /// Undoes all of it, if there is anything, and waits for nothing.
  void abandon() noexcept;

 protected:
  Rows run(std::string_view sql, std::span<const Parameter> parameters) override;
  std::int64_t change(std::string_view sql, std::span<const Parameter> parameters) override;
  void change_later(std::string_view sql, std::span<const Parameter> parameters) override;

 private:
  struct Begun {
    RowLocks::Held held;
    std::optional<Pool::Lease> lease;
    Instant now;
    std::int64_t server = 0;
    bool has_others = false;
  };

  /// That it is at work where the lease is of. Throws Lost.
  void expect_server();
  StepAnswer send(std::string_view sql, std::span<const Parameter> parameters);
  /// Sends what is queued with `steps`, takes in the answers of the former and returns those of the latter.
  std::vector<StepAnswer> run_after_queued(std::span<const Step> steps);
  /// Remembers which watched rows a statement changed; how many of any.
  std::int64_t take_in(StepAnswer answer);
  /// With a statement that goes along, if any.
  std::optional<StepAnswer> begin(const Step* first) const;

  PostgresDatabase& database_;
  const Kind kind_;
  const Deadline deadline_;
  std::vector<LockKey> locks_;
  std::unique_ptr<Begun> begun_ = std::make_unique<Begun>();
  bool has_written_ = false;
  std::size_t queued_ = 0;
  bool is_telling_queued_ = false;  ///< one of them changes watched rows
  ChangedRows changed_;
};

class PostgresDatabase final : public Database {
 public:
  PostgresDatabase(const PostgresOptions& options, const Clock& clock)
      : conninfo_(complete_conninfo(options.conninfo)),
        name_(describe_conninfo(options.conninfo)),
        joins_(options.joins),
        time_(clock),
        readers_(conninfo_, options.connections_max),
        writers_(conninfo_, options.connections_max) {
    look_at_server();
  }

  void watch(CommitWatcher& watcher) override;
  [[nodiscard]] Instant now() const override { return time_.now(); }
  [[nodiscard]] bool is_healthy() const override;
  [[nodiscard]] bool is_served() override;
  void backup(const std::string&) override { throw DatabaseError("PostgreSQL is backed up by its own tools"); }
  std::string check_integrity() override { return "ok"; }
  std::string check_pages() override { return "ok"; }
  bool has_table(std::string_view name) override {
    return read([&](Transaction& tx) { return tx.find("SELECT 1 WHERE to_regclass(?) IS NOT NULL", name).has_value(); });
  }
  void exclusively(const std::function<void()>& body) override;
  [[nodiscard]] std::vector<OwnMigration> own_migrations() const override { return {schema.begin(), schema.end()}; }

 protected:
  void run_read(const std::function<void(Transaction&)>& body, const ReadOptions& options) override;
  void run_write(const std::function<bool(Transaction&)>& body, const WriteOptions& options) override;

 private:
  friend class Work;

  void look_at_server();
  /// On another server, or one started again, the clock may be behind that of what is committed.
  void go_on_from_newest(Connection& connection, std::int64_t server, const Deadline& deadline);
  /// To the operator, of a database that acknowledges what it may lose.
  void say_what_may_come_back(Connection& connection, const Deadline& deadline) const;
  [[noreturn]] void give_up(const std::exception& why) const {
    throw Unavailable(reasons::unavailable, name_ + ": " + why.what());
  }
  /// Takes nodes whose leases are over off the list, by their last renewals. One that was only paused finds that out and joins
  /// anew: whoever asked whether there are any is about to change what it remembers, and tells nobody.
  void bury(const std::map<std::int64_t, std::int64_t>& silent);
  /// What became of a COMMIT that was not answered: known for good once this returns. Nothing while it cannot be found out.
  std::optional<Fate> find_fate(const std::string& operation);

  const std::string conninfo_;
  const std::string name_;
  const bool joins_;
  ServerTime time_;
  std::atomic<std::int64_t> time_server_{0};  ///< whose clock is known not to be behind what was committed (server_sql)
  mutable Pool readers_;
  Pool writers_;
  RowLocks row_locks_;
  std::atomic<bool> is_migrating_{false};
  const std::int64_t sender_ = random_id();  // of what is announced
  // Set before there are requests.
  CommitWatcher* watcher_ = nullptr;
  std::unique_ptr<Announcer> announcer_;
  std::unique_ptr<Member> member_;  // none where nothing is remembered
};

std::optional<StepAnswer> Work::begin(const Step* first) const {
  auto& begun = *begun_;
  if (kind_.writes) begun.held = database_.row_locks_.take(locks_, deadline_);
  begun.lease.emplace((kind_.writes ? database_.writers_ : database_.readers_).take(deadline_));
  const bool is_announced = kind_.is_served && database_.watcher_ != nullptr;
  const Parameter door = door_key(), sender = database_.sender_;
  const std::vector<Parameter> keys(locks_.begin(), locks_.end());
  std::vector<Step> steps;
  if (is_announced) steps.push_back({.sql = "SELECT pg_advisory_lock_shared(?)", .parameters = {&door, 1}});
  for (const auto& key : keys) steps.push_back({.sql = "SELECT pg_advisory_lock(?)", .parameters = {&key, 1}});
  // The snapshot must be opened after they are held.
  if (!steps.empty()) steps.back().ends_group = true;
  steps.push_back(
      {.sql = kind_.writes ? "BEGIN ISOLATION LEVEL REPEATABLE READ" : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"});
  if (kind_.is_long) {
    steps.push_back({.sql = "SET LOCAL statement_timeout = 0"});
    // Behind who waits for all of a table, everybody waits.
    steps.push_back({.sql = kind_.migrates ? "SET LOCAL lock_timeout = 1000" : "SET LOCAL lock_timeout = 60000"});
  }
  if (is_announced)
    steps.push_back({.sql = clock_and_others_sql, .parameters = {&sender, 1}});
  else
    steps.push_back({.sql = clock_sql});
  const auto clock_at = steps.size() - 1;
  if (first != nullptr) steps.push_back(*first);
  auto answers = (*begun.lease)->run(steps, deadline_);
  const auto& row = answers[clock_at].rows.front();
  begun.server = row.integer(1);
  if (begun.server != database_.time_server_) database_.go_on_from_newest(**begun.lease, begun.server, deadline_);
  begun.now = database_.time_.tell(row.integer(0));
  begun.has_others = is_announced && row.integer(2) > 0;
  if (first == nullptr) return std::nullopt;
  return std::move(answers.back());
}

Instant Work::now() const {
  if (!has_begun()) begin(nullptr);
  return begun_->now;
}

void Work::lock(std::string_view table, const std::vector<std::string>& ids) {
  if (!kind_.writes) return;
  for (const auto& id : ids) {
    const auto key = lock_key_of(table, id);
    const auto at = std::lower_bound(locks_.begin(), locks_.end(), key);
    if (at != locks_.end() && *at == key) continue;
    if (has_begun()) throw NeedsLock{key};
    locks_.insert(at, key);
  }
}

StepAnswer Work::send(std::string_view sql, std::span<const Parameter> parameters) {
  const Step step{.sql = sql, .parameters = parameters};
  if (!has_begun()) return *begin(&step);
  return std::move(run_after_queued({&step, 1}).front());
}

std::vector<StepAnswer> Work::run_after_queued(std::span<const Step> steps) {
  const auto queued = std::exchange(queued_, 0);
  is_telling_queued_ = false;
  auto answers = (*begun_->lease)->run(steps, deadline_);
  const auto own = answers.begin() + static_cast<std::ptrdiff_t>(queued);
  for (auto at = answers.begin(); at != own; ++at) take_in(std::move(*at));
  answers.erase(answers.begin(), own);
  return answers;
}

std::int64_t Work::take_in(StepAnswer answer) {
  if (!answer.watched && answer.has_rows) throw DatabaseError("a statement that should change answers rows");
  if (answer.watched)
    for (auto& row : answer.rows) changed_.push_back({*answer.watched, std::move(row)});
  return answer.changed;
}

Rows Work::run(std::string_view sql, std::span<const Parameter> parameters) {
  auto answer = send(sql, parameters);
  if (answer.watched) throw DatabaseError("a query that changes rows: " + std::string{sql});
  return std::move(answer.rows);
}

std::int64_t Work::change(std::string_view sql, std::span<const Parameter> parameters) {
  if (!kind_.writes) throw DatabaseError("a read that changes rows: " + std::string{sql});
  has_written_ = true;
  return take_in(send(sql, parameters));
}

void Work::change_later(std::string_view sql, std::span<const Parameter> parameters) {
  if (!has_begun() || !kind_.writes) {
    change(sql, parameters);
    return;
  }
  has_written_ = true;
  is_telling_queued_ |= (*begun_->lease)->queue({.sql = sql, .parameters = parameters});
  ++queued_;
}

void Work::expect_server() {
  if (begun_->server == database_.member_->server()) return;
  begun_->lease->spoil();
  throw Lost("the database: it is not the one that gave the lease");
}

void Work::expect_lease() {
  if (!has_begun() || !database_.member_) return;
  if (!database_.member_->is_in_touch())
    throw Unavailable(reasons::unavailable, database_.name_ + ": this node is out of touch with it");
  expect_server();
}

void Work::commit() {
  if (!has_begun()) return;
  if (database_.member_ && database_.member_->is_in_touch()) expect_server();
  // What it only found (that there is nothing to do, the answer that was kept) may be a commit that no standby has yet: beside
  // others a write waits for it all the same, with its operation's row.
  if (!has_written_ && !kind_.is_served) {
    abandon();
    return;
  }
  // Who is told of a commit is told before it.
  if (is_telling_queued_) run_after_queued({});
  auto& watcher = database_.watcher_;
  const auto operation = make_operation_id();
  const Parameter id = std::string_view{operation};
  std::vector<Step> steps;
  if (kind_.is_served) steps.push_back({.sql = "INSERT INTO operations (id) VALUES (?)", .parameters = {&id, 1}});
  steps.push_back({.sql = "COMMIT", .ends_group = true});
  steps.push_back({.sql = "SELECT pg_advisory_unlock_all()"});
  const bool is_announced = begun_->has_others && !changed_.empty();
  if (is_announced) database_.announcer_->announce(operation, changed_, Deadline{patience});
  if (!changed_.empty()) watcher->count_in(changed_);
  auto fate = std::optional{Fate::committed};
  std::exception_ptr failure;
  try {
    (*begun_->lease)->run(steps, deadline_);
    begun_->lease.reset();
  } catch (const Lost&) {
    failure = std::current_exception();
    begun_->lease.reset();
    fate = kind_.is_served ? database_.find_fate(operation) : std::nullopt;
  } catch (...) {
    failure = std::current_exception();
    fate = Fate::rolled_back;
  }
  if (is_announced && fate) database_.announcer_->end(operation, fate == Fate::committed);
  if (!changed_.empty()) watcher->count_out(changed_, fate.value_or(Fate::unknown));
  if (!changed_.empty() && !fate && database_.member_) database_.member_->adopt(operation, changed_);
  if (fate == Fate::committed) return;
  if (!fate) throw UnknownFate("the connection to the database was lost during a COMMIT, and nobody can say what became of it");
  std::rethrow_exception(failure);
}

void Work::abandon() noexcept {
  if (!has_begun()) return;
  auto& lease = *begun_->lease;
  try {
    constexpr std::array undo{Step{.sql = "ROLLBACK", .ends_group = true}, Step{.sql = "SELECT pg_advisory_unlock_all()"}};
    const std::span steps{undo};
    if (lease->is_usable()) lease->post(kind_.writes ? steps : steps.first(1));
  } catch (const std::exception&) {
    lease.spoil();
  }
  begun_->lease.reset();
  begun_->held = {};
}

void PostgresDatabase::look_at_server() {
  const Deadline deadline{patience};
  for (int attempt = 0;; ++attempt) {
    try {
      Connection connection(conninfo_);
      const auto answer =
          connection.run_one({.sql = "SELECT current_setting('server_encoding'), current_setting('server_version_num')::BIGINT, "
                                     "FLOOR(EXTRACT(EPOCH FROM clock_timestamp()) * 1000)::BIGINT"},
                             deadline);
      const auto& row = answer.rows.front();
      if (row.text(0) != "UTF8") throw OpenRefused(name_ + " is encoded in " + row.text(0) + "; make it with ENCODING 'UTF8'");
      if (row.integer(1) < 130000) throw OpenRefused(name_ + " is older than PostgreSQL 13");
      time_.tell(row.integer(2));
      say_what_may_come_back(connection, deadline);
      return;
    } catch (const Lost& e) {
      if (deadline.is_over()) throw OpenRefused(name_ + " cannot be opened: " + e.what());
    }
    wait_a_little(attempt, deadline);
  }
}

void PostgresDatabase::go_on_from_newest(Connection& connection, std::int64_t server, const Deadline& deadline) {
  // Before the first migration there is none.
  const auto has_events = connection.run_one({.sql = "SELECT to_regclass('events') IS NOT NULL"}, deadline);
  if (!has_events.rows.front().boolean(0)) return;
  const auto newest = connection.run_one({.sql = "SELECT MAX(at) FROM events"}, deadline).rows.front().optional_instant(0);
  if (newest) time_.go_on_from(*newest);
  time_server_ = server;
}

void PostgresDatabase::say_what_may_come_back(Connection& connection, const Deadline& deadline) const {
  const auto answer = connection.run_one(
      {.sql = "SELECT current_setting('synchronous_standby_names') = '', current_setting('synchronous_commit'), "
              "current_setting('fsync') = 'off', (SELECT COUNT(*) FROM pg_stat_replication)"},
      deadline);
  const auto& row = answer.rows.front();
  const auto warn = [](std::string_view event, std::string_view what) { log::warn(event, {{"what", what}}); };
  if (row.integer(0) == 1 && row.integer(3) > 0)
    warn("standby_not_synchronous",
         "a failover loses what the standby does not have yet: who was let go in the last moments may come back. Set "
         "synchronous_standby_names");
  if (row.text(1) == "off" || row.text(1) == "local" || row.integer(2) == 1)
    warn("commits_not_durable", "what is acknowledged may be lost in a crash: set synchronous_commit and fsync to on");
}

void PostgresDatabase::watch(CommitWatcher& watcher) {
  watcher_ = &watcher;
  writers_.watch(watcher.tables());
  announcer_ = std::make_unique<Announcer>(conninfo_, sender_, watcher);
  if (!joins_) return;
  member_ = std::make_unique<Member>(conninfo_, sender_, watcher);
  // Without one it would only be slower.
  if (!member_->wait_for_lease(patience)) log::warn("node_without_lease");
}

bool PostgresDatabase::is_healthy() const {
  if (member_) return member_->is_in_touch();
  try {
    const Deadline soon{std::chrono::milliseconds{1000}};
    readers_.take(soon)->run_one({.sql = "SELECT 1"}, soon);
    return true;
  } catch (const std::exception&) {
    return false;
  }
}

bool PostgresDatabase::is_served() {
  constexpr std::chrono::milliseconds look_again{100};
  const auto list_renewals = [this] {
    return read([](Transaction& tx) {
      std::map<std::int64_t, std::int64_t> renewals;
      for (const auto& node : tx.list("SELECT id, renewals FROM nodes")) renewals[node.integer(0)] = node.integer(1);
      return renewals;
    });
  };
  const auto before = list_renewals();
  const Deadline silence{silence_max()};
  for (auto now = before; !now.empty(); now = list_renewals()) {
    for (const auto& [id, renewals] : now)
      if (const auto known = before.find(id); known == before.end() || known->second != renewals) return true;
    if (silence.is_over()) {
      bury(now);
      return !list_renewals().empty();
    }
    std::this_thread::sleep_for(look_again);
  }
  return false;
}

void PostgresDatabase::bury(const std::map<std::int64_t, std::int64_t>& silent) {
  static_cast<void>(write([&](Transaction& tx) -> Result<int> {
    for (const auto& [id, renewals] : silent) tx.execute("DELETE FROM nodes WHERE id = ? AND renewals = ?", id, renewals);
    return 0;
  }));
}

void PostgresDatabase::exclusively(const std::function<void()>& body) {
  try {
    // Its lock ends with the connection.
    Connection connection(conninfo_);
    const Deadline deadline{long_patience};
    const Parameter key = migration_key();
    const std::array steps{Step{.sql = "SET statement_timeout = 0", .ends_group = true},
                           Step{.sql = "SET lock_timeout = 0", .ends_group = true},
                           Step{.sql = "SELECT pg_advisory_lock(?)", .parameters = {&key, 1}}};
    connection.run(steps, deadline);
    is_migrating_ = true;
    body();
  } catch (const Lost& e) {
    is_migrating_ = false;
    give_up(e);
  } catch (...) {
    is_migrating_ = false;
    throw;
  }
  is_migrating_ = false;
}

std::optional<Fate> PostgresDatabase::find_fate(const std::string& operation) {
  const Deadline deadline{patience};
  const Parameter id = std::string_view{operation};
  for (int attempt = 0;; ++attempt) {
    try {
      Connection connection(conninfo_);
      // Whoever has the row is waited for; once it is here, the lost transaction can never have it. A write in any case: it waits
      // for the standby, which then has what is found. Where that commit was cut off in its waiting, it is found here all the
      // same.
      const auto answer =
          connection.run_one({.sql = "INSERT INTO operations (id, is_void) VALUES (?, TRUE) ON CONFLICT (id) DO UPDATE SET "
                                     "is_void = operations.is_void RETURNING is_void",
                              .parameters = {&id, 1}},
                             deadline);
      return answer.rows.front().boolean(0) ? Fate::rolled_back : Fate::committed;
    } catch (const std::exception& e) {
      if (deadline.is_over()) {
        log::error("commit_unknown", {{"operation", operation}, {"what", e.what()}});
        return std::nullopt;
      }
      wait_a_little(attempt, deadline);
    }
  }
}

void PostgresDatabase::run_read(const std::function<void(Transaction&)>& body, const ReadOptions& options) {
  const Deadline deadline{options.is_long ? std::chrono::milliseconds{long_patience} : patience};
  for (int attempt = 0;; ++attempt) {
    Work work(*this, {.writes = false, .is_long = options.is_long}, {}, deadline);
    try {
      body(work);
      work.expect_lease();
      return;
    } catch (const Lost& e) {
      readers_.close_free();
      if (deadline.is_over()) give_up(e);
    } catch (const Conflict& e) {
      if (deadline.is_over()) give_up(e);
    }
    wait_a_little(attempt, deadline);
  }
}

void PostgresDatabase::run_write(const std::function<bool(Transaction&)>& body, const WriteOptions& options) {
  // A migration may be the one that makes the table of the operations.
  const Work::Kind kind{.writes = true,
                        .is_long = options.is_long || is_migrating_,
                        .is_served = !is_migrating_ && !options.dry_run,
                        .migrates = is_migrating_};
  const Deadline deadline{kind.is_long ? std::chrono::milliseconds{long_patience} : patience};
  const Deadline for_tables{table_patience};
  std::vector<LockKey> locks;
  int constraint_attempts = 0;
  for (int attempt = 0;; ++attempt) {
    Work work(*this, kind, locks, deadline);
    try {
      if (body(work))
        work.commit();
      else
        work.expect_lease();
      return;
    } catch (const NeedsLock& missing) {
      locks = work.locks();
      locks.insert(std::lower_bound(locks.begin(), locks.end(), missing.key), missing.key);
      continue;
    } catch (const Lost& e) {
      writers_.close_free();
      if (deadline.is_over()) give_up(e);
    } catch (const Conflict& e) {
      if (deadline.is_over()) throw Unavailable(reasons::overloaded, name_ + ": " + e.what());
    } catch (const Unavailable& e) {
      if (!kind.migrates || e.reason != reasons::overloaded || for_tables.is_over()) throw;
    } catch (const ConstraintBroken&) {
      if (++constraint_attempts == constraint_attempts_max || deadline.is_over()) throw;
    }
    work.abandon();
    wait_a_little(attempt, deadline);
  }
}

}  // namespace postgres

bool is_postgres(std::string_view database) {
  // Without a scheme: "host=… dbname=…".
  const auto colon = database.find(':'), equals = database.find('=');
  return database.starts_with("postgresql://") || database.starts_with("postgres://") ||
         (equals != std::string_view::npos && (colon == std::string_view::npos || equals < colon));
}

std::string describe_postgres(const std::string& conninfo) { return postgres::describe_conninfo(conninfo); }

std::unique_ptr<Database> open_postgres(const PostgresOptions& options, const Clock& clock) {
  return std::make_unique<postgres::PostgresDatabase>(options, clock);
}

}  // namespace roster::database
