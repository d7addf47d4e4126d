#pragma once
// The database as the rest of Roster sees it: a read is a function of a snapshot, a write is a function of a transaction.
//
// The body makes nothing but queries: it may run more than once, and that of a write may be rolled back. It commits exactly when
// its result has a value; a refusal rolls its own changes back and nobody else's. A write that returned is durable.
// SQL is the subset that SQLite and PostgreSQL share, with `?` for parameters.

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/id.h"
#include "base/instant.h"
#include "base/result.h"

namespace roster::database {

/// What a column holds.
using Value = std::variant<std::monostate, std::int64_t, std::string>;

inline Value to_value(std::monostate) { return {}; }
inline Value to_value(std::nullopt_t) { return {}; }
inline Value to_value(bool b) { return std::int64_t{b ? 1 : 0}; }
inline Value to_value(Instant i) { return i.ms; }
inline Value to_value(std::string s) { return Value{std::move(s)}; }
inline Value to_value(std::string_view s) { return std::string{s}; }
inline Value to_value(const char* s) { return std::string{s}; }
template <class T>
  requires std::is_integral_v<T>
Value to_value(T n) {
  return static_cast<std::int64_t>(n);
}
template <class Tag>
Value to_value(const Id<Tag>& id) {
  return id.text();
}
template <class T>
Value to_value(const std::optional<T>& v) {
  return v ? to_value(*v) : Value{};
}
inline Value to_value(Value v) { return v; }

/// What a statement is given: for the length of the call, so texts are not copied.
using Parameter = std::variant<std::monostate, std::int64_t, std::string_view, std::string>;

inline Parameter to_parameter(std::string_view s) { return s; }
inline Parameter to_parameter(const char* s) { return std::string_view{s}; }
inline Parameter to_parameter(const Value& value) {
  return std::visit(
      [](const auto& v) -> Parameter {
        if constexpr (std::is_same_v<std::decay_t<decltype(v)>, std::string>)
          return std::string_view{v};
        else
          return v;
      },
      value);
}
template <class T>
Parameter to_parameter(const T& v) {
  if constexpr (std::is_convertible_v<const T&, std::string_view>)
    return std::string_view{v};
  else
    return std::visit([](auto&& value) -> Parameter { return std::forward<decltype(value)>(value); }, to_value(v));
}
template <class T>
Parameter to_parameter(const std::optional<T>& v) {
  return v ? to_parameter(*v) : Parameter{};
}

/// The program's own mistake (wrong SQL, a broken invariant) or a row that is not what it must be.
struct DatabaseError : std::runtime_error {
  using std::runtime_error::runtime_error;
};
/// The database cannot do it now; nothing was changed. Answered 503.
struct Unavailable : std::runtime_error {
  Unavailable(Reason r, const std::string& what) : std::runtime_error(what), reason(r) {}
  Reason reason;
};

/// A COMMIT was not answered, and nobody can say yet whether it happened. Answered 503 as well, which promises nothing of it; an
/// internal error would say that nothing was changed.
struct UnknownFate : Unavailable {
  explicit UnknownFate(const std::string& what) : Unavailable(reasons::unavailable, what) {}
};
/// Refused start: it cannot be reached, another process has it, or it is damaged. what() says which and what to do.
struct OpenRefused : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// One row of an answer, owned.
class Row {
 public:
  explicit Row(std::vector<Value> values) : values_(std::move(values)) {}
  [[nodiscard]] std::size_t size() const { return values_.size(); }
  [[nodiscard]] const std::vector<Value>& values() const { return values_; }
  [[nodiscard]] bool is_integer(std::size_t i) const { return std::holds_alternative<std::int64_t>(values_.at(i)); }
  [[nodiscard]] bool is_null(std::size_t i) const { return std::holds_alternative<std::monostate>(values_.at(i)); }
  [[nodiscard]] std::int64_t integer(std::size_t i) const;
  [[nodiscard]] bool boolean(std::size_t i) const { return integer(i) != 0; }
  [[nodiscard]] const std::string& text(std::size_t i) const;
  [[nodiscard]] Instant instant(std::size_t i) const { return {integer(i)}; }
  [[nodiscard]] std::optional<std::string> optional_text(std::size_t i) const;
  [[nodiscard]] std::optional<Instant> optional_instant(std::size_t i) const;
  template <class IdType>
  [[nodiscard]] IdType id(std::size_t i) const {
    const auto parsed = IdType::parse(text(i));
    if (!parsed) throw DatabaseError("a row holds a malformed id: " + text(i));
    return *parsed;
  }
  template <class IdType>
  [[nodiscard]] std::optional<IdType> optional_id(std::size_t i) const {
    if (is_null(i)) return std::nullopt;
    return id<IdType>(i);
  }

 private:
  std::vector<Value> values_;
};

using Rows = std::vector<Row>;

/// What queries are made on. Belongs to one thread for the length of one read or write body; never kept.
class Transaction {
 public:
  Transaction() = default;
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  virtual ~Transaction() = default;

  template <class... Args>
  Rows list(std::string_view sql, const Args&... args) {
    return run(sql, std::array<Parameter, sizeof...(args)>{to_parameter(args)...});
  }
  /// The first row, if any.
  template <class... Args>
  std::optional<Row> find(std::string_view sql, const Args&... args) {
    auto rows = list(sql, args...);
    if (rows.empty()) return std::nullopt;
    return std::move(rows.front());
  }
  /// Changes rows. Nobody waits for it: an engine that is far away learns of it together with what comes next, so what it refuses
  /// is thrown here, by a later statement, or at the end of the write.
  template <class... Args>
  void execute(std::string_view sql, const Args&... args) {
    change_later(sql, std::array<Parameter, sizeof...(args)>{to_parameter(args)...});
  }
  /// The same at once: how many rows were changed.
  template <class... Args>
  std::int64_t count_changed(std::string_view sql, const Args&... args) {
    return change(sql, std::array<Parameter, sizeof...(args)>{to_parameter(args)...});
  }
  /// For parameter lists whose length is known at run time only.
  Rows list_with(std::string_view sql, const std::vector<Value>& args) { return run(sql, to_parameters(args)); }
  void execute_with(std::string_view sql, const std::vector<Value>& args) { change_later(sql, to_parameters(args)); }

  /// The time of this transaction: read after its locks were taken. Never earlier than one that this process was given before,
  /// nor than the newest event there was when the database was opened, or another server of it was found: a clock that is behind
  /// them goes on from there. (Two nodes read one clock, and may differ by as long as an answer of it takes.)
  [[nodiscard]] virtual Instant now() const = 0;
  /// Locks rows against concurrent writers, whether they are there or not: what is read afterwards stays so until the end. A
  /// write begins with it; where it comes later, the body runs again with the lock taken first. (SQLite has one writer: nothing
  /// to do there.)
  virtual void lock(std::string_view table, const std::vector<std::string>& ids) = 0;

 protected:
  static std::vector<Parameter> to_parameters(const std::vector<Value>& args) {
    std::vector<Parameter> parameters;
    parameters.reserve(args.size());
    for (const auto& arg : args) parameters.push_back(to_parameter(arg));
    return parameters;
  }
  virtual Rows run(std::string_view sql, std::span<const Parameter> parameters) = 0;
  virtual std::int64_t change(std::string_view sql, std::span<const Parameter> parameters) = 0;
  /// The parameters are read before it returns.
  virtual void change_later(std::string_view sql, std::span<const Parameter> parameters) { change(sql, parameters); }
  /// For a transaction that stands before another one.
  static Rows run_on(Transaction& other, std::string_view sql, std::span<const Parameter> parameters) {
    return other.run(sql, parameters);
  }
  static std::int64_t change_on(Transaction& other, std::string_view sql, std::span<const Parameter> parameters) {
    return other.change(sql, parameters);
  }
  static void change_later_on(Transaction& other, std::string_view sql, std::span<const Parameter> parameters) {
    other.change_later(sql, parameters);
  }
};

struct ReadOptions {
  bool is_long = false;  ///< goes through whole tables, and nobody waits for it
};

struct WriteOptions {
  bool dry_run = false;  ///< roll back even when the body's result has a value
  bool is_long = false;  ///< as of ReadOptions
};

/// To the operator, of a clock that is behind what is committed.
void warn_of_clock_behind(std::chrono::milliseconds by);

class CommitWatcher;

/// A migration of the engine's own tables.
struct OwnMigration {
  std::string_view name, sql;
};

class Database {
 public:
  Database() = default;
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  virtual ~Database() = default;

  /// Runs `body(Transaction&)` on one snapshot; it may run more than once. Thread-safe; throws Unavailable.
  template <class F>
  auto read(F&& body, ReadOptions options = {}) -> std::invoke_result_t<F&, Transaction&> {
    std::optional<std::invoke_result_t<F&, Transaction&>> result;
    run_read([&](Transaction& tx) { result.emplace(body(tx)); }, options);
    return std::move(*result);
  }

  /// Runs `body(Transaction&) -> Result<T>`. Thread-safe; blocks until durable. Throws Unavailable.
  template <class F>
  auto write(F&& body, WriteOptions options = {}) -> std::invoke_result_t<F&, Transaction&> {
    std::optional<std::invoke_result_t<F&, Transaction&>> result;
    run_write(
        [&](Transaction& tx) {
          result.reset();
          result.emplace(body(tx));
          return result->has_value() && !options.dry_run;
        },
        options);
    return std::move(*result);
  }

  /// From here on `watcher` learns of each commit (database/watch.h). After the migrations, before any other write; it outlives
  /// the database.
  virtual void watch(CommitWatcher& watcher) = 0;
  /// Whether there is such a table.
  virtual bool has_table(std::string_view name) = 0;
  /// Runs `body` while no other process does so: one migrates, the others wait.
  virtual void exclusively(const std::function<void()>& body) = 0;
  /// What the engine keeps for itself, beside the shared tables; append-only.
  [[nodiscard]] virtual std::vector<OwnMigration> own_migrations() const { return {}; }
  /// The time as a transaction that began now would have it.
  [[nodiscard]] virtual Instant now() const = 0;
  /// Whether requests can be served: what /readyz says. SQLite's is false for good once a write failed in a way that leaves the
  /// file's state unknown, or its pages are damaged: until a restart. PostgreSQL's is false while it is out of touch.
  [[nodiscard]] virtual bool is_healthy() const = 0;
  /// Whether a server works on it beside this program, which is none itself. Where one ended badly it takes as long as its lease
  /// to know; an engine that lets nobody else in knows at once. One that is only paused is none: it forgets what it remembers
  /// before it goes on.
  [[nodiscard]] virtual bool is_served() { return false; }
  /// A consistent copy into a new file. Throws DatabaseError.
  virtual void backup(const std::string& path) = 0;
  /// What the engine says of its own integrity; "ok" when all is well.
  virtual std::string check_integrity() = 0;
  /// The same, with less effort: whether pages and rows are what they must be, not whether each index has each row. What is
  /// damaged takes no write any more (is_healthy), and is checked as a whole when it is opened again.
  virtual std::string check_pages() = 0;

 protected:
  virtual void run_read(const std::function<void(Transaction&)>& body, const ReadOptions& options) = 0;
  /// `body` returns whether to commit; on a dry run it never does.
  virtual void run_write(const std::function<bool(Transaction&)>& body, const WriteOptions& options) = 0;
};

}  // namespace roster::database
