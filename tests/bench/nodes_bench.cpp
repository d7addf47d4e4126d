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

/// What pgbench reaches with one durable row a transaction.
double rows_a_second(const Store& store, int clients, std::chrono::milliseconds span) {
  const Folder folder;
  write_file(folder.path() / "row.sql", "INSERT INTO bench_rows (text) VALUES ('a row as long as an address is');\n");
  const auto run = run_program({"/usr/lib/postgresql/15/bin/pgbench", "-n", "-h", "127.0.0.1", "-p",
                                std::to_string(store.postgres.port()), "-U", "roster", "-c", std::to_string(clients), "-j", "2",
                                "-T", std::to_string(std::max<long>(1, span.count() / 1000)), "-M", "prepared", "-f",
                                folder.file("row.sql"), "roster"});
  const auto at = run.output.find("tps = ");
  if (at == std::string::npos) throw std::runtime_error("pgbench: " + run.output + run.errors);
  return std::stod(run.output.substr(at + 6));
}

void bench_invitations(std::chrono::milliseconds span) {
  constexpr int clients = 32;
  const Store store;
  World world(store.options());
  static_cast<void>(
      store.postgres.run("CREATE TABLE bench_rows (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, text TEXT)", "roster"));
  auto owner = world.person("Owner");
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
  std::vector<double> rows, invitations, ratios;
  for (int turn = 0; turn < turns; ++turn) {
    rows.push_back(rows_a_second(store, clients, span / turns));
    invitations.push_back(invite([&](int t) -> const std::string& { return accounts[static_cast<std::size_t>(t)]; }));
    ratios.push_back(invitations.back() / rows.back());
  }
  tell("  all of one account", invite([&](int) -> const std::string& { return accounts.front(); }), "/s");
  tell("durable rows a second, pgbench, 32 clients", median(rows), "/s");
  tell("single invitations over HTTP on PostgreSQL, 32 clients", median(invitations), "/s");
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
