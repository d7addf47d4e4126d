#pragma once
// The configuration: flags, then ROSTER_… in the environment, then the TOML file, then the defaults below.

#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "base/instant.h"
#include "change/context.h"
#include "http/server.h"
#include "users/signed_in.h"

namespace roster::app {

struct Config {
  std::string config_file;
  std::string listen = "127.0.0.1:8080";  ///< empty: no TCP, only the operator's socket
  std::string data = "./data";
  std::string database;   ///< empty: SQLite in `data`; it may hold a password
  std::string mail;       ///< empty: "dir:" + data + "/mail"
  std::string mail_from;  ///< "Name <address>"; empty: Roster <noreply@host of public_url>
  std::string mail_ca_file;
  std::string public_url;               ///< empty: http:// + listen
  std::string policies_folder;          ///< empty: the five in the binary
  std::string modules_file;             ///< empty: modules.toml in policies_folder, or else the demo product's
  std::string disposable_domains_file;  ///< empty: the list in the binary
  std::string log_level = "info";
  std::vector<std::string> registration_policies;  ///< what may be chosen at registration; empty: every one
  std::vector<std::string> hosts;  ///< further values accepted in Host, besides public_url's and the listening address
  bool links_in_person = false;
  bool makes_database = false;  ///< no setting: a command that is to look at one would make an empty one of a wrong `data`
  bool send_letters = true;     ///< no setting: a command that opens the database itself leaves letters to the server
  users::SessionLifetimes sessions;
  change::Rates rates;
  http::ServerConfig http;
  unsigned hashes_at_once = 0;  ///< passwords hashed at the same time; 0: cores - 1, at least 1

  /// `[testing]`: announced at start, and refused unless the server listens on loopback.
  bool cheap_passwords = false;
  std::string further_migrations;  ///< a folder: as of a version that comes after this one
  std::string clock_file;          ///< eight bytes, mapped: milliseconds added to the machine's clock
};

/// Reads the file into `config`, leaving what it does not name. Every unknown key is an error with its line.
tl::expected<void, std::string> read_config_file(const std::string& path, Config& config);
/// Fills in what follows from other settings, and checks the whole.
tl::expected<void, std::string> complete(Config& config);

/// Whether the server listens on loopback only and is known by no other name: what it shows, it shows to this machine. Of a
/// completed configuration.
bool is_private(const Config& config);

/// A clock that tests move: the machine's, plus what the mapped file says.
class AdjustableClock final : public Clock {
 public:
  explicit AdjustableClock(const std::string& path);
  ~AdjustableClock() override;
  [[nodiscard]] Instant now() const override;
  [[nodiscard]] std::chrono::milliseconds moved() const override;

 private:
  const std::int64_t* offset_;
};

}  // namespace roster::app
