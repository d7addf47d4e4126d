#pragma once
// One connection to PostgreSQL: statements are prepared once, sent together, and answered before a deadline or the connection
// is given up.

#include <libpq-fe.h>

#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "database/watch.h"

namespace roster::database::postgres {

/// By the clock that no one sets.
class Deadline {
 public:
  explicit Deadline(std::chrono::milliseconds from_now) : end_(std::chrono::steady_clock::now() + from_now) {}
  [[nodiscard]] bool is_over() const { return left() <= std::chrono::milliseconds{0}; }
  [[nodiscard]] std::chrono::milliseconds left() const {
    return std::chrono::ceil<std::chrono::milliseconds>(end_ - std::chrono::steady_clock::now());
  }
  [[nodiscard]] std::chrono::steady_clock::time_point end() const { return end_; }

 private:
  std::chrono::steady_clock::time_point end_;
};

/// The connection is gone, or of no use any more: what was under way on it may have happened or not.
struct Lost : std::runtime_error {
  using std::runtime_error::runtime_error;
};
/// Another transaction was faster: the same again may succeed.
struct Conflict : std::runtime_error {
  using std::runtime_error::runtime_error;
};
/// A row that there may not be. It may be another transaction's, not there a moment ago: again, it may be seen beforehand.
struct ConstraintBroken : DatabaseError {
  using DatabaseError::DatabaseError;
};

/// One statement of those that are sent together. `?` stand for the parameters.
struct Step {
  std::string_view sql;
  std::span<const Parameter> parameters{};
  bool ends_group = false;  ///< what follows does not depend on whether this and what was before it failed
  bool is_unique = false;   ///< it will not come again: not kept prepared
};

struct StepAnswer {
  Rows rows;
  std::int64_t changed = 0;
  bool has_rows = false;                 ///< it was a query, even if it found none
  std::optional<std::size_t> watched{};  ///< the watched table that `rows` are of
};

/// One thread at a time. A failure of the connection itself makes it unusable.
class Connection {
 public:
  /// Throws Lost.
  explicit Connection(const std::string& conninfo);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() = default;

  [[nodiscard]] bool is_usable() const { return usable_; }
  /// From here on statements that change one of them tell their rows.
  void watch(std::span<const WatchedTable> tables) { watched_ = tables; }

  /// Goes with the next run, which answers it before its own steps. Whether its rows are to be told.
  bool queue(const Step& step);
  /// All steps in one message and their answers in another. Throws, when all that can be answered is, what the first of them
  /// that failed comes to: Lost, Conflict, ConstraintBroken, Unavailable, DatabaseError. Lost, too, where one committed without
  /// the standby that it has to wait for.
  std::vector<StepAnswer> run(std::span<const Step> steps, const Deadline& deadline);
  StepAnswer run_one(const Step& step, const Deadline& deadline) { return std::move(run({&step, 1}, deadline).back()); }
  /// Sends, whatever became of what was queued, and waits for nothing: the next run reads the answers, and tells none.
  void post(std::span<const Step> steps);

  /// Waits until something was notified on this connection, or `until`; the channels that were. Throws Lost.
  std::vector<std::string> wait_for_notices(std::chrono::steady_clock::time_point until, int wake_fd);

 private:
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
  };
  struct Prepared {
    std::string name;
    std::string sql;
    std::optional<std::size_t> watched;
    bool is_known = false;  ///< to the server
  };
  /// What is expected to come back, in order.
  struct Expected {
    enum Kind { prepare, execute, sync } kind;
    Prepared* preparing = nullptr;
    std::optional<std::size_t> watched{};
    bool is_wanted = true;
  };
  struct Close {
    void operator()(PGconn* connection) const { PQfinish(connection); }
  };
  struct Clear {
    void operator()(PGresult* result) const { PQclear(result); }
  };
  using Result = std::unique_ptr<PGresult, Clear>;

  void send(const Step& step);
  /// Each group for itself, the last one too.
  void send_groups(std::span<const Step> steps);
  void send_sync();
  Prepared& prepared(const Step& step);
  /// The answers to all that was sent.
  std::vector<StepAnswer> collect(const Deadline& deadline);
  static void take_notice(void* self, const PGresult* notice);
  Result next(const Deadline& deadline);
  void wait(const Deadline& deadline);
  [[noreturn]] void lose(const std::string& why);
  StepAnswer read(const PGresult* result, const Expected& expected) const;
  /// What a failed statement comes to, as an exception to be thrown.
  std::exception_ptr failure_of(const PGresult* result);

  std::unique_ptr<PGconn, Close> connection_;
  std::span<const WatchedTable> watched_;
  std::unordered_map<std::string, Prepared, TextHash, std::equal_to<>> prepared_;
  Prepared unkept_;  ///< the last of those for which there is no room
  std::vector<Expected> expected_;
  bool usable_ = true;
  bool committed_alone_ = false;  ///< without the standby
};

/// Tells one server from another, and from itself before it was started anew: an expression.
constexpr std::string_view server_sql = "FLOOR(EXTRACT(EPOCH FROM pg_postmaster_start_time()) * 1000000)::BIGINT";

/// Of all settings of `database` as given (a URL or "host=… dbname=…"), with ours where it says nothing. Throws OpenRefused.
std::string complete_conninfo(const std::string& given);
/// Where it leads, for people: without the password.
std::string describe_conninfo(const std::string& given);

}  // namespace roster::database::postgres
