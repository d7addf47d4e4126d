// Clients that are slow, many or rude; none of them may cost the others more than a place.

#include <sys/resource.h>

#include <filesystem>
#include <future>
#include <thread>

#include "http/lanes.h"
#include "http/server_fixture.h"

namespace roster::http {
namespace {

using namespace std::chrono_literals;
using testing::RawClient;
using testing::request;
using testing::RunningServer;

TEST(SlowClient, IsClosedWhenItsHeadTakesTooLong) {
  RunningServer server{[](ServerConfig& config) { config.limits.header_timeout = 100ms; }};
  auto client = server.client();
  client.send("GET /hello HTTP/1.1\r\nHost: ros");
  EXPECT_TRUE(client.is_closed());
  auto silent = server.client();
  EXPECT_TRUE(silent.is_closed());
}

TEST(SlowClient, IsNotSavedByDrippingBytesOfItsHead) {
  RunningServer server{[](ServerConfig& config) { config.limits.header_timeout = 100ms; }};
  auto client = server.client();
  client.send("GET /hello HTTP/1.1\r\nA: ");
  int drops = 0;
  for (; drops < 2000 && !client.is_closed(5ms); ++drops) client.send("a");
  EXPECT_LT(drops, 2000);
  EXPECT_EQ(client.received(), "");
}

TEST(SlowClient, IsClosedWhenItsBodyPauses) {
  RunningServer server{[](ServerConfig& config) { config.limits.body_timeout = 100ms; }};
  auto client = server.client();
  client.send(request("POST /echo", "Content-Length: 10\r\n", "abc"));
  EXPECT_TRUE(client.is_closed());
}

TEST(SlowClient, IsClosedWhenItsBodyDrips) {
  RunningServer server{[](ServerConfig& config) {
    config.limits.body_rate_grace = 100ms;
    config.limits.body_bytes_per_second_min = 1'000'000;
  }};
  auto client = server.client();
  client.send(request("POST /echo", "Content-Length: 10\r\n", "abc"));
  EXPECT_TRUE(client.is_closed());
}

TEST(SlowClient, IsClosedWhenItDoesNotReadItsAnswer) {
  RunningServer server{[](ServerConfig& config) { config.limits.write_stall_timeout = 100ms; }};
  auto client = server.client();
  for (int i = 0; i < 8; ++i) client.send(request("GET /large"));
  while (server->counters().requests_total == 0) std::this_thread::yield();
  while (server->counters().connections_open > 0) std::this_thread::yield();
  EXPECT_TRUE(client.is_closed());
}

TEST(SlowClient, IsClosedWhenItTakesItsAnswerInDrops) {
  RunningServer server{[](ServerConfig& config) {
    config.limits.write_stall_timeout = 50ms;
    config.limits.keep_alive_timeout = 1s;
    config.limits.body_bytes_per_second_min = 1'000'000'000;
    config.limits.requests_per_connection = 1'000'000;
  }};
  auto client = server.client();
  for (int i = 0; i < 8; ++i) client.send(request("GET /large"));
  auto other = server.client();
  std::size_t taken = 0;
  // A drop for each time that another is answered.
  for (std::size_t drop = 0; (drop = client.take(512)) > 0; taken += drop)
    ASSERT_EQ(other.ask(request("GET /hello")).status, 200);
  EXPECT_LT(taken, 8U * 8 * 1024 * 1024);
}

TEST(SlowClient, GetsALargeAnswerWhole) {
  RunningServer server;
  auto client = server.client();
  const auto answer = client.ask(request("GET /large"));
  EXPECT_EQ(answer.body.size(), 8U * 1024 * 1024);
  EXPECT_EQ(client.ask(request("GET /hello")).body, "hello");
}

TEST(IdleClient, IsClosedAfterTheKeepAliveTime) {
  RunningServer server{[](ServerConfig& config) { config.limits.keep_alive_timeout = 100ms; }};
  auto client = server.client();
  EXPECT_EQ(client.ask(request("GET /hello")).status, 200);
  EXPECT_TRUE(client.is_closed());
}

TEST(BusyClient, IsClosedAfterItsNumberOfRequests) {
  RunningServer server{[](ServerConfig& config) { config.limits.requests_per_connection = 2; }};
  auto client = server.client();
  EXPECT_EQ(client.ask(request("GET /hello")).header("Connection"), "");
  EXPECT_EQ(client.ask(request("GET /hello")).header("Connection"), "close");
  EXPECT_TRUE(client.is_closed());
}

TEST(SurplusConnection, IsToldSoAndClosed) {
  for (const bool by_ip : {true, false}) {
    RunningServer server{
        [&](ServerConfig& config) { (by_ip ? config.limits.connections_per_ip : config.limits.connections) = 2; }};
    auto first = server.client();
    auto second = server.client();
    EXPECT_EQ(first.ask(request("GET /hello")).status, 200);
    EXPECT_EQ(second.ask(request("GET /hello")).status, 200);
    auto third = server.client();
    const auto answer = third.read();
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(answer.header("Retry-After"), "1");
    EXPECT_TRUE(third.is_closed());
    EXPECT_EQ(first.ask(request("GET /hello")).status, 200);
    EXPECT_EQ(server->counters().refused_busy, 1U);
  }
}

TEST(SurplusConnection, IsNotJudgedByTheAddressOfATrustedProxy) {
  RunningServer server{[](ServerConfig& config) {
    config.limits.connections_per_ip = 1;
    config.trusted_proxies = {"127.0.0.1"};
  }};
  auto first = server.client();
  EXPECT_EQ(first.ask(request("GET /hello")).status, 200);
  EXPECT_EQ(server.client().ask(request("GET /hello")).status, 200);
}

TEST(SurplusConnection, FindsAPlaceWhenAnotherHasGone) {
  RunningServer server{[](ServerConfig& config) { config.limits.connections = 1; }};
  EXPECT_EQ(server.client().ask(request("GET /hello")).status, 200);
  while (server->counters().connections_open > 0) std::this_thread::yield();
  EXPECT_EQ(server.client().ask(request("GET /hello")).status, 200);
}

TEST(Lanes, RefuseTheSurplusOfHashing) {
  RunningServer server{[](ServerConfig& config) {
    config.limits.hashing_queue = 1;
    config.limits.hashing_wait = 10s;
  }};
  auto running = server.client();
  running.send(request("POST /hashes"));
  server.gate.await_waiting(1);
  auto queued = server.client();
  queued.send(request("POST /hashes"));
  while (server->counters().hashing_queue < 1) std::this_thread::yield();

  auto surplus = server.client();
  const auto answer = surplus.ask(request("POST /hashes"));
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.header("Retry-After"), "1");
  EXPECT_EQ(surplus.ask(request("GET /who")).status, 200) << "other lanes go on";
  server.gate.open();
  EXPECT_EQ(running.read().body, "hashed");
  EXPECT_EQ(queued.read().body, "hashed");
}

TEST(Lanes, GiveUpWhatWaitsTooLongForHashing) {
  RunningServer server{[](ServerConfig& config) { config.limits.hashing_wait = 50ms; }};
  auto running = server.client();
  running.send(request("POST /hashes"));
  server.gate.await_waiting(1);
  EXPECT_EQ(server.client().ask(request("POST /hashes")).status, 503);
  server.gate.open();
  EXPECT_EQ(running.read().body, "hashed");
}

TEST(Lanes, RefuseTheSurplusOfWork) {
  RunningServer server{[](ServerConfig& config) { config.limits.worker_queue = 1; }};
  std::vector<RawClient> clients;
  for (int i = 0; i < 2; ++i) {
    clients.push_back(server.client());
    clients.back().send(request("GET /waits"));
  }
  server.gate.await_waiting(2);
  clients.push_back(server.client());
  clients.back().send(request("GET /waits"));
  while (server->counters().worker_queue < 1) std::this_thread::yield();
  EXPECT_EQ(server.client().ask(request("GET /who")).status, 503);
  EXPECT_EQ(server.client().ask(request("GET /hello")).status, 200) << "what is answered inline goes on";
  server.gate.open();
  for (auto& client : clients) EXPECT_EQ(client.read().body, "waited");
}

TEST(Lanes, SayThatAnAnswerTakesTooLongAndDropItWhenItComes) {
  RunningServer server{[](ServerConfig& config) { config.limits.handler_timeout = 50ms; }};
  auto client = server.client();
  client.send(request("GET /waits", "Accept-Language: fr\r\n"));
  const auto answer = client.read();
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.header("Retry-After"), "1");
  EXPECT_EQ(answer.header("Content-Language"), "fr");
  EXPECT_NE(answer.body.find("\"unavailable\""), std::string::npos) << answer.body;
  EXPECT_NE(answer.body.find(answer.header("Request-Id")), std::string::npos);
  EXPECT_TRUE(client.is_closed());
  server.gate.open();
  for (int i = 0; i < 10; ++i) EXPECT_EQ(server.client().ask(request("GET /who")).body, "/who");
}

TEST(Lanes, GoOnAfterAJobThatThrows) {
  std::promise<std::uint64_t> done;
  WorkerPool pool{{.threads = 1, .queue_max = 10, .wait_max = {}},
                  [&](const Job& job) {
                    if (job.connection == 1) throw std::bad_alloc{};
                    done.set_value(job.connection);
                  },
                  [](const Job&) {}};
  for (const std::uint64_t connection : {1U, 2U}) {
    Job job{.core = nullptr, .connection = connection, .turn = {}};
    ASSERT_TRUE(pool.push(job));
  }
  EXPECT_EQ(done.get_future().get(), 2U);
}

TEST(Lanes, WaitForTheOperatorsRequestsHoweverLong) {
  const auto path = std::filesystem::temp_directory_path() / ("roster-lanes-" + std::to_string(::getpid()) + ".sock");
  RunningServer server{[&](ServerConfig& config) {
    config.socket_path = path;
    config.limits.handler_timeout = 1ms;
  }};
  testing::RawClient operators{path.string()};
  operators.send(request("GET /waits"));
  server.gate.await_waiting(1);
  auto anyone = server.client();
  EXPECT_EQ(anyone.ask(request("GET /waits")).status, 503) << "a beat later";
  server.gate.open();
  EXPECT_EQ(operators.read().body, "waited");
}

TEST(Pipelining, KeepsTheOrderOverAllLanes) {
  RunningServer server;
  auto client = server.client();
  std::string all;
  for (int i = 0; i < 300; ++i) {
    const auto target = (i % 3 == 0 ? "/who?" : "/who-inline?") + std::to_string(i);
    all += i % 5 == 0 ? request("POST /echo", "Content-Length: " + std::to_string(target.size()) + "\r\n", target)
                      : request("GET " + target);
  }
  std::thread sender{[&] { client.send(all); }};
  for (int i = 0; i < 300; ++i) EXPECT_EQ(client.read().body, (i % 3 == 0 ? "/who?" : "/who-inline?") + std::to_string(i));
  sender.join();
}

TEST(Isolation, NeverMixesUpConnections) {
  constexpr int connections = 64;
  constexpr int threads = 4;
  constexpr int rounds = 40;
  constexpr int pipelined = 5;
  RunningServer server{[](ServerConfig& config) { config.limits.worker_queue = 10'000; }};
  std::vector<std::thread> running;
  for (int t = 0; t < threads; ++t) {
    running.emplace_back([&, t] {
      std::vector<RawClient> clients;
      for (int c = 0; c < connections / threads; ++c) clients.push_back(server.client());
      for (int round = 0; round < rounds; ++round) {
        const auto target_of = [&](int p) {
          return (p % 2 == 0 ? "/who?" : "/who-inline?") + std::to_string(round * pipelined + p);
        };
        const auto name_of_client = [&](std::size_t c) { return "user-" + std::to_string(t) + "-" + std::to_string(c); };
        for (std::size_t c = 0; c < clients.size(); ++c) {
          std::string bytes;
          for (int p = 0; p < pipelined; ++p)
            bytes += request("GET " + target_of(p), "Authorization: " + name_of_client(c) + "\r\n");
          clients[c].send(bytes);
        }
        for (std::size_t c = 0; c < clients.size(); ++c)
          for (int p = 0; p < pipelined; ++p) ASSERT_EQ(clients[c].read().body, name_of_client(c) + target_of(p));
      }
    });
  }
  for (auto& thread : running) thread.join();
}

TEST(Isolation, DropsTheAnswerOfAConnectionThatIsGoneAndFreesIt) {
  RunningServer server;
  {
    auto gone = server.client();
    gone.send(request("GET /waits"));
    server.gate.await_waiting(1);
  }
  server.gate.open();
  EXPECT_EQ(server.client().ask(request("GET /hello")).status, 200);
  const auto patience = std::chrono::steady_clock::now() + 10s;
  while (server->counters().connections_open > 0 && std::chrono::steady_clock::now() < patience) std::this_thread::yield();
  EXPECT_EQ(server->counters().connections_open, 0U);
}

TEST(Stopping, FinishesWhatIsInFlightAndClosesWhatIsIdle) {
  RunningServer server;
  auto idle = server.client();
  EXPECT_EQ(idle.ask(request("GET /hello")).status, 200);
  auto busy = server.client();
  busy.send(request("GET /waits"));
  server.gate.await_waiting(1);

  std::thread stopping{[&] { server->stop(10s); }};
  EXPECT_TRUE(idle.is_closed());
  server.gate.open();
  const auto answer = busy.read();
  EXPECT_EQ(answer.body, "waited");
  EXPECT_EQ(answer.header("Connection"), "close");
  EXPECT_TRUE(busy.is_closed());
  stopping.join();
  EXPECT_FALSE(server.client().connected());
}

TEST(Stopping, DoesNotWaitForSlowClientsBeyondItsGrace) {
  RunningServer server;
  auto slow = server.client();
  slow.send("GET /hel");
  auto idle = server.client();
  EXPECT_EQ(idle.ask(request("GET /hello")).status, 200);
  server->stop(50ms);
  EXPECT_TRUE(slow.is_closed());
}

TEST(Accepting, SurvivesRunningOutOfDescriptors) {
#ifdef __SANITIZE_ADDRESS__
  GTEST_SKIP() << "the sanitizer opens a pipe to see whether memory can be read, and takes a refusal for a wild pointer";
#endif
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
  RunningServer server;
  auto first = server.client();
  EXPECT_EQ(first.ask(request("GET /hello")).status, 200);
  {
    std::vector<FileDescriptor> taken;
    RawClient waiting = server.client();
    while (waiting.ask(request("GET /hello")).status != 200) {
    }
    auto narrow = before;
    narrow.rlim_cur = 64;
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &narrow), 0);
    std::vector<RawClient> crowd;
    while (crowd.size() < 64) {
      crowd.push_back(server.client());
      if (!crowd.back().connected()) break;
    }
    EXPECT_EQ(first.ask(request("GET /hello")).status, 200) << "open connections go on";
  }
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
  EXPECT_EQ(server.client().ask(request("GET /hello")).status, 200);
}

}  // namespace
}  // namespace roster::http
