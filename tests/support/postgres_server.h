#pragma once
// A PostgreSQL of a test's own, which keeps what it acknowledges, and to which the test does what happens to databases. Not the
// one of script/with-postgres, which all tests share.

#include <string>
#include <vector>

#include "support/programs.h"

namespace roster::testing {

class PostgresServer {
 public:
  static bool is_installed();

  /// Makes a cluster and starts it.
  PostgresServer();
  struct StandbyOf {
    const PostgresServer& primary;
  };
  /// A synchronous one from the beginning.
  explicit PostgresServer(StandbyOf whose);
  ~PostgresServer();
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;

  [[nodiscard]] int port() const { return port_.number(); }
  [[nodiscard]] std::string conninfo(const std::string& database = "postgres") const;
  /// The first column of the first row.
  [[nodiscard]] std::string run(const std::string& sql, const std::string& database = "postgres") const;

  void start();
  /// "fast" or "immediate", as of pg_ctl.
  void stop(const std::string& mode);
  /// kill -9 of every process of it.
  void kill();
  void pause() const;
  void go_on() const;

  /// Speaks TLS from here on.
  void encrypt(const std::string& certificate, const std::string& key);

  /// Becomes a standby of `primary`, which from then on acknowledges nothing that this one does not have, unless it
  /// `is_synchronous` no longer. What it held is gone.
  void follow(const PostgresServer& primary, bool is_synchronous = true);
  void promote();

 private:
  void control(std::vector<std::string> arguments) const;
  /// Runs one of PostgreSQL's programs as who owns its files. Throws when it fails.
  void run_program_of_it(const std::string& program, const std::vector<std::string>& arguments) const;
  [[nodiscard]] std::vector<int> processes() const;
  void set_place() const;
  void give_folder_to_owner() const;

  Folder folder_;
  SparePort port_;
};

}  // namespace roster::testing
