#pragma once
// The running server: everything opened, wired together in one place, and closed in the right order.

#include <memory>

#include "app/config.h"
#include "app/exit_code.h"

namespace roster::app {

/// A start that was refused: what() says what is wrong and what to do. The exit code is for scripts.
struct StartRefused : std::runtime_error {
  StartRefused(ExitCode code, const std::string& what) : std::runtime_error(what), exit_code(code) {}
  ExitCode exit_code;
};

class Application {
 public:
  /// Opens the data folder, migrates, reads policies, binds. Throws StartRefused.
  explicit Application(Config config);
  ~Application();
  Application(const Application&) = delete;
  Application& operator=(const Application&) = delete;

  void start();
  /// Stops accepting, finishes what is in flight, writes down what waits in memory. Idempotent; the database is closed with the
  /// object.
  void stop();
  [[nodiscard]] const Config& config() const;
  [[nodiscard]] std::uint16_t port() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

/// Opens the database that the configuration names and brings it to this program's schema; `clock` must outlive it. Throws
/// StartRefused; where there is none, unless the configuration `makes_database`.
std::unique_ptr<database::Database> open_database(const Config& config, const Clock& clock);
/// What the database is called in messages: without a password.
std::string name_of_database(const Config& config);

/// The file that SQLite stores in. Throws StartRefused where the configuration names another engine.
std::string database_file_of(const Config& config);
/// Where the operator's socket of a data folder is.
std::string socket_path_of(const std::string& data);

}  // namespace roster::app
