#pragma once
// For tests: a database of one's own in the PostgreSQL that ROSTER_TEST_POSTGRES leads to (script/with-postgres), dropped at the
// end.

#include <libpq-fe.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>

namespace roster::database::postgres {

class ScratchDatabase {
 public:
  [[nodiscard]] static bool is_possible() { return std::getenv("ROSTER_TEST_POSTGRES") != nullptr; }

  /// As a copy of `like`; from nothing where that is empty.
  explicit ScratchDatabase(const std::string& like = "") {
    static std::atomic<int> made{0};
    name_ = "test_" + std::to_string(::getpid()) + "_" + std::to_string(++made);
    run("CREATE DATABASE " + name_ + (like.empty() ? "" : " TEMPLATE " + like));
  }
  ~ScratchDatabase() {
    try {
      run("DROP DATABASE IF EXISTS " + name_ + " WITH (FORCE)");
    } catch (const std::exception& e) {
      std::fprintf(stderr, "%s\n", e.what());
    }
  }
  ScratchDatabase(const ScratchDatabase&) = delete;
  ScratchDatabase& operator=(const ScratchDatabase&) = delete;

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] std::string conninfo() const { return server() + " dbname=" + name_; }

  /// In the database postgres of the same server, or in this one. The first column of the first row.
  static std::string run(const std::string& sql) { return run_on(server() + " dbname=postgres", sql); }
  std::string run_here(const std::string& sql) const { return run_on(conninfo(), sql); }
  static std::string run_on(const std::string& conninfo, const std::string& sql) {
    const std::unique_ptr<PGconn, decltype(&PQfinish)> connection{PQconnectdb(conninfo.c_str()), &PQfinish};
    const std::unique_ptr<PGresult, decltype(&PQclear)> result{PQexec(connection.get(), sql.c_str()), &PQclear};
    const auto status = PQresultStatus(result.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
      throw std::runtime_error(sql + ": " + PQerrorMessage(connection.get()));
    return PQntuples(result.get()) > 0 ? PQgetvalue(result.get(), 0, 0) : "";
  }

 private:
  static std::string server() {
    const char* given = std::getenv("ROSTER_TEST_POSTGRES");
    if (given == nullptr) throw std::runtime_error("ROSTER_TEST_POSTGRES is not set: run it by script/with-postgres");
    return given;
  }
  std::string name_;
};

}  // namespace roster::database::postgres
