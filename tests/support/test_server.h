#pragma once
// The real binary, started for a test: a data folder of its own, a free port, letters into a folder, a clock that the test
// moves, passwords hashed cheaply. With ROSTER_TEST_DATABASE=postgresql it stores in a PostgreSQL database of its own.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "database/postgres/scratch_database.h"
#include "support/client.h"

namespace roster::testing {

class TestServer;

struct ServerOptions {
  std::string settings{};  ///< further lines of the configuration file
  std::vector<std::string> arguments{};
  bool cheap_passwords = true;
  std::string log_level = "warn";
  std::string mail{};               ///< instead of the folder
  std::string public_url{};         ///< instead of the address that it listens on
  std::string database{};           ///< a PostgreSQL database that there is, instead of one of its own
  std::filesystem::path data{};     ///< an existing data folder to go on with
  const TestServer* beside{};       ///< another node of that server: the same PostgreSQL, key, clock, mail and public URL
  std::uint64_t file_size_max = 0;  ///< no file of the server grows past so many bytes; 0: as far as the disk goes
};

class TestServer {
 public:
  explicit TestServer(ServerOptions options = {});
  ~TestServer();
  TestServer(const TestServer&) = delete;
  TestServer& operator=(const TestServer&) = delete;

  [[nodiscard]] Client client() const { return Client{url()}; }
  /// Over the operator's socket.
  [[nodiscard]] Client operator_client() const { return Client{"http://localhost", (data_ / "roster.sock").string()}; }
  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  [[nodiscard]] int port() const { return port_; }
  [[nodiscard]] const std::filesystem::path& data() const { return data_; }
  [[nodiscard]] std::filesystem::path mail_folder() const { return data_ / "mail"; }
  [[nodiscard]] int pid() const { return pid_; }

  /// Whether the tests' servers store in PostgreSQL.
  static bool is_on_postgres();
  /// How to reach its PostgreSQL, if it is one.
  [[nodiscard]] const std::string& conninfo() const { return conninfo_; }

  /// Moves the server's clock forward.
  void advance(std::chrono::milliseconds by);
  void kill();         ///< kill -9, and waits for its end
  int terminate();     ///< SIGTERM; the exit code
  void start();        ///< again, on the same data and port
  void pause() const;  ///< SIGSTOP
  void go_on() const;  ///< SIGCONT
  void keep_data() { keep_data_ = true; }
  [[nodiscard]] std::string log() const;

  /// Runs `roster ARGS` beside it on the same data folder and database; standard output.
  struct Run {
    int exit_code = 0;
    std::string output, errors;
  };
  [[nodiscard]] Run run(const std::vector<std::string>& arguments) const;

 private:
  using Postgres = database::postgres::ScratchDatabase;
  static std::unique_ptr<Postgres> make_postgres();
  void wait_until_ready();
  ServerOptions options_;
  std::unique_ptr<Postgres> postgres_;  ///< its own; none where SQLite is tested, or beside another
  std::string conninfo_;
  std::filesystem::path data_;
  int port_ = 0;
  int port_lock_ = -1;
  int pid_ = -1;
  bool keep_data_ = false;
  std::int64_t* clock_offset_ = nullptr;
};

/// A port that no other test process on this machine has, held by the lock for as long as that file is open.
int take_port(int& lock);
/// The binary under test: ROSTER_BINARY, or the one of this build.
std::string roster_binary();
TestServer::Run run_program(const std::vector<std::string>& command);
/// How many times longer to wait for what must come: sanitizers slow everything (CMakePresets.json). 1 without them.
int patience();
/// Waits until `condition` holds, looking again every few milliseconds; false after `limit`.
bool wait_until(const std::function<bool()>& condition, std::chrono::milliseconds limit = std::chrono::seconds{20});

}  // namespace roster::testing
