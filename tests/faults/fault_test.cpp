// Three nodes behind HAProxy on one PostgreSQL, and what happens to servers at three in the morning: the database is restarted,
// fails over, loses its connections, says nothing; a node is paused, cut off, killed. All the while clients change who is let in
// and ask whether they are, and write down what they were answered. Afterwards one order explains all of it, nothing that was
// acknowledged is lost, nothing happened twice, and all is well again by itself.

#include <gtest/gtest.h>
#include <signal.h>

#include <array>
#include <atomic>
#include <future>
#include <random>
#include <set>
#include <thread>

#include "support/documented.h"
#include "support/history.h"
#include "support/postgres_server.h"
#include "support/rounds.h"
#include "support/world.h"

namespace roster::testing {
namespace {

using namespace std::chrono_literals;

constexpr auto healed_within = 5s;
const std::string settings =
    "[limits]\ninvitations_per_account_per_hour = 1000000\n[http]\nconnections_per_ip = 0\ntrusted_proxies = [\"127.0.0.1\"]\n";

/// Passes on what a node and its database say to each other, until it is told not to.
class Relay {
 public:
  explicit Relay(int to) { open(to); }
  void open(int to) {
    write_file(folder_.path() / "relay.cfg",
               "global\n  maxconn 200\ndefaults\n  mode tcp\n  timeout connect 5s\n  timeout client 1h\n  timeout server 1h\n"
               "listen relay\n  bind 127.0.0.1:" +
                   port_.text() + "\n  server database 127.0.0.1:" + std::to_string(to) + "\n");
    program_ = std::make_unique<Program>(std::vector<std::string>{"/usr/sbin/haproxy", "-db", "-f", folder_.file("relay.cfg")},
                                         folder_.file("log"));
    EXPECT_TRUE(wait_until([&] { return accepts_connections(port_.number()); }));
  }
  void close() {
    program_->signal(SIGKILL);
    program_->wait();
  }
  void swallow() { program_->signal(SIGSTOP); }
  void go_on() { program_->signal(SIGCONT); }
  [[nodiscard]] const SparePort& port() const { return port_; }

 private:
  Folder folder_;
  SparePort port_;
  std::unique_ptr<Program> program_;
};

struct Faults : ::testing::Test {
  struct House;
  std::unique_ptr<House> house;
  void SetUp() override {
    if (!PostgresServer::is_installed()) GTEST_SKIP() << "PostgreSQL is not installed (script/setup)";
    house = std::make_unique<House>();
  }
};

/// Two databases of which one follows the other, three nodes of which the last reaches its database over a relay, HAProxy as
/// docs/operations.md shows it, an account with two people.
struct Faults::House {
  std::unique_ptr<PostgresServer> primary = std::make_unique<PostgresServer>(),
                                  standby = std::make_unique<PostgresServer>(PostgresServer::StandbyOf{*primary});
  Relay relay{make_database()};
  Folder folder;
  SparePort front;
  World world{{.settings = settings, .public_url = "http://127.0.0.1:" + front.text(), .database = conninfo()}};
  std::vector<TestServer*> nodes;
  std::unique_ptr<Program> haproxy;
  Person owner = world.person("Owner");
  std::string account = world.account(owner, "portal");
  std::array<Person, 2> people{world.member(account, owner, "Ana", {{"permissions", json::array{"products:read"}}}),
                               world.member(account, owner, "Ben", {{"permissions", json::array{"products:read"}}})};
  std::string service = world.service().token;

  House() {
    const auto over_relay = "host=127.0.0.1 port=" + relay.port().text() + " user=roster dbname=roster";
    for (const auto& database : {conninfo(), over_relay})
      world.others.push_back(
          std::make_unique<TestServer>(ServerOptions{.settings = settings, .database = database, .beside = &world.server}));
    nodes = {&world.server, world.others[0].get(), world.others[1].get()};
    write_file(folder.path() / "haproxy.cfg", with(documented("Behind HAProxy", "haproxy", "docs/operations.md"),
                                                   {{"127.0.0.1:8000", "127.0.0.1:" + front.text()},
                                                    {"10.0.0.1:8080", address_of(0)},
                                                    {"10.0.0.2:8080", address_of(1)},
                                                    {"10.0.0.3:8080", address_of(2)}}));
    haproxy = std::make_unique<Program>(std::vector<std::string>{"/usr/sbin/haproxy", "-db", "-f", folder.file("haproxy.cfg")},
                                        folder.file("log"));
    EXPECT_TRUE(wait_until([&] { return through_front("").get("/readyz").status == 200; }))
        << read_whole_file(folder.file("log"));
  }
  int make_database() const {
    static_cast<void>(primary->run("CREATE DATABASE roster"));
    return primary->port();
  }
  /// Whichever of the two takes writes.
  std::string conninfo() const {
    return "host=127.0.0.1,127.0.0.1 port=" + std::to_string(primary->port()) + "," + std::to_string(standby->port()) +
           " user=roster dbname=roster";
  }
  std::string address_of(std::size_t node) const { return "127.0.0.1:" + std::to_string(nodes[node]->port()); }
  Client through_front(const std::string& token) const {
    auto client = Client{"http://127.0.0.1:" + front.text()}.with_token(token);
    client.is_recorded = false;
    return client;
  }
  std::string path(const std::string& rest) const { return "/v1/accounts/" + account + rest; }
  std::string on_database(const std::string& sql) const { return primary->run(sql, "roster"); }
  bool is_ready(std::size_t node) const {
    auto client = nodes[node]->client();
    client.seconds_max = 1;
    return client.get("/readyz").status == 200;
  }
  Reply rename(std::size_t node, const std::string& name) const {
    auto client = nodes[node]->client().with_token(owner.client.token);
    return client.patch(path(""), {{"name", name}});
  }
};

/// Clients that go on, whatever happens.
class Load {
 public:
  explicit Load(Faults::House& house) : house_(house) {
    for (unsigned seed = 0; seed < 3; ++seed) {
      threads_.emplace_back([this, seed] { write(seed); });
      threads_.emplace_back([this, seed] { read(100 + seed); });
    }
    threads_.emplace_back([this] { invite(); });
  }
  ~Load() { stop(); }
  Load(const Load&) = delete;
  Load& operator=(const Load&) = delete;

  void stop() {
    stopping_ = true;
    for (auto& thread : threads_) thread.join();
    threads_.clear();
  }
  void wait_for(int more) {
    const int wanted = acknowledged_ + more;
    EXPECT_TRUE(wait_until([&] { return acknowledged_ >= wanted; }, 60s)) << "the clients get nowhere";
  }
  [[nodiscard]] int refused() const { return refused_; }

  void expect_all_explained() {
    stop();
    for (const auto& surprise : surprises_) ADD_FAILURE() << surprise;
    for (std::size_t i = 0; i < histories_.size(); ++i) {
      const auto contradiction = histories_[i].contradiction(true);
      EXPECT_FALSE(contradiction) << house_.people[i].name << ": " << *contradiction;
    }
    for (const auto& address : invited_) {
      EXPECT_EQ(house_.on_database("SELECT COUNT(*) FROM invitations WHERE email_key = '" + address + "'"), "1") << address;
      EXPECT_EQ(house_.on_database("SELECT COUNT(*) FROM events WHERE personal LIKE '%" + address + "%'"), "1") << address;
    }
    const auto verified = house_.world.server.run({"verify"});
    EXPECT_EQ(verified.exit_code, 0) << verified.output << verified.errors;
    std::printf("%d acknowledged, %d refused, %d not answered, %zu steps, %zu invited\n", acknowledged_.load(), refused_.load(),
                unanswered_.load(), histories_[0].size() + histories_[1].size(), invited_.size());
    EXPECT_FALSE(invited_.empty());
  }

 private:
  using Clients = std::vector<Client>;
  Clients clients_with(const std::string& token) const {
    Clients clients;
    for (const auto* node : house_.nodes) clients.push_back(node->client().with_token(token));
    clients.push_back(house_.through_front(token));
    for (auto& client : clients) client.seconds_max = 3;
    return clients;
  }
  void surprise(const std::string& what) {
    const std::lock_guard lock(mutex_);
    if (surprises_.size() < 10) surprises_.push_back(what);
  }
  /// Whether it was answered in a way that says what became of it.
  bool is_told(const Reply& reply, const std::string& what) {
    if (reply.status == 0) {
      ++unanswered_;
      return false;
    }
    if (reply.status == 502 || reply.status == 504) return false;  // HAProxy's, of a node that is gone
    if (reply.status == 503) {
      ++refused_;
      if (reply.code() != "" && reply.header("retry-after").empty()) surprise("503 without Retry-After to " + what);
      return false;
    }
    if (reply.status != 200) surprise(what + " was answered " + std::to_string(reply.status) + " " + reply.body);
    return true;
  }
  /// The same again, through any node, until it is known what became of it.
  void insist(Clients& clients, std::mt19937& random, const std::string& path, const std::optional<std::string>& body) {
    const auto key = "\"" + std::to_string(++keys_) + "\"";
    const bool told = wait_until(
        [&] {
          auto& client = clients[random() % clients.size()];
          if (is_told(client.send("POST", path, body, {{"Idempotency-Key", key}}), "POST " + path)) return true;
          std::this_thread::sleep_for(20ms);
          return false;
        },
        90s);
    if (told)
      ++acknowledged_;
    else
      surprise("POST " + path + " was never answered");
  }

  void write(unsigned seed) {
    std::mt19937 random(seed);  // NOLINT: only which, and in which order
    auto clients = clients_with(house_.owner.client.token);
    while (!stopping_) {
      const auto who = random() % house_.people.size();
      const bool value = random() % 2 == 0;
      History::Step step{.kind = History::Step::write, .value = value, .begin = std::chrono::steady_clock::now(), .end = {}};
      insist(clients, random, house_.people[who].me_path(house_.account) + (value ? "/reactivate" : "/deactivate"), std::nullopt);
      step.end = std::chrono::steady_clock::now();
      histories_[who].add(std::move(step));
      std::this_thread::sleep_for(5ms);
    }
  }
  void read(unsigned seed) {
    std::mt19937 random(seed);  // NOLINT: only which, and in which order
    auto clients = clients_with(house_.service);
    while (!stopping_) {
      const auto who = random() % house_.people.size(), at = random() % clients.size();
      History::Step step{.kind = History::Step::read, .value = false, .begin = std::chrono::steady_clock::now(), .end = {}};
      const auto reply =
          clients[at].get("/v1/check?account=" + house_.account + "&permission=products:read&user=" + house_.people[who].id);
      step.end = std::chrono::steady_clock::now();
      if (is_told(reply, "GET /v1/check")) {
        step.value = reply.at("/allowed") == json::value(true);
        step.where = "client " + std::to_string(at) + " revision " + json::serialize(reply.at("/revision"));
        histories_[who].add(std::move(step));
      }
      std::this_thread::sleep_for(2ms);
    }
  }
  void invite() {
    std::mt19937 random(7);  // NOLINT: only which
    auto clients = clients_with(house_.owner.client.token);
    while (!stopping_) {
      const auto address = "guest-" + std::to_string(++keys_) + "@faults.test";
      insist(clients, random, house_.path("/invitations"),
             json::serialize(json::object{{"invitees", json::array{json::object{{"email", address}}}}}));
      invited_.push_back(address);
      std::this_thread::sleep_for(20ms);
    }
  }

  Faults::House& house_;
  std::atomic<bool> stopping_{false};
  std::atomic<int> acknowledged_{0}, refused_{0}, unanswered_{0};
  static inline std::atomic<int> keys_{0};
  std::array<History, 2> histories_;
  std::vector<std::string> invited_;  // of one thread, read after it
  std::mutex mutex_;                  // guards surprises_
  std::vector<std::string> surprises_;
  std::vector<std::thread> threads_;
};

/// Everybody is let in, whatever the load before left.
void let_all_in(Faults::House& house) {
  for (const auto& person : house.people) {
    auto client = house.world.server.client().with_token(house.owner.client.token);
    ASSERT_TRUE(wait_until([&] { return client.post(person.me_path(house.account) + "/reactivate").status == 200; }));
  }
}

void expect_healed(Faults::House& house) {
  const auto begin = std::chrono::steady_clock::now();
  for (std::size_t node = 0; node < house.nodes.size(); ++node) {
    EXPECT_TRUE(wait_until([&] { return house.is_ready(node); }, healed_within)) << "node " << node << " is not ready";
    Reply renamed;
    EXPECT_TRUE(
        wait_until([&] { return (renamed = house.rename(node, "Bakery " + std::to_string(node))).status == 200; }, healed_within))
        << "node " << node << ": " << renamed.body;
  }
  const auto took = std::chrono::steady_clock::now() - begin;
  std::printf("healed within %lld ms\n",
              static_cast<long long>(std::chrono::duration_cast<std::chrono::milliseconds>(took).count()));
  EXPECT_LE(took, healed_within * patience());
}

/// Nobody can write, and each node says so.
void expect_out_of_service(Faults::House& house) {
  for (std::size_t node = 0; node < house.nodes.size(); ++node)
    EXPECT_TRUE(wait_until([&] { return !house.is_ready(node); })) << "node " << node << " says that it is ready";
  const auto refused = house.rename(0, "Nothing");
  EXPECT_EQ(refused.status, 503) << refused.body;
  EXPECT_FALSE(refused.header("retry-after").empty());
}

TEST_F(Faults, NoneIsNeededForARevocationToBeTrueOnEveryNodeAtOnce) {
  auto front = house->through_front(house->owner.client.token);
  std::vector<Client> askers;
  for (const auto* node : house->nodes) askers.push_back(node->client().with_token(house->service));
  askers.push_back(house->through_front(house->service));
  const auto& ana = house->people[0];
  const auto question = "/v1/check?account=" + house->account + "&permission=products:read&user=" + ana.id;
  for (int turn = 0; turn < rounds(100, 10'000); ++turn) {
    const bool active = turn % 2 == 1;
    const auto changed = front.post(ana.me_path(house->account) + (active ? "/reactivate" : "/deactivate"));
    ASSERT_EQ(changed.status, 200) << changed.body;
    for (int again = 0; again < 2; ++again)  // the second time by heart
      for (auto& asker : askers) ASSERT_EQ(asker.get(question).at("/allowed"), json::value(active)) << "turn " << turn;
  }
}

TEST_F(Faults, PostgresIsRestarted) {
  for (int turn = 0; turn < rounds(1, 20); ++turn) {
    let_all_in(*house);
    Load load(*house);
    load.wait_for(20);
    house->primary->stop(turn % 2 == 0 ? "immediate" : "fast");
    expect_out_of_service(*house);
    house->primary->start();
    expect_healed(*house);
    load.wait_for(30);
    load.expect_all_explained();
  }
}

TEST_F(Faults, PostgresFailsOverToItsSynchronousStandby) {
  const int turns = rounds(1, 200);
  for (int turn = 0; turn < turns; ++turn) {
    let_all_in(*house);
    Load load(*house);
    load.wait_for(20);
    // The last node knows only the old one, over its relay: it is out of service from here on.
    house->primary->kill();
    house->standby->promote();
    std::swap(house->primary, house->standby);
    house->relay.close();
    house->relay.open(house->primary->port());
    expect_healed(*house);
    load.wait_for(30);
    load.expect_all_explained();
    if (turn + 1 < turns) house->standby->follow(*house->primary);
  }
}

TEST_F(Faults, AChangeThatWasTornFromItsStandbyIsNotAcknowledged) {
  for (const std::string tear : {"pg_cancel_backend", "pg_terminate_backend"}) {
    house->standby->pause();
    auto renamed = std::async(std::launch::async, [&] { return house->rename(0, "By " + tear); });
    // PostgreSQL then has committed it, and says so to whoever asks.
    while (renamed.wait_for(10ms) != std::future_status::ready)
      static_cast<void>(
          house->primary->run("SELECT count(" + tear + "(pid)) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"));
    const auto reply = renamed.get();
    EXPECT_EQ(reply.status, 503) << reply.body;
    EXPECT_EQ(house->on_database("SELECT count(*) FROM accounts WHERE name = 'By " + tear + "'"), "1")
        << "it was not torn at all";
    house->standby->go_on();
    expect_healed(*house);
  }
}

TEST_F(Faults, AnAnswerThatWasKeptIsNotGivenBeforeTheStandbyHasIt) {
  auto client = house->nodes[0]->client().with_token(house->owner.client.token);
  const auto invite = [&] {
    return client.send("POST", house->path("/invitations"), R"({"invitees":[{"email":"torn@faults.test"}]})",
                       {{"Idempotency-Key", "\"torn\""}});
  };
  const auto kept = "SELECT count(*) FROM idempotency_keys WHERE key LIKE '%torn%'";
  house->standby->pause();
  auto first = std::async(std::launch::async, invite);
  while (first.wait_for(10ms) != std::future_status::ready)
    static_cast<void>(
        house->primary->run("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"));
  EXPECT_EQ(first.get().status, 503);
  ASSERT_EQ(house->on_database(kept), "1");
  EXPECT_EQ(invite().status, 503);
  house->standby->go_on();
  EXPECT_TRUE(wait_until([&] { return invite().status == 200; }));
}

/// Two databases of which one follows the other until it is promoted, while the other does not know.
struct Split : ::testing::Test {
  struct Databases {
    PostgresServer primary, standby{PostgresServer::StandbyOf{primary}};
    Databases() { static_cast<void>(primary.run("CREATE DATABASE roster")); }
  };
  std::unique_ptr<Databases> databases;
  void SetUp() override {
    if (!PostgresServer::is_installed()) GTEST_SKIP() << "PostgreSQL is not installed (script/setup)";
    databases = std::make_unique<Databases>();
  }
  static std::string through(const std::vector<int>& ports) {
    std::string hosts, all;
    for (const int port : ports) {
      hosts += (hosts.empty() ? "" : ",") + std::string{"127.0.0.1"};
      all += (all.empty() ? "" : ",") + std::to_string(port);
    }
    return "host=" + hosts + " port=" + all + " user=roster dbname=roster";
  }
};

/// An account with a member of whom a product asks.
struct Asked {
  World& world;
  Person owner = world.person("Owner");
  std::string account = world.account(owner, "portal");
  Person ana = world.member(account, owner, "Ana", {{"permissions", json::array{"products:read"}}});
  std::string service = world.service().token;

  Reply ask(const TestServer& node) const {
    return node.client().with_token(service).get("/v1/check?account=" + account + "&permission=products:read&user=" + ana.id);
  }
  void deactivate() const {
    auto client = world.server.client().with_token(owner.client.token);
    EXPECT_TRUE(wait_until([&] { return client.post(ana.me_path(account) + "/deactivate").status == 200; }, 40s));
  }
};

TEST_F(Split, ANodeThatIsLeftAloneWithTheFormerPrimaryLetsNobodyIn) {
  Relay relay(databases->primary.port());
  World world{{.settings = settings, .database = through({relay.port().number(), databases->standby.port()})}};
  const TestServer alone({.settings = settings, .database = through({databases->primary.port()}), .beside = &world.server});
  const Asked asked{world};
  ASSERT_EQ(asked.ask(alone).at("/allowed"), json::value(true));
  relay.close();
  databases->standby.promote();
  asked.deactivate();
  EXPECT_EQ(asked.ask(alone).status, 503) << asked.ask(alone).body;
  EXPECT_EQ(alone.client().with_token(asked.owner.client.token).get("/v1/accounts/" + asked.account).status, 503);
  EXPECT_EQ(alone.client().get("/readyz").status, 503);
  EXPECT_EQ(asked.ask(world.server).at("/allowed"), json::value(false));
}

TEST_F(Split, ANodeThatFoundTheNewPrimaryAsksTheFormerNoMore) {
  Relay relay(databases->primary.port());
  World world{{.settings = settings, .database = through({relay.port().number(), databases->standby.port()})}};
  const auto both = through({databases->standby.port(), databases->primary.port()});
  const TestServer between({.settings = settings, .database = both, .beside = &world.server});
  const Asked asked{world};
  ASSERT_EQ(asked.ask(between).at("/allowed"), json::value(true));
  relay.close();
  databases->standby.promote();
  asked.deactivate();
  // Its connections to the former are as good as they were.
  Reply answer;
  EXPECT_TRUE(wait_until([&] { return (answer = asked.ask(between)).status == 200; }));
  EXPECT_EQ(answer.at("/allowed"), json::value(false));
}

TEST_F(Split, ANodeForgetsWhatAStandbyThatWasNotWaitedForNeverHad) {
  databases->standby.follow(databases->primary, false);
  World world{{.settings = settings, .database = through({databases->primary.port(), databases->standby.port()})}};
  const Asked asked{world};
  ASSERT_EQ(asked.ask(world.server).at("/allowed"), json::value(true));
  ASSERT_TRUE(wait_until([&] {
    return databases->primary.run("SELECT bool_and(replay_lsn = pg_current_wal_lsn()) FROM pg_stat_replication") == "t";
  }));
  databases->standby.stop("fast");
  asked.deactivate();
  for (int again = 0; again < 2; ++again) ASSERT_EQ(asked.ask(world.server).at("/allowed"), json::value(false));
  databases->primary.kill();
  databases->standby.start();
  databases->standby.promote();
  // While the lease of the former primary runs, what was true there is; then there is nothing but what the standby had.
  EXPECT_TRUE(wait_until([&] {
    const auto answer = asked.ask(world.server);
    return answer.status == 200 && answer.at("/allowed") == json::value(true);
  })) << "it answers by what is no more";
}

TEST_F(Split, WhatHadEndedByTheClockOfOneServerHasEndedOnAnotherThatIsBehind) {
  World world{{.settings = settings, .database = through({databases->primary.port()})}};
  auto person = world.person("Ana");
  ASSERT_EQ(person.client.get("/v1/session").status, 200);
  // As a server whose clock is two days ahead would have written it.
  static_cast<void>(
      databases->primary.run("UPDATE events SET at = at + 172800000 WHERE at = (SELECT MAX(at) FROM events)", "roster"));
  databases->primary.stop("fast");
  databases->primary.start();
  int answer = 0;
  EXPECT_TRUE(wait_until([&] { return (answer = person.client.get("/v1/session").status) != 503; }));
  EXPECT_EQ(answer, 401);
}

TEST_F(Faults, AStandbyThatMayLackWhatWasAcknowledgedIsToldAtTheStart) {
  auto& node = *house->nodes[0];
  EXPECT_EQ(node.log().find("standby_not_synchronous"), std::string::npos) << node.log();
  house->standby->follow(*house->primary, false);
  EXPECT_EQ(node.terminate(), 0);
  node.start();
  EXPECT_NE(node.log().find("standby_not_synchronous"), std::string::npos) << node.log();
}

TEST_F(Faults, AllConnectionsToPostgresAreTerminated) {
  let_all_in(*house);
  Load load(*house);
  for (int turn = 0; turn < rounds(5, 200); ++turn) {
    load.wait_for(20);
    static_cast<void>(house->on_database(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = 'roster' AND pid <> pg_backend_pid()"));
  }
  expect_healed(*house);
  load.wait_for(30);
  load.expect_all_explained();
}

TEST_F(Faults, PostgresSaysNothing) {
  for (int turn = 0; turn < rounds(1, 20); ++turn) {
    let_all_in(*house);
    Load load(*house);
    load.wait_for(20);
    house->primary->pause();
    expect_out_of_service(*house);
    EXPECT_GT(load.refused(), 0);
    house->primary->go_on();
    expect_healed(*house);
    load.wait_for(30);
    load.expect_all_explained();
  }
}

TEST_F(Faults, ANodeIsPaused) {
  const auto pause = rounds(1, 2) == 1 ? 6s : 30s;
  for (int turn = 0; turn < rounds(1, 20); ++turn) {
    let_all_in(*house);
    Load load(*house);
    load.wait_for(20);
    house->nodes[1]->pause();
    std::this_thread::sleep_for(pause);
    load.wait_for(20);
    house->nodes[1]->go_on();
    expect_healed(*house);
    load.wait_for(30);
    load.expect_all_explained();
  }
}

TEST_F(Faults, ANodeIsCutOffFromTheDatabase) {
  for (int turn = 0; turn < rounds(2, 200); ++turn) {
    let_all_in(*house);
    Load load(*house);
    load.wait_for(20);
    const bool is_swallowed = turn % 2 == 0;
    is_swallowed ? house->relay.swallow() : house->relay.close();
    EXPECT_TRUE(wait_until([&] { return !house->is_ready(2); })) << "it says that it is ready";
    load.wait_for(20);
    is_swallowed ? house->relay.go_on() : house->relay.open(house->primary->port());
    expect_healed(*house);
    load.wait_for(30);
    load.expect_all_explained();
  }
}

TEST_F(Faults, NodesAreKilledAndPostgresRestartedAgainAndAgain) {
  let_all_in(*house);
  Load load(*house);
  for (int turn = 0; turn < rounds(6, 60); ++turn) {
    load.wait_for(15);
    if (turn % 3 == 2) {
      house->primary->stop("immediate");
      house->primary->start();
    } else {
      auto* node = house->nodes[static_cast<std::size_t>(turn % 3)];
      node->kill();
      node->start();
    }
  }
  expect_healed(*house);
  load.wait_for(30);
  load.expect_all_explained();
}

}  // namespace
}  // namespace roster::testing
