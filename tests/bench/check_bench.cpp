// script/bench checks: what a check costs, as ratios to nginx answering a fixed body to the same load in the same run.

#include <fmt/format.h>
#include <signal.h>
#include <sodium.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <thread>

#include "access/memory.h"
#include "bench/load.h"
#include "bench/measure.h"
#include "policy/policy_reader.h"
#include "roster/checker.h"
#include "support/world.h"

namespace roster::testing {
namespace {

namespace fs = std::filesystem;

std::vector<int> children_of(int pid) {
  std::ifstream file(fmt::format("/proc/{}/task/{}/children", pid, pid));
  std::vector<int> pids;
  for (int child = 0; file >> child;) pids.push_back(child);
  return pids;
}

/// nginx with one server, on a port of its own.
class Nginx {
 public:
  /// `server`: what stands in its server block; `upstreams`: before it. "@folder@" is its folder.
  Nginx(int port, const std::string& upstreams, const std::string& server) : port_(port) {
    std::string pattern = (fs::temp_directory_path() / "roster-nginx-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
    auto text = fmt::format(R"(
daemon off; pid @folder@/pid; error_log @folder@/error.log; worker_processes auto;
events {{ worker_connections 1024; }}
http {{
  access_log off; keepalive_requests 1000; client_body_temp_path @folder@/body; proxy_temp_path @folder@/proxy;
  fastcgi_temp_path @folder@/f; uwsgi_temp_path @folder@/u; scgi_temp_path @folder@/s;
  {}
  server {{ listen 127.0.0.1:{} reuseport; {} }}
}})",
                            upstreams, port, server);
    for (auto at = text.find("@folder@"); at != std::string::npos; at = text.find("@folder@"))
      text.replace(at, 8, folder_.string());
    std::ofstream(folder_ / "nginx.conf") << text;
    std::ofstream(folder_ / "page") << fixed_body;
    fs::permissions(folder_, fs::perms::all);
    pid_ = ::fork();
    if (pid_ == 0) {
      ::execlp("nginx", "nginx", "-c", (folder_ / "nginx.conf").c_str(), "-p", folder_.c_str(), nullptr);
      ::_exit(127);
    }
    Client client(fmt::format("http://127.0.0.1:{}", port_));
    if (!wait_until([&] {
          try {
            return client.get("/").status > 0;
          } catch (const std::exception&) {
            return false;
          }
        }))
      throw std::runtime_error("nginx does not answer");
  }
  ~Nginx() {
    ::kill(pid_, SIGTERM);
    ::waitpid(pid_, nullptr, 0);
    fs::remove_all(folder_);
  }
  Nginx(const Nginx&) = delete;
  Nginx& operator=(const Nginx&) = delete;

  [[nodiscard]] int port() const { return port_; }
  [[nodiscard]] std::vector<int> workers() const { return children_of(pid_); }

  static inline const std::string fixed_body = std::string(200, 'x');

 private:
  int port_, pid_ = -1;
  fs::path folder_;
};

/// Answers with the fixed body, or with none: who asks for leave reads no body, and keeps its connection only where there is
/// none.
struct Fixed : Nginx {
  explicit Fixed(int port)
      : Nginx(
            port, "",
            "location / { default_type application/json; return 200 '" + fixed_body + "'; } location = /leave { return 200; }") {}
};

/// A proxy that asks for each request whether it may pass: Roster, or the fixed one, each a program of its own.
struct Proxy : Nginx {
  Proxy(int port, int roster, int fixed, const std::string& question)
      : Nginx(port,
              fmt::format("upstream roster {{ server 127.0.0.1:{}; keepalive 64; }} upstream fixed {{ server 127.0.0.1:{}; "
                          "keepalive 64; }}",
                          roster, fixed),
              fmt::format(R"(proxy_http_version 1.1;
    location /by-roster {{ auth_request /_roster; alias @folder@/page; }}
    location /by-fixed {{ auth_request /_fixed; alias @folder@/page; }}
    location = /_roster {{ internal; proxy_pass http://roster/forward-auth{0}; proxy_pass_request_body off;
      proxy_set_header Content-Length ""; proxy_set_header Connection ""; proxy_set_header Host 127.0.0.1:{1}; }}
    location = /_fixed {{ internal; proxy_pass http://fixed/leave; proxy_pass_request_body off;
      proxy_set_header Content-Length ""; proxy_set_header Connection ""; }})",
                          question, roster)) {}
};

struct Bench {
  std::chrono::milliseconds span;
  World world{{.settings = "[invitations]\nlinks_in_person = true\n[limits]\ninvitations_per_account_per_hour = 1000000\n"
                           "sign_in_failures_per_ip = 1000000\n[http]\nconnections_per_ip = 0\n",
               .cheap_passwords = false,
               .log_level = "error"}};
  Person owner = world.person("Owner");
  std::string account = world.account(owner, "portal");
  std::vector<Person> members;
  std::string key = world.service().token;

  explicit Bench(std::chrono::milliseconds s) : span(s) {
    for (int i = 0; i < 8; ++i)
      members.push_back(
          world.member(account, owner, "Member " + std::to_string(i), {{"permissions", json::array{"products:read"}}}));
  }

  [[nodiscard]] std::string question(const std::string& more = "") const {
    return "?account=" + account + "&permission=products:read" + more;
  }
  [[nodiscard]] LoadOptions checks() const {
    LoadOptions options{.port = world.server.port(), .span = span, .server_pids = {world.server.pid()}};
    for (const auto& member : members)
      options.requests.push_back(write_request("GET", "/v1/check" + question("&user=" + member.id), options.port,
                                               {"Accept: application/json", "Authorization: Bearer " + key}));
    return options;
  }
};

LoadResult run(LoadOptions options) {
  auto result = run_load(options);
  if (result.other_than_200 > 0) throw std::runtime_error(fmt::format("{} answers were not 200", result.other_than_200));
  return result;
}

void bench_checks(Bench& bench, const Fixed& nginx) {
  LoadOptions fixed{.port = nginx.port(), .span = bench.span, .server_pids = nginx.workers()};
  fixed.requests = {write_request("GET", "/", fixed.port, {"Accept: application/json", "Authorization: Bearer " + bench.key})};
  std::vector<double> work, rate, per_second;
  for (int i = 0; i < 5; ++i) {
    const auto theirs = run(fixed);
    const auto ours = run(bench.checks());
    tell("nginx, fixed 200 bytes, 64 connections", theirs.per_second, "/s");
    tell("  processor time of one", theirs.server_microseconds, "us");
    tell("checks, 64 connections", ours.per_second, "/s");
    tell("  processor time of one", ours.server_microseconds, "us");
    work.push_back(ours.server_microseconds / theirs.server_microseconds);
    rate.push_back(ours.per_second / theirs.per_second);
    per_second.push_back(ours.per_second);
  }
  report("processor time of a check / nginx's fixed answer, median of 5", median(work), "", "<= 1.15", median(work) <= 1.15);
  report("checks a second / nginx's fixed answers, median of 5", median(rate), "", ">= 0.9", median(rate) >= 0.9);
  auto half = bench.checks();
  half.per_second = median(per_second) / 2;
  std::vector<double> p99;
  for (int i = 0; i < 3; ++i) p99.push_back(run(half).p99_ms);
  report("99th percentile at half load, median of 3", median(p99), "ms", "<= 1 ms", median(p99) <= 1);
}

void bench_forward_auth(Bench& bench, const Fixed& fixed, const Proxy& proxy) {
  const auto load = [&](const std::string& path, const std::vector<int>& asked) {
    auto pids = proxy.workers();
    pids.insert(pids.end(), asked.begin(), asked.end());
    LoadOptions options{.port = proxy.port(), .span = bench.span, .server_pids = pids};
    for (const auto& member : bench.members)
      options.requests.push_back(write_request("GET", path, options.port, {"Cookie: roster=" + member.client.token}));
    const auto result = run(options);
    tell("nginx auth_request " + path, result.per_second, "/s");
    tell("  processor time of one, the proxy's and that of whom it asks", result.server_microseconds, "us");
    return result.per_second;
  };
  std::vector<double> ratios;
  for (int i = 0; i < 5; ++i) {
    const auto by_fixed = load("/by-fixed", fixed.workers());
    ratios.push_back(load("/by-roster", {bench.world.server.pid()}) / by_fixed);
  }
  report("requests through /forward-auth / through a fixed 200, median of 5", median(ratios), "", ">= 0.9",
         median(ratios) >= 0.9);
}

/// The load while `work` goes on, beside the load alone.
std::pair<LoadResult, LoadResult> with_and_without(const LoadOptions& options,
                                                   const std::function<void(const std::atomic<bool>&)>& work) {
  const auto alone = run(options);
  std::atomic<bool> over = false;
  std::thread thread([&] { work(over); });
  const auto beside = run(options);
  over = true;
  thread.join();
  return {beside, alone};
}

void bench_beside_changes(Bench& bench) {
  std::vector<double> ratios;
  for (int i = 0; i < 3; ++i) {
    const auto [beside, alone] = with_and_without(bench.checks(), [&](const std::atomic<bool>& over) {
      auto next = std::chrono::steady_clock::now();
      for (int turn = 0; !over; ++turn, next += std::chrono::milliseconds{10}) {
        std::this_thread::sleep_until(next);
        const auto picked = turn % 2 == 0 ? json::array{"products:read", "reports:read"} : json::array{"products:read"};
        bench.owner.client.patch(bench.members[static_cast<std::size_t>(turn) % bench.members.size()].me_path(bench.account),
                                 {{"permissions", picked}});
      }
    });
    ratios.push_back(beside.per_second / alone.per_second);
  }
  report("checks a second while 100 members a second change / idle, of 3", median(ratios), "", ">= 0.9", median(ratios) >= 0.9);
}

/// Whoever is told that there is too much to do comes back when told to.
void sign_in_again_and_again(Bench& bench, const std::atomic<bool>& over, std::atomic<int>& signed_in) {
  auto client = bench.world.server.client();
  while (!over) {
    const auto reply = client.post("/v1/session", {{"email", bench.owner.email}, {"password", bench.owner.password}});
    if (reply.status == 200) {
      ++signed_in;
      continue;
    }
    const auto until =
        std::chrono::steady_clock::now() + std::chrono::seconds{std::max(1, std::atoi(reply.header("retry-after").c_str()))};
    while (!over && std::chrono::steady_clock::now() < until) std::this_thread::sleep_for(std::chrono::milliseconds{20});
  }
}

void bench_beside_sign_ins(Bench& bench) {
  auto options = bench.checks();
  options.per_second = 2000;
  std::vector<double> beside_ms, alone_ms;
  std::atomic<int> signed_in = 0;
  for (int turn = 0; turn < 3; ++turn) {
    const auto [beside, alone] = with_and_without(options, [&](const std::atomic<bool>& over) {
      std::vector<std::thread> people;
      for (int i = 0; i < 200; ++i) people.emplace_back([&] { sign_in_again_and_again(bench, over, signed_in); });
      for (auto& person : people) person.join();
    });
    beside_ms.push_back(beside.p99_ms);
    alone_ms.push_back(alone.p99_ms);
  }
  tell("99th percentile at 2,000 checks a second, median of 3", median(alone_ms), "ms");
  tell("sign-ins that came through meanwhile", signed_in, "");
  report("99th percentile while 200 people sign in at once, median of 3", median(beside_ms), "ms", "<= 5 ms",
         median(beside_ms) <= 5);
}

void bench_many_in_one(Bench& bench) {
  json::array questions;
  for (int i = 0; i < 1000; ++i) {
    const auto& member = bench.members[static_cast<std::size_t>(i) % bench.members.size()];
    questions.push_back(json::object{{"subject", {{"type", "user"}, {"id", member.id}}},
                                     {"action", {{"name", i % 3 == 0 ? "reports:read" : "products:read"}}},
                                     {"resource", {{"type", "account"}, {"id", bench.account}}}});
  }
  const auto body = json::serialize(json::object{{"evaluations", std::move(questions)}});
  LoadOptions options{
      .port = bench.world.server.port(), .connections = 4, .span = bench.span, .server_pids = {bench.world.server.pid()}};
  options.requests = {
      write_request("POST", "/access/v1/evaluations", options.port, {"Authorization: Bearer " + bench.key}, body)};
  const auto calls = run(options);
  // What it takes to read such a body and to write such an answer, and nothing else.
  json::array decisions;
  for (int i = 0; i < 1000; ++i) decisions.push_back(json::object{{"decision", true}});
  const json::value answer = json::object{{"evaluations", std::move(decisions)}};
  constexpr int turns = 200;
  const auto before = processor_seconds({::getpid()});
  std::size_t bytes = 0;
  for (int i = 0; i < turns; ++i)
    bytes += parse_json(body, {.elements = 50'000})->as_object().size() + json::serialize(answer).size();
  const auto json_microseconds = (processor_seconds({::getpid()}) - before) * 1e6 / turns;
  tell(fmt::format("a call of 1,000 questions, {} bytes", body.size()), calls.server_microseconds, "us");
  tell(fmt::format("  of which its JSON alone takes ({} bytes)", bytes / turns), json_microseconds, "us");
  const double each = (calls.server_microseconds - json_microseconds) / 1000;
  report("processor time of one of 1,000 questions in a call, beyond JSON", each, "us", "<= 1 us", each <= 1);
}

/// What a product's own program does: many threads, one question each at a time.
void bench_client(Bench& bench) {
  Checker checker({.url = bench.world.server.url(), .key = bench.key});
  constexpr int threads = 64;
  std::atomic<bool> over = false;
  std::atomic<long> answers = 0, other_than_yes = 0;
  std::vector<std::thread> askers;
  const auto begin = std::chrono::steady_clock::now();
  for (int t = 0; t < threads; ++t)
    askers.emplace_back([&, t] {
      const auto& member = bench.members[static_cast<std::size_t>(t) % bench.members.size()];
      const Question question{.user = member.id, .account = bench.account, .permission = "products:read"};
      for (; !over; ++answers) other_than_yes += checker.may(question) ? 0 : 1;
    });
  std::this_thread::sleep_for(bench.span);
  over = true;
  for (auto& asker : askers) asker.join();
  if (other_than_yes > 0) throw std::runtime_error(fmt::format("{} questions had no yes", other_than_yes.load()));
  const auto seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  tell("questions through the C++ client, 64 threads, 2 connections", static_cast<double>(answers) / seconds, "/s");
}

void bench_size() {
  const auto source = [](const fs::path& path) {
    std::ifstream in(path);
    return policy::SourceFile{path.filename().string(), std::string((std::istreambuf_iterator<char>(in)), {})};
  };
  const fs::path folder = fs::path{ROSTER_SOURCE_DIR} / "policies";
  const auto catalogue = policy::read_catalogue(source(folder / "modules.toml"), {source(folder / "portal.toml")});
  if (!catalogue) throw std::runtime_error("the policies cannot be read");
  constexpr int standings = 1'000'000;
  const auto before = resident_mib(::getpid());
  access::Memory memory(*catalogue);
  const auto& policy = *catalogue->find("portal");
  access::Standing standing;
  standing.role = *access::find_policy_role(policy, catalogue->modules, "user");
  standing.effective = catalogue->modules.only("products:read");
  AccountId account;
  std::vector<std::pair<AccountId, UserId>> known;
  for (int i = 0; i < standings; ++i) {
    if (i % 20 == 0) account = AccountId::make({i});
    const auto user = UserId::make({i});
    memory.remember(account, user, &standing, 1, 0);
    if (i % 1000 == 0) known.emplace_back(account, user);
  }
  const auto taken = resident_mib(::getpid()) - before;
  std::size_t found = 0;
  for (const auto& [a, u] : known) found += memory.find_standing(a, u, nullptr) ? 1 : 0;
  tell("of 1,000 asked for, known", static_cast<double>(found), "");
  report("memory of 1,000,000 remembered standings", taken, "MiB", "<= 130 MiB", taken <= 130);
}

}  // namespace
}  // namespace roster::testing

int main(int argc, char** argv) {
  using namespace roster::testing;
  if (sodium_init() < 0) return 1;
  const Wanted wanted(argc, argv);
  Bench bench{wanted.is_quick() ? std::chrono::milliseconds{1000} : std::chrono::milliseconds{4000}};
  const auto port = bench.world.server.port();
  const Fixed fixed(port + 1000);
  const Proxy proxy(port + 1001, port, fixed.port(), bench.question());
  const Wanted::Figures all{
      {"size", bench_size},
      {"checks", [&] { bench_checks(bench, fixed); }},
      {"forward-auth", [&] { bench_forward_auth(bench, fixed, proxy); }},
      {"changes", [&] { bench_beside_changes(bench); }},
      {"sign-ins", [&] { bench_beside_sign_ins(bench); }},
      {"many", [&] { bench_many_in_one(bench); }},
      {"client", [&] { bench_client(bench); }},
  };
  wanted.run(all);
  return 0;
}
