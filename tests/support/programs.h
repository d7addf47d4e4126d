#pragma once
// Other programs beside the server, for as long as a test lasts: proxies, mail servers. Each in a folder and on ports of its own.

#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace roster::testing {

/// A folder that goes away with this.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::string file(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

void write_file(const std::filesystem::path& path, const std::string& text);
std::string read_whole_file(const std::filesystem::path& path);

/// A free port on loopback that no other test process takes while this lives.
class SparePort {
 public:
  SparePort();
  ~SparePort();
  SparePort(const SparePort&) = delete;
  SparePort& operator=(const SparePort&) = delete;
  [[nodiscard]] int number() const { return number_; }
  [[nodiscard]] std::string text() const { return std::to_string(number_); }

 private:
  int lock_ = -1, number_;
};

/// A process of ours; ended with this.
class Program {
 public:
  /// What it prints goes into `log`. `environment`: set besides what we have.
  Program(const std::vector<std::string>& command, const std::filesystem::path& log,
          const std::map<std::string, std::string>& environment = {});
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;
  [[nodiscard]] int pid() const { return pid_; }
  void signal(int number) const;
  /// Its exit code, or 128 and the signal that ended it.
  int wait();
  /// SIGTERM, then its end.
  int stop();
  [[nodiscard]] bool is_running();

 private:
  int pid_ = -1, exit_code_ = 0;
};

/// A certificate for `alternative_name` ("DNS:localhost"), signed by itself, and its key. Throws when openssl makes none.
void make_certificate(const std::string& certificate, const std::string& key, const std::string& alternative_name);

bool accepts_connections(int port);

/// An exchange with any server; not one of the contract's, so not recorded.
struct PlainReply {
  int status = 0;
  std::string body;
};
using PlainHeaders = std::vector<std::pair<std::string, std::string>>;
PlainReply ask(const std::string& method, const std::string& url, const PlainHeaders& headers = {}, const std::string& body = "");

}  // namespace roster::testing
