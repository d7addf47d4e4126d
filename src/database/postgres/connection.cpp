#include "database/postgres/connection.h"

#include <poll.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <cstring>

#include "base/log.h"
#include "database/postgres/sql_text.h"

namespace roster::database::postgres {

namespace {

/// Statements that are kept prepared; lists of unusual lengths beyond that are planned each time.
constexpr std::size_t prepared_max = 1000;
/// Of the types that columns and expressions have.
constexpr Oid type_bool = 16, type_int8 = 20, type_int2 = 21, type_int4 = 23, type_numeric = 1700;

// What the server says of a failure, by the codes of its manual's appendix A.

bool is_conflict(std::string_view code) { return code == "40001" || code == "40P01"; }
/// 23505: there is such a row; 23503: the row that it refers to is not there.
bool is_broken_constraint(std::string_view code) { return code == "23505" || code == "23503"; }
/// It stops, or is no primary any more, or forgot what was prepared: another connection may do.
bool means_lost(std::string_view code) {
  return code.starts_with("08") || code.starts_with("57P") || code == "25P03" || code == "25006" || code == "26000" ||
         code == "53300";
}
bool means_not_now(std::string_view code) {
  return code.starts_with("53") || code.starts_with("57") || code.starts_with("58") || code == "55P03";
}

Value read_value(const PGresult* result, int row, int column) {
  if (PQgetisnull(result, row, column) != 0) return {};
  const char* text = PQgetvalue(result, row, column);
  const auto size = static_cast<std::size_t>(PQgetlength(result, row, column));
  switch (PQftype(result, column)) {
    case type_bool:
      return std::int64_t{text[0] == 't' ? 1 : 0};
    case type_int2:
    case type_int4:
    case type_int8:
    case type_numeric: {
      std::int64_t number = 0;
      const auto [end, ec] = std::from_chars(text, text + size, number);
      if (ec != std::errc{} || end != text + size) throw DatabaseError("a number is no whole one: " + std::string{text, size});
      return number;
    }
    default:
      return std::string{text, size};
  }
}

/// How parameters are handed to libpq: numbers as their digits, texts as their bytes, of whatever type is expected there.
class Bound {
 public:
  explicit Bound(std::span<const Parameter> parameters) : digits_(parameters.size()) {
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      if (const auto* n = std::get_if<std::int64_t>(&parameters[i])) {
        *std::to_chars(digits_[i].data(), digits_[i].data() + digits_[i].size() - 1, *n).ptr = '\0';
        add(digits_[i].data(), 0, 0);
      } else if (const auto* view = std::get_if<std::string_view>(&parameters[i])) {
        add(view->empty() ? "" : view->data(), view->size(), 1);
      } else if (const auto* owned = std::get_if<std::string>(&parameters[i])) {
        add(owned->data(), owned->size(), 1);
      } else {
        add(nullptr, 0, 0);
      }
    }
  }
  [[nodiscard]] int count() const { return static_cast<int>(values_.size()); }
  [[nodiscard]] const char* const* values() const { return values_.data(); }
  [[nodiscard]] const int* lengths() const { return lengths_.data(); }
  [[nodiscard]] const int* formats() const { return formats_.data(); }

 private:
  void add(const char* value, std::size_t length, int format) {
    values_.push_back(value);
    lengths_.push_back(static_cast<int>(length));
    formats_.push_back(format);
  }
  std::vector<std::array<char, 24>> digits_;
  std::vector<const char*> values_;
  std::vector<int> lengths_, formats_;
};

std::size_t count_places(std::string_view postgres_sql) {
  std::size_t places = 0;
  char quote = '\0';
  for (const char c : postgres_sql) {
    if (quote != '\0')
      quote = c == quote ? '\0' : quote;
    else if (c == '\'' || c == '"')
      quote = c;
    else if (c == '$')
      ++places;
  }
  return places;
}

}  // namespace

Connection::Connection(const std::string& conninfo) : connection_(PQconnectdb(conninfo.c_str())) {
  if (!connection_ || PQstatus(connection_.get()) != CONNECTION_OK) lose("it cannot be reached");
  PQsetNoticeReceiver(connection_.get(), &Connection::take_notice, this);
  if (PQsetnonblocking(connection_.get(), 1) != 0 || PQenterPipelineMode(connection_.get()) != 1) lose("no pipeline");
}

/// Who cancels a COMMIT that waits for its standby makes PostgreSQL give up the waiting, not the commit: it succeeds, with a
/// warning of no code of its own, in the language of the server. Only where it comes from tells it.
void Connection::take_notice(void* self, const PGresult* notice) {
  const char* from = PQresultErrorField(notice, PG_DIAG_SOURCE_FUNCTION);
  if (from != nullptr && std::string_view{from} == "SyncRepWaitForLSN") static_cast<Connection*>(self)->committed_alone_ = true;
}

void Connection::lose(const std::string& why) {
  usable_ = false;
  std::string said = connection_ ? PQerrorMessage(connection_.get()) : "";
  std::replace(said.begin(), said.end(), '\n', ' ');
  while (said.ends_with(' ')) said.pop_back();
  throw Lost("the database: " + why + (said.empty() ? "" : ": " + said));
}

bool Connection::queue(const Step& step) {
  send(step);
  return expected_.back().watched.has_value();
}

std::vector<StepAnswer> Connection::run(std::span<const Step> steps, const Deadline& deadline) {
  send_groups(steps);
  return collect(deadline);
}

void Connection::post(std::span<const Step> steps) {
  // What fails takes the rest of its group with it.
  if (!expected_.empty() && expected_.back().kind != Expected::sync) send_sync();
  send_groups(steps);
  for (auto& one : expected_) one.is_wanted = false;
  if (PQflush(connection_.get()) < 0) lose("it does not listen");
}

void Connection::send_groups(std::span<const Step> steps) {
  for (const auto& step : steps) {
    send(step);
    if (step.ends_group && &step != &steps.back()) send_sync();
  }
  send_sync();
}

Connection::Prepared& Connection::prepared(const Step& step) {
  const auto sql = step.sql;
  const auto at = prepared_.find(sql);
  if (at != prepared_.end()) return at->second;
  const auto watched = watch_statement(sql, watched_);
  Prepared made{.name = prepared_.size() < prepared_max && !step.is_unique ? "s" + std::to_string(prepared_.size()) : "",
                .sql = to_postgres(watched ? watched->sql : sql),
                .watched = watched ? std::optional{watched->table} : std::nullopt};
  if (made.name.empty()) return unkept_ = std::move(made);
  return prepared_.emplace(std::string{sql}, std::move(made)).first->second;
}

void Connection::send(const Step& step) {
  if (!usable_) throw Lost("the database: the connection was lost before");
  auto& statement = prepared(step);
  if (count_places(statement.sql) != step.parameters.size())
    throw DatabaseError("a statement is given more or fewer values than it has places");
  auto* const connection = connection_.get();
  if (!statement.is_known) {
    if (PQsendPrepare(connection, statement.name.c_str(), statement.sql.c_str(), 0, nullptr) != 1) lose("it does not listen");
    // For the case that it is sent a second time before the first is answered.
    statement.is_known = !statement.name.empty();
    expected_.push_back({.kind = Expected::prepare, .preparing = &statement});
  }
  const Bound bound(step.parameters);
  if (PQsendQueryPrepared(connection, statement.name.c_str(), bound.count(), bound.values(), bound.lengths(), bound.formats(),
                          0) != 1)
    lose("it does not listen");
  expected_.push_back({.kind = Expected::execute, .watched = statement.watched});
}

void Connection::send_sync() {
  if (PQpipelineSync(connection_.get()) != 1) lose("it does not listen");
  expected_.push_back({.kind = Expected::sync});
}

std::vector<StepAnswer> Connection::collect(const Deadline& deadline) {
  std::vector<StepAnswer> answers;
  std::exception_ptr failure;
  const auto expected = std::exchange(expected_, {});
  for (const auto& one : expected) {
    const auto result = next(deadline);
    const auto status = PQresultStatus(result.get());
    if (one.kind == Expected::sync) {
      if (status != PGRES_PIPELINE_SYNC) lose("it answers out of order");
      continue;
    }
    if (next(deadline)) lose("it answers more than it was asked");
    const bool is_good = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
    if (one.kind == Expected::prepare) {
      if (!is_good) one.preparing->is_known = false;
      if (!is_good && status != PGRES_PIPELINE_ABORTED && !failure) failure = failure_of(result.get());
      continue;
    }
    if (!one.is_wanted) {
      if (!is_good && status != PGRES_PIPELINE_ABORTED) static_cast<void>(failure_of(result.get()));
      continue;
    }
    if (is_good && !failure)
      answers.push_back(read(result.get(), one));
    else if (!is_good && status != PGRES_PIPELINE_ABORTED && !failure)
      failure = failure_of(result.get());
  }
  if (committed_alone_) {
    usable_ = false;
    throw Lost("the database: a commit was not waited for by its standby");
  }
  if (failure) std::rethrow_exception(failure);
  return answers;
}

Connection::Result Connection::next(const Deadline& deadline) {
  while (PQisBusy(connection_.get()) != 0) {
    wait(deadline);
    if (PQconsumeInput(connection_.get()) != 1) lose("the connection broke");
  }
  return Result{PQgetResult(connection_.get())};
}

void Connection::wait(const Deadline& deadline) {
  const int unsent = PQflush(connection_.get());
  if (unsent < 0) lose("the connection broke");
  pollfd socket{PQsocket(connection_.get()), static_cast<short>(unsent > 0 ? POLLIN | POLLOUT : POLLIN), 0};
  const auto left = std::clamp<std::int64_t>(deadline.left().count(), 0, 60'000);
  if (::poll(&socket, 1, static_cast<int>(left)) == 0 && deadline.is_over()) lose("no answer in time");
}

std::exception_ptr Connection::failure_of(const PGresult* result) {
  const char* code_text = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const std::string code = code_text == nullptr ? "" : code_text;
  if (code.empty() || PQstatus(connection_.get()) == CONNECTION_BAD) lose("the connection broke");
  const char* message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  // Not its details: they hold the rows' values.
  const auto what = std::string{message == nullptr ? "" : message} + " (" + code + ")";
  // A migration by another node changed what a prepared statement answers.
  if (means_lost(code) || what.starts_with("cached plan")) {
    usable_ = false;
    throw Lost("the database: " + what);
  }
  if (is_conflict(code)) return std::make_exception_ptr(Conflict(what));
  if (is_broken_constraint(code)) return std::make_exception_ptr(ConstraintBroken(what));
  if (code == "53100") return std::make_exception_ptr(Unavailable(reasons::storage_full, what));
  if (code == "55P03") return std::make_exception_ptr(Unavailable(reasons::overloaded, what));
  if (means_not_now(code)) return std::make_exception_ptr(Unavailable(reasons::unavailable, what));
  return std::make_exception_ptr(DatabaseError(what));
}

StepAnswer Connection::read(const PGresult* result, const Expected& expected) const {
  StepAnswer answer{.rows = {}, .has_rows = PQresultStatus(result) == PGRES_TUPLES_OK, .watched = expected.watched};
  const char* changed = PQcmdTuples(const_cast<PGresult*>(result));
  std::from_chars(changed, changed + std::strlen(changed), answer.changed);
  const int rows = PQntuples(result), columns = PQnfields(result);
  answer.rows.reserve(static_cast<std::size_t>(rows));
  for (int row = 0; row < rows; ++row) {
    std::vector<Value> values;
    values.reserve(static_cast<std::size_t>(columns));
    for (int column = 0; column < columns; ++column) values.push_back(read_value(result, row, column));
    answer.rows.emplace_back(std::move(values));
  }
  return answer;
}

std::vector<std::string> Connection::wait_for_notices(std::chrono::steady_clock::time_point until, int wake_fd) {
  struct Free {
    void operator()(PGnotify* notice) const { PQfreemem(notice); }
  };
  std::vector<std::string> channels;
  const auto take = [&] {
    while (const std::unique_ptr<PGnotify, Free> notice{PQnotifies(connection_.get())}) channels.emplace_back(notice->relname);
  };
  take();
  if (!channels.empty()) return channels;
  std::array<pollfd, 2> wanted{pollfd{PQsocket(connection_.get()), POLLIN, 0}, pollfd{wake_fd, POLLIN, 0}};
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now()).count();
  ::poll(wanted.data(), wanted.size(), static_cast<int>(std::clamp<std::int64_t>(left, 0, 60'000)));
  if ((wanted[0].revents & (POLLIN | POLLERR | POLLHUP)) != 0 && PQconsumeInput(connection_.get()) != 1)
    lose("the connection broke");
  take();
  return channels;
}

namespace {

struct FreeOptions {
  void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};
using Options = std::unique_ptr<PQconninfoOption, FreeOptions>;

Options parse(const std::string& given) {
  char* fault = nullptr;
  Options options{PQconninfoParse(given.c_str(), &fault)};
  if (options) return options;
  PQfreemem(fault);
  // Not what libpq says: it may quote a part of the password.
  throw OpenRefused("--database is no connection string of PostgreSQL: postgresql://USER@HOST/DATABASE or \"host=… dbname=…\"");
}

std::string in_quotes(std::string_view value) {
  std::string out = "'";
  for (const char c : value) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

/// What we ask for where the operator says nothing.
constexpr std::array<std::pair<std::string_view, std::string_view>, 8> wishes{{{"connect_timeout", "2"},
                                                                               {"tcp_user_timeout", "5000"},
                                                                               {"keepalives_idle", "5"},
                                                                               {"keepalives_interval", "2"},
                                                                               {"keepalives_count", "3"},
                                                                               {"target_session_attrs", "read-write"},
                                                                               {"fallback_application_name", "roster"},
                                                                               {"client_encoding", "UTF8"}}};
/// Of the session; the operator's own come after and win. A node that stops in the middle of a transaction is given up before
/// those who wait for its rows are refused: ours have nothing to do between two statements.
constexpr std::string_view session_settings =
    "-c statement_timeout=5000 -c lock_timeout=4000 -c idle_in_transaction_session_timeout=2000 ";
/// Comes after the operator's: what take_notice looks for is a warning.
constexpr std::string_view needed_settings = " -c client_min_messages=warning";

}  // namespace

std::string complete_conninfo(const std::string& given) {
  const auto options = parse(given);
  std::string out;
  for (const auto* option = options.get(); option->keyword != nullptr; ++option) {
    const std::string_view keyword = option->keyword;
    std::string value = option->val == nullptr ? "" : option->val;
    const auto* wish = std::find_if(wishes.begin(), wishes.end(), [&](const auto& w) { return w.first == keyword; });
    if (option->val == nullptr && wish != wishes.end()) value = wish->second;
    if (keyword == "options") value = std::string{session_settings} + value + std::string{needed_settings};
    if (value.empty()) continue;
    out += (out.empty() ? "" : " ") + std::string{keyword} + "=" + in_quotes(value);
  }
  return out;
}

std::string describe_conninfo(const std::string& given) {
  const auto options = parse(given);
  std::string out = "PostgreSQL (";
  for (const auto* option = options.get(); option->keyword != nullptr; ++option) {
    const std::string_view keyword = option->keyword;
    if (option->val == nullptr || (keyword != "host" && keyword != "port" && keyword != "dbname" && keyword != "user")) continue;
    out += (out.ends_with('(') ? "" : " ") + std::string{keyword} + "=" + option->val;
  }
  return out + ")";
}

}  // namespace roster::database::postgres
