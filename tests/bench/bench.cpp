// script/bench: each figure as the ratio to its own limit, measured in the same run on the same machine.

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sodium.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <thread>

#include "base/embedded.h"
#include "bench/measure.h"
#include "crypto/password.h"
#include "crypto/token.h"
#include "database/migrations.h"
#include "database/sqlite/sqlite_database.h"
#include "journal/journal.h"
#include "outbox/outbox.h"
#include "support/world.h"

namespace {

using namespace roster;
using namespace roster::testing;
using SteadyClock = std::chrono::steady_clock;
namespace fs = std::filesystem;

fs::path make_folder() {
  std::string pattern = (fs::temp_directory_path() / "roster-bench-XXXXXX").string();
  return ::mkdtemp(pattern.data());
}

/// The rows of one invitation, written without HTTP, rules or a sender of letters: the ceiling of group commit.
class RowCeiling {
 public:
  RowCeiling() {
    database::migrate(*database_, embedded::embedded_migrations());
    static_cast<void>(database_->write([&](database::Transaction& tx) -> Result<int> {
      tx.execute(
          "INSERT INTO users (id, email, email_key, name, locale, created_at) VALUES (?, 'o@x.test', 'o@x.test', 'O', 'en', ?)",
          owner_, tx.now());
      tx.execute("INSERT INTO accounts (id, name, policy, plan, owner_id, created_at) VALUES (?, 'A', 'portal', 'default', ?, ?)",
                 account_, owner_, tx.now());
      return 0;
    }));
  }
  ~RowCeiling() {
    database_.reset();
    fs::remove_all(folder_);
  }
  RowCeiling(const RowCeiling&) = delete;
  RowCeiling& operator=(const RowCeiling&) = delete;

  void write(const std::string& address) {
    static_cast<void>(database_->write([&](database::Transaction& tx) -> Result<int> {
      const auto id = InvitationId::make(tx.now());
      tx.execute(
          "INSERT INTO invitations (id, account_id, email, email_key, role, picked, all_sub_accounts, locale, message, status, "
          "generation, digest, invited_by, created_at, sent_at, expires_at) VALUES (?, ?, ?, ?, 'user', '', 1, 'en', '', "
          "'pending', 1, ?, ?, ?, ?, ?)",
          id, account_, address, address, crypto::digest_of(id.text()), owner_, tx.now(), tx.now(),
          tx.now() + std::chrono::hours{168});
      journal::append(tx, account_.text(), {owner_.text(), "127.0.0.1", "req_bench"},
                      {.type = "invitation.created", .target = id.text(), .after = {{"email", address}, {"role", "user"}}});
      outbox::enqueue(tx, {.kind = "invitation",
                           .recipient = *EmailAddress::parse(address),
                           .account = account_,
                           .about = id.text(),
                           .fields = {{"account_name", "A"}, {"role", "user"}}});
      return 0;
    }));
  }

 private:
  const fs::path folder_ = make_folder();
  const SystemClock clock_;
  const UserId owner_ = UserId::make(clock_.now());
  const AccountId account_ = AccountId::make(clock_.now());
  std::unique_ptr<database::Database> database_ = database::open_sqlite({.path = (folder_ / "roster.db").string()}, clock_);
};

void bench_single_invitations(std::chrono::milliseconds span) {
  constexpr int clients = 32, turns = 5;
  // Either writes for as long as the other, in turns, so that the machine's moods fall on both alike.
  RowCeiling ceiling;
  World world({.settings = no_limits, .log_level = "error"});
  auto owner = world.person("Owner");
  const auto account = world.account(owner, "portal");
  std::vector<Client> pool;
  for (int i = 0; i < clients; ++i) pool.push_back(world.server.client().with_token(owner.client.token));
  const std::vector<int> server{world.server.pid()};
  std::vector<double> without_http, over_http, ratios;
  double work_without = 0, work_server = 0, work_client = 0;
  const double seconds = std::chrono::duration<double>(span).count() / turns;
  for (int turn = 0; turn < turns; ++turn) {
    // Stopped, because it would still send letters; and the ceiling's log is folded into its file before it goes on.
    ::kill(world.server.pid(), SIGSTOP);
    double before = processor_seconds({::getpid()});
    const double rows = measure_rate(clients, span / turns,
                                     [&](int t, int i) { ceiling.write(fmt::format("row-{}-{}-{}@bench.test", t, turn, i)); });
    work_without += (processor_seconds({::getpid()}) - before) / (rows * seconds);
    std::this_thread::sleep_for(std::chrono::milliseconds{500});
    ::kill(world.server.pid(), SIGCONT);
    before = processor_seconds({::getpid()});
    const double server_before = processor_seconds(server);
    const double rate = measure_rate(clients, span / turns, [&](int t, int i) {
      const auto reply = pool[static_cast<std::size_t>(t)].post(
          "/v1/accounts/" + account + "/invitations",
          {{"invitees", json::array{json::object{{"email", fmt::format("one-{}-{}-{}@bench.test", t, turn, i)}}}}});
      if (reply.status != 200) throw std::runtime_error(reply.body);
    });
    work_server += (processor_seconds(server) - server_before) / (rate * seconds);
    work_client += (processor_seconds({::getpid()}) - before) / (rate * seconds);
    without_http.push_back(rows);
    over_http.push_back(rate);
    ratios.push_back(rate / rows);
  }
  tell("rows of an invitation, group commit, 32 threads, no HTTP", median(without_http), "/s");
  tell("single invitations over HTTP, 32 clients", median(over_http), "/s");
  tell("processor time of one: without HTTP", work_without / turns * 1e6, "us");
  tell("processor time of one: over HTTP, the server's", work_server / turns * 1e6, "us");
  tell("processor time of one: over HTTP, the load generator's", work_client / turns * 1e6, "us");
  const double ratio = median(ratios);
  report("single durable invitations over HTTP / the same rows without", ratio, "", ">= 0.5", ratio >= 0.5);
}

void bench_bulk() {
  World world({.settings = no_limits, .log_level = "error"});
  auto owner = world.person("Owner");
  std::vector<double> times;
  for (int turn = 0; turn < 5; ++turn) {
    const auto account = world.account(owner, "portal");
    json::array invitees;
    for (int i = 0; i < 1000; ++i) invitees.push_back(json::object{{"email", fmt::format("bulk-{}-{}@bench.test", turn, i)}});
    const auto begin = SteadyClock::now();
    const auto reply = owner.client.post("/v1/accounts/" + account + "/invitations", {{"invitees", invitees}});
    times.push_back(seconds_since(begin) * 1000);
    if (reply.at("/summary/invited") != json::value(1000)) throw std::runtime_error(reply.body.substr(0, 500));
  }
  report("1,000 invitations in one call, median of 5", median(times), "ms", "<= 150 ms", median(times) <= 150);
}

/// Members straight into the tables: what is measured is the page, not how they came.
void fill_members(const fs::path& data, const std::string& account, int count) {
  const SystemClock clock;
  const auto database = database::open_sqlite({.path = (data / "roster.db").string()}, clock);
  for (int begin = 0; begin < count; begin += 10'000) {
    static_cast<void>(database->write([&](database::Transaction& tx) -> Result<int> {
      for (int i = begin; i < std::min(count, begin + 10'000); ++i) {
        const auto user = UserId::make(tx.now());
        const auto email =
            fmt::format("member-{:07}-{}@bench.test", (i * 7919LL) % 10'000'019, account.substr(account.size() - 6));
        tx.execute("INSERT INTO users (id, email, email_key, name, locale, created_at) VALUES (?, ?, ?, ?, 'en', ?)", user, email,
                   email, fmt::format("Member {}", i), tx.now());
        tx.execute(
            "INSERT INTO members (account_id, user_id, role, picked, all_sub_accounts, status, joined_at, last_active_at, "
            "email_key, name_key) "
            "VALUES (?, ?, 'user', 'payments:read', 1, 'active', ?, ?, ?, ?)",
            account, user, tx.now() + std::chrono::milliseconds{i}, tx.now(), email, fmt::format("member {}", i));
      }
      return 0;
    }));
  }
}

double measure_page(Client& client, const std::string& account) {
  // The first page, then on by cursor: what a person scrolls through.
  std::vector<double> times;
  std::string cursor;
  for (int i = 0; i < 400; ++i) {
    const auto begin = SteadyClock::now();
    const auto reply =
        client.get("/v1/accounts/" + account + "/members?status=active&limit=50" + (cursor.empty() ? "" : "&cursor=" + cursor));
    times.push_back(seconds_since(begin));
    if (reply.status != 200) throw std::runtime_error(reply.body);
    cursor = i % 15 == 14 ? "" : reply.text("/next_cursor");
  }
  return median(std::move(times));
}

void bench_pages(int large) {
  World world({.settings = no_limits, .log_level = "error"});
  auto owner = world.person("Owner");
  const auto small_account = world.account(owner, "portal");
  const auto large_account = world.account(owner, "portal");
  world.server.terminate();
  fill_members(world.server.data(), small_account, 1'000);
  fill_members(world.server.data(), large_account, large);
  world.server.start();
  static_cast<void>(measure_page(owner.client, large_account));
  static_cast<void>(measure_page(owner.client, small_account));
  // Interleaved, so that the machine's moods fall on both alike.
  std::vector<double> ratios;
  double small_time = 0, large_time = 0;
  for (int i = 0; i < 5; ++i) {
    small_time = measure_page(owner.client, small_account);
    large_time = measure_page(owner.client, large_account);
    ratios.push_back(large_time / small_time);
  }
  const double ratio = median(std::move(ratios));
  tell(fmt::format("a page of 50 at {} members", large), large_time * 1e6, "us");
  tell("a page of 50 at 1,000 members", small_time * 1e6, "us");
  report(fmt::format("a page of 50 members at {} / at 1,000, median of 5", large), ratio, "", "<= 1.3", ratio <= 1.3);
}

void bench_sign_ins(std::chrono::milliseconds span) {
  const int threads = static_cast<int>(std::max(1U, std::thread::hardware_concurrency() - 1));
  const crypto::PasswordCost cost;
  World world({.settings = no_limits, .cheap_passwords = false, .log_level = "error"});
  constexpr int people = 4;
  std::vector<Person> persons;
  for (int i = 0; i < people; ++i) persons.push_back(world.person("Sleeper " + std::to_string(i)));
  std::vector<double> ratios;
  double raw = 0, rate = 0;
  for (int turn = 0; turn < 3; ++turn) {
    raw = measure_rate(threads, span, [&](int, int) {
      std::array<char, crypto_pwhash_STRBYTES> out{};
      if (crypto_pwhash_str_alg(out.data(), good_password.data(), good_password.size(), cost.passes, cost.memory_bytes,
                                crypto_pwhash_ALG_ARGON2ID13) != 0)
        throw std::bad_alloc();
    });
    rate = measure_rate(people, span, [&](int t, int) {
      auto& person = persons[static_cast<std::size_t>(t)];
      const auto reply = person.client.another().post("/v1/session", {{"email", person.email}, {"password", person.password}});
      if (reply.status != 200) throw std::runtime_error(reply.body);
    });
    ratios.push_back(rate / raw);
  }
  const double ratio = median(std::move(ratios));
  tell(fmt::format("raw Argon2id hashes on {} thread(s)", threads), raw, "/s");
  tell("sign-ins over HTTP", rate, "/s");
  report("sign-ins / raw Argon2id hashes on as many threads, median of 3", ratio, "", ">= 0.9", ratio >= 0.9);
}

void bench_start() {
  World world({.log_level = "error"});
  auto client = world.server.client();
  client.get("/healthz");
  const double memory = resident_mib(world.server.pid());
  report("resident memory, idle after start", memory, "MiB", "<= 20 MiB", memory <= 20);
  std::vector<double> times;
  for (int i = 0; i < 9; ++i) {
    world.server.terminate();
    const auto begin = SteadyClock::now();
    world.server.start();  // returns with the first answer
    times.push_back(seconds_since(begin) * 1000);
  }
  report("start to first answer after a clean stop, median of 9", median(times), "ms", "<= 100 ms", median(times) <= 100);
}

}  // namespace

int main(int argc, char** argv) {
  if (sodium_init() < 0) return 1;
  const Wanted wanted(argc, argv);
  const auto span = wanted.is_quick() ? std::chrono::milliseconds{1500} : std::chrono::milliseconds{6000};
  const Wanted::Figures all{{"start", [] { bench_start(); }},
                            {"invitations", [&] { bench_single_invitations(span); }},
                            {"bulk", [] { bench_bulk(); }},
                            {"sign-ins", [&] { bench_sign_ins(span); }},
                            {"pages", [&] { bench_pages(wanted.is_quick() ? 100'000 : 1'000'000); }}};
  std::cout << fmt::format("{} cores; every figure is a ratio within this run, or has a goal of its own\n\n",
                           std::thread::hardware_concurrency());
  wanted.run(all);
  return 0;
}
