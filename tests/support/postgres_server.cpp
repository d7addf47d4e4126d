#include "support/postgres_server.h"

#include <pwd.h>
#include <signal.h>
#include <unistd.h>

#include <fstream>
#include <sstream>
#include <stdexcept>

#include "database/postgres/scratch_database.h"
#include "support/test_server.h"

namespace roster::testing {

namespace fs = std::filesystem;

namespace {

const std::string programs = "/usr/lib/postgresql/15/bin/";

/// 0 where there is none.
int parent_of(int pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
  std::string text;
  std::getline(file, text);
  // The name, in parentheses, may hold anything.
  const auto end = text.rfind(')');
  if (end == std::string::npos) return 0;
  std::istringstream rest(text.substr(end + 1));
  char state = 0;
  int parent = 0;
  rest >> state >> parent;
  return parent;
}

}  // namespace

bool PostgresServer::is_installed() { return ::access((programs + "initdb").c_str(), X_OK) == 0; }

void PostgresServer::give_folder_to_owner() const {
  if (::geteuid() != 0) return;
  // It refuses to run as root.
  const auto* owner = ::getpwnam("postgres");
  if (owner == nullptr || ::chown(folder_.path().c_str(), owner->pw_uid, owner->pw_gid) != 0)
    throw std::runtime_error("there is no user postgres");
}

PostgresServer::PostgresServer(StandbyOf whose) {
  give_folder_to_owner();
  follow(whose.primary);
}

PostgresServer::PostgresServer() {
  give_folder_to_owner();
  run_program_of_it("initdb",
                    {"-D", folder_.file("data"), "-U", "roster", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"});
  std::ofstream settings(folder_.file("data") + "/postgresql.conf", std::ios::app);
  settings << "listen_addresses = '127.0.0.1'\nmax_connections = 200\nshared_buffers = 32MB\nlogging_collector = off\n"
              "wal_keep_size = 256MB\n"
              // As operations.md has it: a standby that lost its primary looks for it at once, and not only after 5 s.
              "wal_retrieve_retry_interval = 500ms\n";
  settings.close();
  set_place();
  start();
}

PostgresServer::~PostgresServer() { kill(); }

void PostgresServer::set_place() const {
  std::ofstream settings(folder_.file("data") + "/postgresql.conf", std::ios::app);
  settings << "port = " << port_.text() << "\nunix_socket_directories = '" << folder_.path().string() << "'\n";
}

std::string PostgresServer::conninfo(const std::string& database) const {
  return "host=127.0.0.1 port=" + port_.text() + " user=roster dbname=" + database;
}

std::string PostgresServer::run(const std::string& sql, const std::string& database) const {
  return database::postgres::ScratchDatabase::run_on(conninfo(database), sql);
}

void PostgresServer::run_program_of_it(const std::string& program, const std::vector<std::string>& arguments) const {
  std::vector<std::string> command{"/usr/bin/env", "-C", folder_.path().string(), "HOME=" + folder_.path().string()};
  if (::geteuid() == 0)
    command.insert(command.end(), {"/usr/bin/setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"});
  command.push_back(programs + program);
  command.insert(command.end(), arguments.begin(), arguments.end());
  const auto run = run_program(command);
  if (run.exit_code != 0) throw std::runtime_error(program + ": " + run.output + run.errors);
}

void PostgresServer::control(std::vector<std::string> arguments) const {
  arguments.insert(arguments.end(), {"-D", folder_.file("data"), "-l", folder_.file("log"), "-w", "-t", "60", "-s"});
  run_program_of_it("pg_ctl", arguments);
}

void PostgresServer::start() { control({"start"}); }
void PostgresServer::stop(const std::string& mode) { control({"stop", "-m", mode}); }
void PostgresServer::promote() { control({"promote"}); }

void PostgresServer::encrypt(const std::string& certificate, const std::string& key) {
  const fs::path data = folder_.file("data");
  fs::copy_file(certificate, data / "server.crt");
  fs::copy_file(key, data / "server.key");
  fs::permissions(data / "server.key", fs::perms::owner_read);
  if (::geteuid() == 0)
    for (const auto* name : {"server.crt", "server.key"})
      if (::chown((data / name).c_str(), ::getpwnam("postgres")->pw_uid, 0) != 0) throw std::runtime_error("chown");
  std::ofstream(data / "postgresql.conf", std::ios::app) << "ssl = on\n";
  stop("fast");
  start();
}

std::vector<int> PostgresServer::processes() const {
  std::ifstream file(folder_.file("data") + "/postmaster.pid");
  int postmaster = 0;
  if (!(file >> postmaster) || parent_of(postmaster) == 0) return {};
  std::vector<int> all{postmaster};
  for (const auto& entry : fs::directory_iterator("/proc")) {
    const auto name = entry.path().filename().string();
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    if (const int pid = std::stoi(name); parent_of(pid) == postmaster) all.push_back(pid);
  }
  return all;
}

void PostgresServer::pause() const {
  // First the one that would make more of them.
  const auto all = processes();
  if (all.empty()) return;
  ::kill(all.front(), SIGSTOP);
  for (const int pid : processes()) ::kill(pid, SIGSTOP);
}

void PostgresServer::go_on() const {
  for (const int pid : processes()) ::kill(pid, SIGCONT);
}

void PostgresServer::kill() {
  pause();
  const auto all = processes();
  for (const int pid : all) ::kill(pid, SIGKILL);
  wait_until([&] {
    for (const int pid : all)
      if (::kill(pid, 0) == 0) return false;
    return true;
  });
}

void PostgresServer::follow(const PostgresServer& primary, bool is_synchronous) {
  kill();
  fs::remove_all(folder_.file("data"));
  run_program_of_it("pg_basebackup", {"-D", folder_.file("data"), "-d", primary.conninfo(), "-R", "-c", "fast", "--no-sync"});
  set_place();
  // Promoted, it must not wait for a standby that it does not have.
  std::ofstream(folder_.file("data") + "/postgresql.auto.conf", std::ios::app) << "synchronous_standby_names = ''\n";
  start();
  static_cast<void>(
      primary.run(std::string{"ALTER SYSTEM SET synchronous_standby_names = '"} + (is_synchronous ? "*" : "") + "'"));
  static_cast<void>(primary.run("SELECT pg_reload_conf()"));
  const auto wanted = is_synchronous ? "sync" : "async";
  const bool follows = wait_until([&] { return primary.run("SELECT min(sync_state) FROM pg_stat_replication") == wanted; });
  if (!follows) throw std::runtime_error("the standby does not follow: " + read_whole_file(folder_.file("log")));
}

}  // namespace roster::testing
