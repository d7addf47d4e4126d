// A connection is told once that there is something to read. What these tests send comes together, fills a read exactly, or comes
// while nobody reads: nothing of it may be left lying.
#include <gtest/gtest.h>

#include <sys/socket.h>

#include <array>
#include <atomic>
#include <filesystem>
#include <thread>

#include "http/output_buffer.h"
#include "http/server_fixture.h"

namespace roster::http {
namespace {

using testing::request;
using testing::RunningServer;

/// Heads are read in pieces of so many bytes, bodies of four times as many.
constexpr std::size_t piece = 4096;

TEST(OutputBuffer, GivesUpTheMemoryOfALargeAnswerThatIsSent) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends.data()), 0);
  const FileDescriptor ours{ends[0]}, theirs{ends[1]};
  OutputBuffer output;
  output.text().append(1'000'000, 'a');
  std::string taken(1'000'000, ' ');
  for (std::size_t size = 0; !output.empty();) {
    ASSERT_TRUE(output.write_to(ours));
    if (const auto n = ::recv(theirs.number(), taken.data(), taken.size(), 0); n > 0) size += static_cast<std::size_t>(n);
    ASSERT_LE(size, taken.size());
  }
  EXPECT_LT(output.text().capacity(), 300'000U);
}

TEST(Reading, AnswersWhatComesTogetherWithTheEnd) {
  RunningServer server;
  for (int i = 0; i < 50; ++i) {
    auto client = server.client();
    client.send(request("GET /who?1") + request("GET /who-inline?2"));
    client.finish_sending();
    EXPECT_EQ(client.read().body, "/who?1");
    EXPECT_EQ(client.read().body, "/who-inline?2");
    EXPECT_TRUE(client.is_closed());
  }
}

TEST(Reading, AnswersAllThatCameBeforeTheEndHoweverLargeTheAnswers) {
  RunningServer server;
  for (const auto* const target : {"GET /large", "GET /large-inline"}) {
    auto client = server.client();
    for (int i = 0; i < 5; ++i) client.send(request(target));
    client.finish_sending();
    for (int i = 0; i < 5; ++i) EXPECT_GE(client.read().body.size(), 1024U * 1024U) << target << " " << i;
    EXPECT_TRUE(client.is_closed());
  }
}

TEST(Reading, WaitsForWhoAsksFasterThanItReads) {
  const auto path = std::filesystem::temp_directory_path() / ("roster-reading-" + std::to_string(::getpid()) + ".sock");
  RunningServer server{[&](ServerConfig& config) { config.socket_path = path; }};
  // A socket of the system's own holds so much and no more: what it takes beyond that was read.
  testing::RawClient client{path.string()};
  std::string many;
  while (many.size() < 64 * 1024) many += request("GET /large-inline");
  const auto send_all_that_fits = [&](std::size_t sent) {
    const auto begin = sent;
    // Whole requests again and again, from where the last send ended.
    while (const auto more = client.send_what_fits(std::string_view{many}.substr(sent % many.size()))) sent += more;
    return sent - begin;
  };
  auto sent = send_all_that_fits(0);
  EXPECT_EQ(client.read().status, 200);
  sent += send_all_that_fits(sent);
  std::size_t later = 0;
  for (int i = 0; i < 30; ++i) {
    EXPECT_EQ(client.read().status, 200);
    later += send_all_that_fits(sent + later);
  }
  EXPECT_LT(later, 64U * 1024U) << "thirty requests are two thousand bytes";
}

TEST(Reading, EndsWhenTheEndComesInTheMiddleOfARequest) {
  RunningServer server;
  for (const auto& part : {std::string{"GET /hel"}, request("POST /echo", "Content-Length: 10\r\n", "12345"), std::string{}}) {
    auto client = server.client();
    client.send(part);
    client.finish_sending();
    EXPECT_TRUE(client.is_closed()) << part;
    EXPECT_EQ(client.received(), "") << part;
  }
}

TEST(Reading, NoticesTheEndThatCameWhileALaneWorked) {
  RunningServer server;
  auto client = server.client();
  client.send(request("GET /waits"));
  server.gate.await_waiting(1);
  client.finish_sending();
  server.gate.open();
  EXPECT_EQ(client.read().body, "waited");
  EXPECT_TRUE(client.is_closed());
}

TEST(Reading, TakesUpWhatCameWhileALaneWorked) {
  RunningServer server;
  auto client = server.client();
  client.send(request("GET /waits"));
  server.gate.await_waiting(1);
  client.send(request("GET /hello"));
  server.gate.open();
  EXPECT_EQ(client.read().body, "waited");
  EXPECT_EQ(client.read().body, "hello");
}

TEST(Reading, GoesOnAfterPiecesThatAreExactlyFull) {
  RunningServer server;
  const auto head_of = [](std::size_t size) { return request("POST /echo", "Content-Length: " + std::to_string(size) + "\r\n"); };
  for (const auto total : {piece, 2 * piece, 4 * piece, 5 * piece, 8 * piece}) {
    for (const int beside : {-1, 0, 1}) {
      const auto size = total + static_cast<std::size_t>(beside);
      // All at once the head counts, too; after it the body has reads of its own.
      const std::string together(size - head_of(size).size(), 'b'), apart(size, 'b');
      auto client = server.client();
      EXPECT_EQ(client.ask(head_of(together.size()) + together).body.size(), together.size()) << size;
      client.send(head_of(apart.size()));
      EXPECT_EQ(client.ask(apart).body.size(), apart.size()) << size;
      EXPECT_EQ(client.ask(request("GET /hello")).body, "hello") << size;
    }
  }
}

TEST(Reading, LetsOthersHaveTheirTurnBesideOneThatNeverPauses) {
  RunningServer server{[](ServerConfig& config) {
    config.io_threads = 1;
    config.limits.requests_per_connection = 1'000'000'000;
  }};
  auto endless = server.client();
  std::atomic<bool> over = false;
  std::string many;
  for (int i = 0; i < 1000; ++i) many += request("HEAD /hello");
  std::thread sending{[&] {
    while (!over && endless.send(many)) {
    }
  }};
  std::thread reading{[&] { endless.is_closed(); }};
  for (int i = 0; i < 100; ++i) EXPECT_EQ(server.client().ask(request("GET /hello")).status, 200);
  over = true;
  sending.join();
  endless.finish_sending();
  reading.join();
}

TEST(Reading, TellsAnswersOfManyLanesToManyConnectionsAtOnce) {
  constexpr int connections = 200;
  RunningServer server{[](ServerConfig& config) {
    config.worker_threads = 16;
    config.limits.connections_per_ip = connections;
    config.limits.worker_queue = connections;
  }};
  std::vector<testing::RawClient> clients;
  for (int i = 0; i < connections; ++i) clients.push_back(server.client());
  for (int round = 0; round < 20; ++round) {
    for (auto& client : clients) client.send(request("GET /who?" + std::to_string(round)));
    for (auto& client : clients) ASSERT_EQ(client.read().body, "/who?" + std::to_string(round));
  }
}

}  // namespace
}  // namespace roster::http
