// script/bench nodes: what PostgreSQL and several nodes cost, as ratios to what they stand on in the same run.

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <iostream>
#include <sstream>

#include "bench/load.h"
#include "bench/measure.h"
#include "support/postgres_server.h"
#include "support/world.h"

namespace roster::testing {
namespace {

using namespace std::chrono_literals;

constexpr int turns = 5;

/// A PostgreSQL that waits for the disk, with an empty database.
struct Store {
  PostgresServer postgres;
  Store() { static_cast<void>(postgres.run("CREATE DATABASE roster")); }
  [[nodiscard]] ServerOptions options() const {
    return {.settings = no_limits, .log_level = "error", .database = postgres.conninfo("roster")};
  }
};

/// Transactions a second of `script` by pgbench, its statements prepared.
double run_pgbench(const Store& store, int clients, std::chrono::milliseconds span, const std::string& script) {
  const Folder folder;
  write_file(folder.path() / "script.sql", script);
  const auto run = run_program({"/usr/lib/postgresql/15/bin/pgbench", "-n", "-h", "127.0.0.1", "-p",
                                std::to_string(store.postgres.port()), "-U", "roster", "-c", std::to_string(clients), "-j", "2",
                                "-T", std::to_string(std::max<long>(1, span.count() / 1000)), "-M", "prepared", "-f",
                                folder.file("script.sql"), "roster"});
  const auto at = run.output.find("tps = ");
  if (at == std::string::npos) throw std::runtime_error("pgbench: " + run.output + run.errors);
  return std::stod(run.output.substr(at + 6));
}

constexpr auto one_row = "INSERT INTO bench_rows (text) VALUES ('a row as long as an address is');\n";

/// What invitations write, and nothing else: no row is read, no rule asked, no letter sent, all of it one way to PostgreSQL and
/// back. `at_once` of them, each of an account of its own, share a transaction and its statements; one is what a request makes.
std::string rows_of_invitations(int at_once) {
  // Of a series PostgreSQL thinks that it has a thousand, and plans for them.
  const auto accounts = at_once == 1 ? "(SELECT :client_id AS i) one"
                                     : fmt::format("generate_series(:client_id * {0}, :client_id * {0} + {0} - 1) i", at_once);
  const auto keys = fmt::format(
      "FROM (SELECT i, at, at || '-' || i AS key FROM (SELECT (extract(epoch FROM now()) * 1000000)::bigint AS at) t, {}) k;\n",
      accounts);
  return "\\startpipeline\nBEGIN;\n" +
         fmt::format(
             "UPDATE rate_limits SET used = used + 1 WHERE bucket IN (SELECT 'bench-inviter-' || i FROM {0});\n"
             "UPDATE rate_limits SET used = used + 1 WHERE bucket IN (SELECT 'bench-account-' || i FROM {0});\n",
             accounts) +
         R"(INSERT INTO invitations (id, account_id, email, email_key, role, picked, all_sub_accounts, locale, message, status, generation,
  digest, invited_by, created_at, sent_at, expires_at)
  SELECT 'inv_' || key, 'bench-' || i, key || '@bench.test', key || '@bench.test', 'user', '', 1, 'en', '', 'pending', 1,
    key || '0123456789abcdef0123456789abcdef01234567', 'usr_bench', at, at, at + 604800000
  )" + keys +
         R"(INSERT INTO letters (id, kind, recipient, recipient_key, domain, locale, account_id, about, generation, fields, state,
  next_attempt_at, useful_until, created_at)
  SELECT 'let_' || key, 'invitation', key || '@bench.test', key || '@bench.test', 'bench.test', 'en', 'bench-' || i,
    'inv_' || key, 1, repeat('f', 200), 'queued', 9000000000000000, 9000000000000000, at
  )" + keys +
         R"(INSERT INTO events (subject, seq, id, at, type, actor, target, request_id, payload, personal, hash)
  SELECT 'bench-' || i, at, 'evt_' || key, at, 'invitation.created', 'usr_bench', 'inv_' || key, 'req_' || key,
    repeat('p', 450), repeat('q', 200), repeat('h', 64)
  )" + keys +
         fmt::format(
             "UPDATE journal_heads SET seq = seq + 1, hash = repeat('h', 64) WHERE subject IN (SELECT 'bench-' || i FROM {});\n",
             accounts) +
         "COMMIT;\n\\endpipeline\n";
}

/// The accounts, limits and heads that `rows_of_invitations` stands on.
void prepare_rows(const Store& store, int accounts) {
  static_cast<void>(store.postgres.run(
      fmt::format("CREATE TABLE bench_rows (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, text TEXT);"
                  "INSERT INTO accounts (id, name, policy, plan, owner_id, created_at) SELECT 'bench-' || i, 'A', 'portal', "
                  "'default', (SELECT min(id) FROM users), 0 FROM generate_series(0, {0}) i;"
                  "INSERT INTO rate_limits SELECT 'bench-inviter-' || i, 9000000000000000, 0 FROM generate_series(0, {0}) i;"
                  "INSERT INTO rate_limits SELECT 'bench-account-' || i, 9000000000000000, 0 FROM generate_series(0, {0}) i;"
                  "INSERT INTO journal_heads SELECT 'bench-' || i, 0, '' FROM generate_series(0, {0}) i",
                  accounts - 1),
      "roster"));
}

void bench_invitations(std::chrono::milliseconds span) {
  constexpr int clients = 32, at_once = 32, clients_of_many = 4;
  const Store store;
  World world(store.options());
  auto owner = world.person("Owner");
  prepare_rows(store, std::max(clients, at_once * clients_of_many));
  // An account each, as customers have: changes of one account wait for each other, on any engine.
  std::vector<Client> pool;
  std::vector<std::string> accounts;
  for (int i = 0; i < clients; ++i) {
    pool.push_back(world.server.client().with_token(owner.client.token));
    accounts.push_back(world.account(owner, "portal"));
  }
  int batch = 0;
  const auto invite = [&](const std::function<const std::string&(int)>& account_of) {
    ++batch;
    return measure_rate(clients, span / turns, [&](int t, int i) {
      const auto reply = pool[static_cast<std::size_t>(t)].post(
          "/v1/accounts/" + account_of(t) + "/invitations",
          {{"invitees", json::array{json::object{{"email", fmt::format("one-{}-{}-{}@bench.test", t, batch, i)}}}}});
      if (reply.status != 200) throw std::runtime_error(reply.body);
    });
  };
  std::vector<double> rows, same_rows, of_many, invitations, ratios, of_same_rows, limits;
  for (int turn = 0; turn < turns; ++turn) {
    rows.push_back(run_pgbench(store, clients, span / turns, one_row));
    same_rows.push_back(run_pgbench(store, clients, span / turns, rows_of_invitations(1)));
    of_many.push_back(at_once * run_pgbench(store, clients_of_many, span / turns, rows_of_invitations(at_once)));
    invitations.push_back(invite([&](int t) -> const std::string& { return accounts[static_cast<std::size_t>(t)]; }));
    ratios.push_back(invitations.back() / rows.back());
    of_same_rows.push_back(invitations.back() / same_rows.back());
    limits.push_back(same_rows.back() / rows.back());
  }
  tell("  all of one account", invite([&](int) -> const std::string& { return accounts.front(); }), "/s");
  tell("durable rows a second, pgbench, 32 clients", median(rows), "/s");
  tell("the rows of an invitation, pgbench, 32 clients", median(same_rows), "/s");
  tell("the rows of 32 invitations in one transaction, pgbench, 4 clients", median(of_many), "/s");
  tell("single invitations over HTTP on PostgreSQL, 32 clients", median(invitations), "/s");
  tell("the rows of an invitation by pgbench / pgbench's rows", median(limits), "");
  tell("single durable invitations over HTTP / the rows of an invitation by pgbench", median(of_same_rows), "");
  report("single durable invitations over HTTP / pgbench's rows", median(ratios), "", ">= 0.4", median(ratios) >= 0.4);
}

/// A node, and a question whose answer it knows by heart.
struct Asked {
  explicit Asked(const ServerOptions& options) : world(options) {
    auto owner = world.person("Owner");
    account = world.account(owner, "portal");
    const auto ana = world.member(account, owner, "Ana", {{"permissions", json::array{"products:read"}}});
    const auto port = world.server.port();
    load = {.port = port,
            .requests = {write_request("GET", "/v1/check?account=" + account + "&permission=products:read&user=" + ana.id, port,
                                       {"Authorization: Bearer " + world.service().token})},
            .server_pids = {world.server.pid()}};
  }
  LoadResult run(std::chrono::milliseconds span) {
    load.span = span;
    const auto result = run_load(load);
    if (result.other_than_200 > 0) throw std::runtime_error("a check was not answered");
    return result;
  }
  World world;
  std::string account;
  LoadOptions load;
};

void bench_checks(std::chrono::milliseconds span) {
  const Store store;
  Asked on_postgres(store.options());
  Asked on_sqlite({.settings = no_limits, .log_level = "error"});
  std::vector<double> rates, costs;
  for (int turn = 0; turn < turns; ++turn) {
    const auto sqlite = on_sqlite.run(span / turns), postgres = on_postgres.run(span / turns);
    rates.push_back(postgres.per_second / sqlite.per_second);
    costs.push_back(postgres.server_microseconds / sqlite.server_microseconds);
  }
  tell("processor time of a check on PostgreSQL / on SQLite", median(costs), "");
  report("checks a second of one node on PostgreSQL / on SQLite", median(rates), "", ">= 0.95", median(rates) >= 0.95);
}

/// How long a revocation takes until it is answered, which is when no node lets the person in any more.
void bench_revocations(int changes) {
  for (std::size_t count = 1; count <= 3; ++count) {
    const Store store;
    World world(store.options());
    while (world.others.size() + 1 < count) {
      auto options = store.options();
      options.beside = &world.server;
      world.others.push_back(std::make_unique<TestServer>(options));
    }
    auto owner = world.person("Owner");
    const auto account = world.account(owner, "portal");
    const auto ana = world.member(account, owner, "Ana", {{"permissions", json::array{"products:read"}}});
    std::vector<double> times;
    for (int i = 0; i < changes; ++i) {
      const auto begin = std::chrono::steady_clock::now();
      const auto reply = owner.client.post(ana.me_path(account) + (i % 2 == 0 ? "/deactivate" : "/reactivate"));
      times.push_back(seconds_since(begin) * 1000);
      if (reply.status != 200) throw std::runtime_error(reply.body);
    }
    tell(fmt::format("a revocation with {} node(s), median", count), median(times), "ms");
    report(fmt::format("a revocation with {} node(s), 99th percentile", count), p99(times), "ms", "<= 20 ms", p99(times) <= 20);
  }
}

}  // namespace
}  // namespace roster::testing

int main(int argc, char** argv) {
  using namespace roster::testing;
  if (sodium_init() < 0) return 1;
  const Wanted wanted(argc, argv);
  const auto span = wanted.is_quick() ? 5000ms : 15000ms;
  const Wanted::Figures all{
      {"invitations", [&] { bench_invitations(span); }},
      {"checks", [&] { bench_checks(span); }},
      {"revocations", [&] { bench_revocations(wanted.is_quick() ? 300 : 2000); }},
  };
  wanted.run(all);
  return 0;
}
