#include "database/sqlite/sqlite_database.h"

#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/SQLiteCpp.h>
#include <fcntl.h>
#include <semaphore.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <exception>
#include <filesystem>
#include <iterator>
#include <mutex>
#include <thread>

#include "base/log.h"
#include "database/sqlite/statement.h"
#include "database/sqlite/wal_check.h"
#include "database/watch.h"

namespace roster::database {

namespace {

/// Pages in the WAL past which the writer checkpoints even when it is busy.
constexpr int checkpoint_pages = 16'384;
constexpr std::chrono::milliseconds idle_before_checkpoint{200};
/// What the engine says of a database with which nothing is wrong.
constexpr std::string_view sound = "ok";
constexpr const char* unusable = "the database file is in an unknown state";
constexpr const char* what_to_do = ". Restore a backup: roster restore FILE. Nothing was changed.";

/// The engine's own count of its memory costs a lock that all connections share, at every allocation; nobody reads it.
void configure_engine() {
  static std::once_flag once;
  std::call_once(once, [] { ::sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); });
}

bool is_full(int code) { return (code & 0xff) == SQLITE_FULL; }
/// A failed fsync leaves unknown what is on disk, and a second one may succeed without having written it.
bool is_final(int extended_code) { return extended_code == SQLITE_IOERR_FSYNC || extended_code == SQLITE_IOERR_DIR_FSYNC; }
bool is_machine_trouble(int code) {
  const int primary = code & 0xff;
  return primary == SQLITE_FULL || primary == SQLITE_IOERR || primary == SQLITE_NOMEM || primary == SQLITE_BUSY ||
         primary == SQLITE_LOCKED || primary == SQLITE_INTERRUPT || primary == SQLITE_CANTOPEN;
}

class SqliteTransaction final : public Transaction {
 public:
  SqliteTransaction(Connection& connection, Instant now) : connection_(connection), now_(now) {}

  [[nodiscard]] Instant now() const override { return now_; }
  void lock(std::string_view, const std::vector<std::string>&) override {}
  /// Whether there may be something to undo.
  [[nodiscard]] bool has_written() const { return has_written_; }
  /// The watched rows that it changed so far.
  [[nodiscard]] ChangedRows& changed() { return changed_; }

 protected:
  Rows run(std::string_view sql, std::span<const Parameter> parameters) override {
    auto& statement = connection_.prepare(sql);
    if (statement.watched()) throw DatabaseError("a query that changes rows: " + std::string{sql});
    return statement.list(parameters);
  }

  std::int64_t change(std::string_view sql, std::span<const Parameter> parameters) override {
    auto& statement = connection_.prepare(sql);
    has_written_ = true;
    const auto table = statement.watched();
    if (!table) return statement.execute(parameters);
    auto rows = statement.list(parameters);
    for (auto& row : rows) changed_.push_back({*table, std::move(row)});
    return static_cast<std::int64_t>(rows.size());
  }

 private:
  Connection& connection_;
  Instant now_;
  bool has_written_ = false;
  ChangedRows changed_;
};

/// What one thread tells one other, once. (A std::binary_semaphore yields some times before it sleeps.)
class Signal {
 public:
  Signal() { ::sem_init(&semaphore_, 0, 0); }
  ~Signal() { ::sem_destroy(&semaphore_); }
  Signal(const Signal&) = delete;
  Signal& operator=(const Signal&) = delete;
  void give() { ::sem_post(&semaphore_); }
  void wait() {
    while (::sem_wait(&semaphore_) != 0) {
    }
  }

 private:
  sem_t semaphore_{};
};

/// A write that waits, on the stack of who waits for it: gone as soon as it is done.
struct WriteJob {
  const std::function<bool(Transaction&)>& body;
  const bool dry_run;
  std::exception_ptr failure{};
  Signal done{};
};

class SqliteDatabase final : public Database {
 public:
  SqliteDatabase(const SqliteOptions& options, const Clock& clock, FileLock lock, bool last_stop_was_clean)
      : options_(options), clock_(clock), lock_(std::move(lock)), writer_(open_writer(options.path)) {
    if (!last_stop_was_clean) check_after_unclean_stop();
    keep_log(writer_.db(), false);
    go_on_from_newest();
    watch_wal();
    writer_thread_ = std::thread([this] { write_loop(); });
  }

  ~SqliteDatabase() override {
    {
      const std::lock_guard guard(mutex_);
      stopping_ = true;
    }
    wake_.notify_all();
    writer_thread_.join();
    readers_.clear();
    // Its log stays beside it: who opens it next knows from it that there is something to check.
    if (!healthy_) {
      keep_log(writer_.db(), true);
      return;
    }
    try {
      writer_.db().exec("PRAGMA wal_checkpoint(TRUNCATE)");
    } catch (const std::exception& e) {
      log::warn("checkpoint_failed", {{"what", e.what()}});
    }
  }

  [[nodiscard]] bool is_healthy() const override { return healthy_; }

  [[nodiscard]] Instant now() const override { return current_time(); }

  void watch(CommitWatcher& watcher) override {
    const std::lock_guard guard(mutex_);
    watcher_ = &watcher;
    writer_.watch(watcher.tables());
    // Nobody else writes to the file.
    watcher.trust_until(BootTime::max());
  }

  bool has_table(std::string_view name) override {
    return read([&](Transaction& tx) {
      return tx.find("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", name).has_value();
    });
  }

  /// The file's lock keeps every other process out.
  void exclusively(const std::function<void()>& body) override { body(); }

  void backup(const std::string& path) override {
    const Lease lease(*this);
    try {
      SQLite::Database copy(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
      ::chmod(path.c_str(), 0600);
      // All pages in one step: one snapshot, whatever is written meanwhile.
      SQLite::Backup(copy, lease.connection().db()).executeStep(-1);
      copy.exec("PRAGMA journal_mode=DELETE");
    } catch (const SQLite::Exception& e) {
      throw DatabaseError(std::string{"backup failed: "} + e.what());
    }
  }

  std::string check_integrity() override {
    const Lease lease(*this);
    return check(lease.connection().db(), "PRAGMA integrity_check(20)");
  }

  std::string check_pages() override {
    const Lease lease(*this);
    auto verdict = check(lease.connection().db(), "PRAGMA quick_check(20)");
    if (verdict != sound) give_up(SQLITE_CORRUPT);
    return verdict;
  }

 protected:
  void run_read(const std::function<void(Transaction&)>& body, const ReadOptions&) override {
    const Lease lease(*this);
    auto& connection = lease.connection();
    try {
      connection.control("BEGIN");
      SqliteTransaction tx(connection, current_time());
      body(tx);
      connection.control("COMMIT");
    } catch (const SQLite::Exception& e) {
      connection.db().tryExec("ROLLBACK");
      rethrow(e);
    } catch (...) {
      connection.db().tryExec("ROLLBACK");
      throw;
    }
  }

  void run_write(const std::function<bool(Transaction&)>& body, const WriteOptions& options) override {
    WriteJob job{.body = body, .dry_run = options.dry_run};
    {
      const std::lock_guard guard(mutex_);
      if (stopping_) throw Unavailable(reasons::unavailable, "stopping");
      if (!healthy_) throw Unavailable(reasons::unavailable, unusable);
      if (queue_.size() >= options_.queue_max) throw Unavailable(reasons::overloaded, "too many writes are waiting");
      queue_.push_back(&job);
    }
    wake_.notify_one();
    job.done.wait();
    if (job.failure) std::rethrow_exception(job.failure);
  }

 private:
  /// A reading connection, given back at the end.
  class Lease {
   public:
    explicit Lease(SqliteDatabase& database) : database_(database), connection_(database.take_reader()) {}
    ~Lease() { database_.give_back(std::move(connection_)); }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    [[nodiscard]] Connection& connection() const { return *connection_; }

   private:
    SqliteDatabase& database_;
    std::unique_ptr<Connection> connection_;
  };

  /// Before anything is done with what a stop without its end left behind. Throws Damaged, and leaves the log as it is.
  void check_after_unclean_stop() {
    log::warn("unclean_stop", {{"what", "the last stop had no end; the database is checked"}});
    const auto verdict = check(writer_.db(), "PRAGMA integrity_check(5)");
    if (verdict != sound) throw Damaged(options_.path + " is damaged: " + verdict + what_to_do);
  }

  /// The machine's clock may have been set back since something was committed: time goes on from there, at its usual pace.
  void go_on_from_newest() {
    auto& db = writer_.db();
    if (!db.tableExists("events")) return;
    const Instant newest{db.execAndGet("SELECT MAX(at) FROM events").getInt64()};
    const auto now = clock_.now();
    if (newest <= now) return;
    behind_since_ = {newest, boot_time()};
    warn_of_clock_behind(newest - now);
  }

  /// Whether the log stays as it is when the database is closed.
  static void keep_log(SQLite::Database& db, bool keep) {
    sqlite3_db_config(db.getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, keep ? 1 : 0, nullptr);
  }

  /// What the engine says, in one line.
  static std::string check(SQLite::Database& db, const char* pragma) {
    std::string out;
    const auto add = [&](const std::string& line) { out += (out.empty() ? "" : "; ") + line; };
    try {
      SQLite::Statement statement(db, pragma);
      while (statement.executeStep()) add(statement.getColumn(0).getString());
    } catch (const SQLite::Exception& e) {
      if (is_machine_trouble(e.getErrorCode())) rethrow(e);
      add(e.what());  // too damaged to be looked at
    }
    return out;
  }

  static Connection open_writer(const std::string& path) {
    Connection connection(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    auto& db = connection.db();
    ::chmod(path.c_str(), 0600);
    // Until it is known to be sound, nothing of it is changed.
    keep_log(db, true);
    db.exec("PRAGMA journal_mode=WAL");
    db.exec("PRAGMA synchronous=FULL");
    db.exec("PRAGMA wal_autocheckpoint=0");
    db.exec("PRAGMA foreign_keys=ON");
    db.exec("PRAGMA trusted_schema=OFF");
    db.exec("PRAGMA cell_size_check=ON");
    db.exec("PRAGMA mmap_size=0");
    db.exec("PRAGMA cache_size=-16384");
    return connection;
  }

  std::unique_ptr<Connection> take_reader() {
    {
      const std::lock_guard guard(readers_mutex_);
      if (!readers_.empty()) {
        auto reader = std::move(readers_.back());
        readers_.pop_back();
        return reader;
      }
    }
    try {
      // Read-write, because a WAL reader takes shared-memory locks; query_only keeps it from changing anything.
      auto reader = std::make_unique<Connection>(options_.path, SQLite::OPEN_READWRITE);
      reader->db().exec("PRAGMA query_only=ON");
      reader->db().exec("PRAGMA wal_autocheckpoint=0");
      reader->db().exec("PRAGMA trusted_schema=OFF");
      reader->db().exec("PRAGMA mmap_size=0");
      reader->db().exec("PRAGMA cache_size=-2048");
      return reader;
    } catch (const SQLite::Exception& e) {
      rethrow(e);
    }
  }

  void give_back(std::unique_ptr<Connection> reader) {
    const std::lock_guard guard(readers_mutex_);
    readers_.push_back(std::move(reader));
  }

  /// Never earlier than a time already given out, whatever the machine's clock does.
  Instant current_time() const {
    auto now = clock_.now().ms;
    if (behind_since_) {
      const auto& [newest, opened] = *behind_since_;
      now = std::max(now, newest.ms + std::chrono::floor<std::chrono::milliseconds>(boot_time() - opened).count());
    }
    auto last = last_time_.load();
    while (last < now && !last_time_.compare_exchange_weak(last, now)) {
    }
    return {std::max(last, now)};
  }

  static std::runtime_error describe(const SQLite::Exception& e) {
    return std::runtime_error(std::string{e.what()} + " (" + std::to_string(e.getExtendedErrorCode()) + ")");
  }

  [[noreturn]] static void rethrow(const SQLite::Exception& e) {
    if (is_full(e.getErrorCode())) throw Unavailable(reasons::storage_full, e.what());
    if (is_machine_trouble(e.getErrorCode())) throw Unavailable(reasons::unavailable, describe(e).what());
    throw DatabaseError(describe(e).what());
  }

  static std::exception_ptr as_pointer(const SQLite::Exception& e) {
    try {
      rethrow(e);
    } catch (...) {
      return std::current_exception();
    }
  }

  void write_loop() {
    std::vector<WriteJob*> batch;
    batch.reserve(options_.batch_max);
    bool dirty = true;
    std::unique_lock guard(mutex_);
    while (true) {
      if (queue_.empty()) {
        if (stopping_) return;
        const auto has_work = [this] { return !queue_.empty() || stopping_; };
        if (!dirty) {
          wake_.wait(guard, has_work);
        } else if (!wake_.wait_for(guard, idle_before_checkpoint, has_work)) {
          guard.unlock();
          checkpoint();
          guard.lock();
          dirty = false;
        }
        continue;
      }
      const auto count = std::min(queue_.size(), options_.batch_max);
      batch.assign(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(count));
      queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(count));
      guard.unlock();
      run_batch(batch);
      dirty = true;
      for (auto* job : batch) job->done.give();
      if (wal_pages_ > checkpoint_pages) checkpoint();
      guard.lock();
    }
  }

  enum class Ending {
    committed,
    one_must_be_undone,  ///< nothing was committed; what one of them wrote is not to stay
    given_up,            ///< the engine rolled all of it back
    unknown,             ///< the disk did not take it, and may have it: none is made again
  };

  /// All jobs in one transaction. Most write only what is to stay, so it begins without a savepoint for each, which would copy
  /// every page that a job touches; where one must be undone, all run again with savepoints; where the engine gave the whole of
  /// it up, each runs in a transaction of its own.
  void run_batch(const std::vector<WriteJob*>& batch) {
    auto ending = healthy_ ? try_together(batch, false) : Ending::given_up;
    if (ending == Ending::one_must_be_undone) ending = try_together(batch, true);
    if (ending == Ending::committed || ending == Ending::unknown) return;
    for (auto* job : batch) {
      job->failure = healthy_ ? nullptr : std::make_exception_ptr(Unavailable(reasons::unavailable, unusable));
      if (healthy_) run_alone(*job);
    }
  }

  Ending try_together(const std::vector<WriteJob*>& batch, bool with_savepoints) {
    try {
      writer_.control("BEGIN IMMEDIATE");
      ChangedRows changed;
      for (auto* job : batch) {
        job->failure = nullptr;
        const auto ending = with_savepoints || job->dry_run ? run_in_savepoint(*job, changed) : run_among_others(*job, changed);
        if (ending == Ending::one_must_be_undone) writer_.control("ROLLBACK");
        if (ending != Ending::committed) return ending;
      }
      commit(changed);
      return Ending::committed;
    } catch (const SQLite::Exception& e) {
      log::warn("group_commit_failed", {{"what", e.what()}});
      writer_.db().tryExec("ROLLBACK");
      if (!is_final(e.getExtendedErrorCode())) return Ending::given_up;
      give_up(e.getExtendedErrorCode());
      for (auto* job : batch) job->failure = std::make_exception_ptr(UnknownFate(e.what()));
      return Ending::unknown;
    } catch (const std::bad_alloc& e) {
      log::warn("group_commit_failed", {{"what", e.what()}});
      writer_.db().tryExec("ROLLBACK");
      return Ending::given_up;
    }
  }

  /// Whoever remembers the changed rows stops answering by them before they are visible, and knows that they are other ones
  /// before any of the writes is answered.
  void commit(const ChangedRows& changed) {
    if (changed.empty()) return writer_.control("COMMIT");
    watcher_->count_in(changed);
    try {
      writer_.control("COMMIT");
    } catch (const SQLite::Exception& e) {
      watcher_->count_out(changed, is_final(e.getExtendedErrorCode()) ? Fate::unknown : Fate::rolled_back);
      throw;
    }
    watcher_->count_out(changed, Fate::committed);
  }

  /// Whether to commit; a failure is kept in the job.
  bool run_body(WriteJob& job, SqliteTransaction& tx) {
    try {
      return job.body(tx);
    } catch (const SQLite::Exception& e) {
      job.failure = as_pointer(e);
    } catch (...) {
      job.failure = std::current_exception();
    }
    return false;
  }

  [[nodiscard]] bool has_rolled_back() { return sqlite3_get_autocommit(writer_.db().getHandle()) != 0; }

  static void move_to(ChangedRows& all, ChangedRows& more) { std::move(more.begin(), more.end(), std::back_inserter(all)); }

  // What a job changed for good is added to `changed`.

  Ending run_among_others(WriteJob& job, ChangedRows& changed) {
    const auto changes = writer_.db().getTotalChanges();
    SqliteTransaction tx(writer_, current_time());
    const bool commit = run_body(job, tx);
    if (has_rolled_back()) return Ending::given_up;
    const bool wrote = tx.has_written() || writer_.db().getTotalChanges() != changes;
    move_to(changed, tx.changed());
    return commit || !wrote ? Ending::committed : Ending::one_must_be_undone;
  }

  Ending run_in_savepoint(WriteJob& job, ChangedRows& changed) {
    writer_.control("SAVEPOINT job");
    SqliteTransaction tx(writer_, current_time());
    const bool commit = run_body(job, tx);
    if (has_rolled_back()) return Ending::given_up;
    if (!commit) writer_.control("ROLLBACK TO job");
    writer_.control("RELEASE job");
    if (commit) move_to(changed, tx.changed());
    return Ending::committed;
  }

  void run_alone(WriteJob& job) {
    try {
      writer_.control("BEGIN IMMEDIATE");
      SqliteTransaction tx(writer_, current_time());
      if (job.body(tx))
        commit(tx.changed());
      else
        writer_.control("ROLLBACK");
    } catch (const SQLite::Exception& e) {
      job.failure = as_pointer(e);
      roll_back_after(e.getErrorCode());
      if (!is_final(e.getExtendedErrorCode())) return;
      give_up(e.getExtendedErrorCode());
      job.failure = std::make_exception_ptr(UnknownFate(e.what()));
    } catch (...) {
      job.failure = std::current_exception();
      roll_back_after(SQLITE_OK);
    }
  }

  void roll_back_after(int code) {
    auto& db = writer_.db();
    if (sqlite3_get_autocommit(db.getHandle()) != 0) return;
    if (db.tryExec("ROLLBACK") == SQLITE_OK) return;
    // It can be neither committed nor rolled back.
    give_up(code);
  }

  /// What is on disk is not known any more: no write is accepted until a restart has read it anew.
  void give_up(int code) {
    healthy_ = false;
    log::error("database_unusable", {{"code", std::to_string(code)}});
  }

  /// Only ever on the writing connection: two connections that write and checkpoint at once can corrupt the file
  /// (the WAL-reset fault of SQLite 3.7 to 3.51.2).
  void checkpoint() {
    if (!healthy_) return;
    int log_pages = 0, done = 0;
    const int code = sqlite3_wal_checkpoint_v2(writer_.db().getHandle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, &log_pages, &done);
    if (const int exactly = sqlite3_extended_errcode(writer_.db().getHandle()); code != SQLITE_OK && is_final(exactly))
      return give_up(exactly);
    if (code != SQLITE_OK && (code & 0xff) != SQLITE_BUSY) log::warn("checkpoint_failed", {{"code", std::to_string(code)}});
    wal_pages_ = log_pages == done ? 0 : log_pages;
  }

  /// Learns after each commit how many pages the WAL holds.
  void watch_wal() {
    sqlite3_wal_hook(
        writer_.db().getHandle(),
        [](void* self, sqlite3*, const char*, int pages) {
          static_cast<SqliteDatabase*>(self)->wal_pages_ = pages;
          return SQLITE_OK;
        },
        this);
  }

  SqliteOptions options_;
  const Clock& clock_;
  FileLock lock_;
  Connection writer_;                 // the writer thread's alone
  int wal_pages_ = 0;                 // the writer thread's alone
  CommitWatcher* watcher_ = nullptr;  // set before there are writes
  mutable std::atomic<std::int64_t> last_time_{0};
  std::optional<std::pair<Instant, BootTime>>
      behind_since_;  // the newest event, when it was opened; set before there are threads
  std::atomic<bool> healthy_{true};

  std::mutex mutex_;  // guards queue_ and stopping_
  std::condition_variable wake_;
  std::deque<WriteJob*> queue_;
  bool stopping_ = false;

  std::mutex readers_mutex_;  // guards readers_
  std::vector<std::unique_ptr<Connection>> readers_;

  std::thread writer_thread_;
};

}  // namespace

FileLock::FileLock(const std::string& path) {
  const auto lock_path = path + ".lock";
  file_ = ::open(lock_path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
  if (file_ < 0) throw OpenRefused("cannot open " + lock_path + ": is the data folder there, and ours to write?");
  if (::flock(file_, LOCK_EX | LOCK_NB) == 0) return;
  ::close(file_);
  throw OpenRefused(path + " is in use by another roster process. Stop that one, or give this one another --data.");
}

FileLock::~FileLock() {
  if (file_ >= 0) ::close(file_);
}

std::unique_ptr<Database> open_sqlite(const SqliteOptions& options, const Clock& clock) {
  configure_engine();
  FileLock lock(options.path);
  const auto log_path = options.path + "-wal";
  if (const auto damage = find_wal_damage(log_path)) throw Damaged(log_path + " is damaged: " + *damage + what_to_do);
  // The last connection of a clean stop folds the log into the file and takes it away.
  std::error_code none;
  const bool last_stop_was_clean = std::filesystem::file_size(log_path, none) == 0 || none;
  try {
    return std::make_unique<SqliteDatabase>(options, clock, std::move(lock), last_stop_was_clean);
  } catch (const SQLite::Exception& e) {
    const auto what = options.path + " cannot be opened as a database: " + e.what();
    const int code = e.getErrorCode() & 0xff;
    if (code == SQLITE_NOTADB || code == SQLITE_CORRUPT) throw Damaged(what + what_to_do);
    throw OpenRefused(what + ". Nothing was changed.");
  }
}

}  // namespace roster::database
