#include "database/sqlite/statement.h"

#include <SQLiteCpp/Exception.h>

#include <limits>

namespace roster::database {

/// Leaves the statement ready for its next use, and lets go of the snapshot that it holds.
class Statement::Use {
 public:
  explicit Use(sqlite3_stmt* statement) : statement_(statement) {}
  ~Use() { sqlite3_reset(statement_); }
  Use(const Use&) = delete;
  Use& operator=(const Use&) = delete;

 private:
  sqlite3_stmt* statement_;
};

Statement::Statement(SQLite::Database& database, std::string_view sql, std::optional<std::size_t> watched)
    : connection_(database.getHandle()), watched_(watched) {
  sqlite3_stmt* made = nullptr;
  const int code =
      sqlite3_prepare_v3(connection_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &made, nullptr);
  if (code != SQLITE_OK) throw SQLite::Exception(connection_, code);
  statement_.reset(made);
}

Rows Statement::list(std::span<const Parameter> parameters) {
  const Use use(statement_.get());
  bind(parameters);
  Rows rows;
  while (step()) rows.emplace_back(read_row());
  return rows;
}

std::int64_t Statement::execute(std::span<const Parameter> parameters) {
  const Use use(statement_.get());
  bind(parameters);
  if (step()) throw DatabaseError("a statement that should change answers rows");
  return sqlite3_changes64(connection_);
}

void Statement::bind(std::span<const Parameter> parameters) {
  auto* const statement = statement_.get();
  // What is not bound anew would point to where the texts of the last use were.
  if (static_cast<int>(parameters.size()) != sqlite3_bind_parameter_count(statement))
    throw DatabaseError("a statement is given more or fewer values than it has places");
  int at = 0;
  for (const auto& parameter : parameters) {
    ++at;
    int code = SQLITE_OK;
    if (const auto* n = std::get_if<std::int64_t>(&parameter)) {
      code = sqlite3_bind_int64(statement, at, *n);
    } else if (std::holds_alternative<std::monostate>(parameter)) {
      code = sqlite3_bind_null(statement, at);
    } else {
      const auto* owned = std::get_if<std::string>(&parameter);
      const auto text = owned != nullptr ? std::string_view{*owned} : std::get<std::string_view>(parameter);
      // An empty view may have no address, which would be NULL.
      code = sqlite3_bind_text64(statement, at, text.empty() ? "" : text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8);
    }
    if (code != SQLITE_OK) throw SQLite::Exception(connection_, code);
  }
}

bool Statement::step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) throw SQLite::Exception(connection_, code);
  return false;
}

std::vector<Value> Statement::read_row() const {
  auto* const statement = statement_.get();
  const int count = sqlite3_data_count(statement);
  std::vector<Value> values;
  values.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) {
    switch (sqlite3_column_type(statement, i)) {
      case SQLITE_NULL:
        values.emplace_back();
        break;
      case SQLITE_INTEGER:
        values.emplace_back(sqlite3_column_int64(statement, i));
        break;
      default: {
        const auto* text = static_cast<const char*>(sqlite3_column_blob(statement, i));
        values.emplace_back(std::in_place_type<std::string>, text == nullptr ? "" : text,
                            static_cast<std::size_t>(sqlite3_column_bytes(statement, i)));
      }
    }
  }
  return values;
}

Connection::Connection(const std::string& path, int flags) : db_(path, flags | SQLite::OPEN_NOMUTEX, 5000) {}

void Connection::watch(std::span<const WatchedTable> tables) {
  statements_.clear();
  watched_ = tables;
}

Statement& Connection::prepare(std::string_view sql) {
  const auto at = statements_.find(sql);
  if (at != statements_.end()) return at->second;
  const auto watched = watch_statement(sql, watched_);
  auto made = watched ? Statement{db_, watched->sql, watched->table} : Statement{db_, sql, std::nullopt};
  return statements_.emplace(std::string{sql}, std::move(made)).first->second;
}

}  // namespace roster::database
