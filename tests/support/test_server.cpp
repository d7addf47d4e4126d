#include "support/test_server.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <thread>

namespace roster::testing {

namespace fs = std::filesystem;

std::string roster_binary() {
  if (const char* given = std::getenv("ROSTER_BINARY")) return given;
  return ROSTER_BINARY_PATH;
}

int patience() {
  const char* given = std::getenv("ROSTER_PATIENCE");
  return given == nullptr ? 1 : std::max(1, static_cast<int>(std::strtol(given, nullptr, 10)));
}

bool wait_until(const std::function<bool()>& condition, std::chrono::milliseconds limit) {
  const auto end = std::chrono::steady_clock::now() + limit * patience();
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds{2});
  }
  return true;
}

// The server listens with SO_REUSEPORT, so a collision would not be refused: two servers would share the port.
int take_port(int& lock) {
  // Below the ports that the kernel gives to connections of clients, which would be in the way between two looks.
  for (int port = 10'000 + ::getpid() % 20'000;; ++port) {
    const auto path = "/tmp/roster-test-port-" + std::to_string(port);
    lock = ::open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
    if (lock >= 0 && ::flock(lock, LOCK_EX | LOCK_NB) == 0) {
      const int probe = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
      sockaddr_in address{};
      address.sin_family = AF_INET;
      address.sin_port = htons(static_cast<std::uint16_t>(port));
      address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
      const int on = 1;
      ::setsockopt(probe, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
      const bool is_free = ::bind(probe, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
      ::close(probe);
      if (is_free) return port;
    }
    if (lock >= 0) ::close(lock);
    if (port > 32'000) throw std::runtime_error("no free port");
  }
}

namespace {

fs::path make_folder() {
  std::string pattern = (fs::temp_directory_path() / "roster-test-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("cannot make a folder");
  return pattern;
}

int spawn(const std::vector<std::string>& command, int out, int err, std::uint64_t file_size_max = 0) {
  std::vector<char*> argv;
  for (const auto& word : command) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  const int pid = ::fork();
  if (pid != 0) return pid;
  if (out >= 0) ::dup2(out, 1);
  if (err >= 0) ::dup2(err, 2);
  if (file_size_max > 0) {
    const rlimit limit{file_size_max, file_size_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ::execv(argv[0], argv.data());
  ::_exit(127);
}

int exit_code_of(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status); }

/// A database that `roster migrate` made, under a name that tells from which program.
std::string migrated_template() {
  using database::postgres::ScratchDatabase;
  const auto binary = roster_binary();
  const auto name = "migrated_" + std::to_string(fs::last_write_time(binary).time_since_epoch().count() & 0x7fff'ffff'ffff'ffff);
  const int lock = ::open(("/tmp/roster-test-" + name).c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
  ::flock(lock, LOCK_EX);
  if (ScratchDatabase::run("SELECT 1 FROM pg_database WHERE datname = '" + name + "'").empty()) {
    const auto folder = make_folder();
    ScratchDatabase::run("CREATE DATABASE " + name + "_made");
    const auto run = run_program({binary, "migrate", "--data", folder.string(), "--database",
                                  std::string{std::getenv("ROSTER_TEST_POSTGRES")} + " dbname=" + name + "_made"});
    fs::remove_all(folder);
    if (run.exit_code != 0) throw std::runtime_error("the template could not be migrated: " + run.errors);
    // Its name comes last: where it has it, it is whole.
    ScratchDatabase::run("ALTER DATABASE " + name + "_made RENAME TO " + name);
  }
  ::close(lock);
  return name;
}

std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace

bool TestServer::is_on_postgres() {
  const char* engine = std::getenv("ROSTER_TEST_DATABASE");
  return engine != nullptr && std::string_view{engine} == "postgresql";
}

/// Each is a copy of one that was migrated already, by the first who comes.
std::unique_ptr<TestServer::Postgres> TestServer::make_postgres() {
  if (!is_on_postgres()) return nullptr;
  return std::make_unique<Postgres>(migrated_template());
}

TestServer::TestServer(ServerOptions options) : options_(std::move(options)) {
  data_ = options_.data.empty() ? make_folder() : options_.data;
  port_ = take_port(port_lock_);
  const auto* beside = options_.beside;
  if (beside == nullptr) {
    if (options_.database.empty()) postgres_ = make_postgres();
    conninfo_ = postgres_ ? postgres_->conninfo() : options_.database;
  } else {
    conninfo_ = options_.database.empty() ? beside->conninfo_ : options_.database;
    fs::copy_file(beside->data_ / "server.key", data_ / "server.key");
    options_.public_url = beside->options_.public_url.empty() ? beside->url() : beside->options_.public_url;
    options_.mail = "dir:" + beside->mail_folder().string();
  }
  const auto clock_path = (beside == nullptr ? data_ : beside->data_) / "clock";
  const int clock_file = ::open(clock_path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
  if (::ftruncate(clock_file, sizeof(std::int64_t)) != 0) throw std::runtime_error("cannot make the clock file");
  clock_offset_ =
      static_cast<std::int64_t*>(::mmap(nullptr, sizeof(std::int64_t), PROT_READ | PROT_WRITE, MAP_SHARED, clock_file, 0));
  ::close(clock_file);
  std::ofstream config(data_ / "roster.toml");
  config << options_.settings << "\n[testing]\nclock_file = \"" << clock_path.string() << "\"\n";
  if (options_.cheap_passwords) config << "cheap_passwords = true\n";
  config.close();
  start();
}

TestServer::~TestServer() {
  // Killed is quicker, but only a program that ends can tell a sanitizer what it leaked.
  if (pid_ > 0 && patience() == 1) kill();
  if (pid_ > 0) {
    EXPECT_EQ(terminate(), 0) << "the server found something while it ended";
  }
  ::munmap(clock_offset_, sizeof(std::int64_t));
  ::close(port_lock_);
  const bool failed = ::testing::Test::HasFailure();
  if (failed) {
    const auto text = log();
    if (!text.empty())
      std::fprintf(stderr, "--- the server's log (%s)\n%s---\n", data_.c_str(),
                   text.substr(text.size() - std::min<std::size_t>(text.size(), 20'000)).c_str());
  }
  std::error_code ignored;
  if (!keep_data_) fs::remove_all(data_, ignored);
}

void TestServer::start() {
  std::vector<std::string> command{roster_binary(), "serve",
                                   "--config",      (data_ / "roster.toml").string(),
                                   "--data",        data_.string(),
                                   "--listen",      "127.0.0.1:" + std::to_string(port_),
                                   "--public-url",  options_.public_url.empty() ? url() : options_.public_url,
                                   "--mail",        options_.mail.empty() ? "dir:" + mail_folder().string() : options_.mail,
                                   "--log-level",   options_.log_level};
  if (!conninfo_.empty()) command.insert(command.end(), {"--database", conninfo_});
  command.insert(command.end(), options_.arguments.begin(), options_.arguments.end());
  const int log_file = ::open((data_ / "server.log").c_str(), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
  pid_ = spawn(command, log_file, log_file, options_.file_size_max);
  ::close(log_file);
  wait_until_ready();
}

void TestServer::wait_until_ready() {
  auto probe = client();
  const bool ready = wait_until([&] {
    int status = 0;
    if (::waitpid(pid_, &status, WNOHANG) == pid_) {
      pid_ = -1;
      throw std::runtime_error("the server ended with " + std::to_string(exit_code_of(status)) + ":\n" + log());
    }
    return probe.get("/readyz").status == 200;
  });
  if (ready) return;
  kill();
  throw std::runtime_error("the server did not become ready:\n" + log());
}

void TestServer::advance(std::chrono::milliseconds by) { __atomic_fetch_add(clock_offset_, by.count(), __ATOMIC_RELAXED); }

void TestServer::kill() {
  ::kill(pid_, SIGKILL);
  int status = 0;
  ::waitpid(pid_, &status, 0);
  pid_ = -1;
  if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGKILL)
    ADD_FAILURE() << "the server had ended by itself, with " << exit_code_of(status);
}

void TestServer::pause() const { ::kill(pid_, SIGSTOP); }
void TestServer::go_on() const { ::kill(pid_, SIGCONT); }

int TestServer::terminate() {
  ::kill(pid_, SIGTERM);
  int status = 0;
  ::waitpid(pid_, &status, 0);
  pid_ = -1;
  return exit_code_of(status);
}

std::string TestServer::log() const { return read_file(data_ / "server.log"); }

TestServer::Run run_program(const std::vector<std::string>& command) {
  const auto folder = make_folder();
  const int out = ::open((folder / "out").c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
  const int err = ::open((folder / "err").c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
  const int pid = spawn(command, out, err);
  ::close(out);
  ::close(err);
  int status = 0;
  ::waitpid(pid, &status, 0);
  TestServer::Run run{exit_code_of(status), read_file(folder / "out"), read_file(folder / "err")};
  fs::remove_all(folder);
  return run;
}

TestServer::Run TestServer::run(const std::vector<std::string>& arguments) const {
  std::vector<std::string> command{roster_binary()};
  command.insert(command.end(), arguments.begin(), arguments.end());
  command.insert(command.end(), {"--data", data_.string()});
  if (!conninfo_.empty()) command.insert(command.end(), {"--database", conninfo_});
  return run_program(command);
}

}  // namespace roster::testing
