#include "http/server.h"

#include <sys/stat.h>

#include <atomic>
#include <filesystem>
#include <thread>

#include "http/server_fixture.h"

namespace roster::http {
namespace {

using namespace std::chrono_literals;
using testing::RawClient;
using testing::request;
using testing::RunningServer;

TEST(HttpServer, AnswersAndKeepsTheConnection) {
  RunningServer server;
  auto client = server.client();
  for (int i = 0; i < 3; ++i) {
    const auto answer = client.ask(request("GET /hello"));
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "hello");
    EXPECT_EQ(answer.header("Connection"), "");
  }
}

TEST(HttpServer, ClosesWhenTheClientAsksForIt) {
  RunningServer server;
  auto client = server.client();
  EXPECT_EQ(client.ask(request("GET /hello", "Connection: close\r\n")).header("Connection"), "close");
  EXPECT_TRUE(client.is_closed());
}

TEST(HttpServer, ServesHttp10WithoutHostAndClosesAfterIt) {
  RunningServer server;
  auto client = server.client();
  EXPECT_EQ(client.ask("GET /hello HTTP/1.0\r\n\r\n").body, "hello");
  EXPECT_TRUE(client.is_closed());
}

TEST(HttpServer, PutsTheProtectingHeadersOnEveryResponse) {
  RunningServer server;
  for (const auto* start : {"GET /hello", "GET /nothing", "DELETE /hello", "GET /throws", "GET /%zz", "TRACE /hello"}) {
    auto client = server.client();
    const auto answer = client.ask(request(start));
    SCOPED_TRACE(answer.head);
    EXPECT_EQ(answer.header("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(answer.header("Referrer-Policy"), "no-referrer");
    EXPECT_EQ(answer.header("Cross-Origin-Opener-Policy"), "same-origin");
    EXPECT_EQ(answer.header("Cross-Origin-Resource-Policy"), "same-origin");
    EXPECT_EQ(answer.header("Permissions-Policy"), "camera=(), microphone=(), geolocation=()");
    EXPECT_EQ(answer.header("X-Frame-Options"), "DENY");
    EXPECT_EQ(answer.header("Content-Security-Policy"), "default-src 'none'; frame-ancestors 'none'");
    EXPECT_EQ(answer.header("Cache-Control"), "no-store");
    EXPECT_EQ(answer.header("Request-Id").size(), 30U);
    EXPECT_TRUE(answer.header("Date").ends_with(" GMT"));
    EXPECT_EQ(answer.header("Server"), "");
    EXPECT_EQ(answer.header("Strict-Transport-Security"), "");
  }
}

TEST(HttpServer, SendsHstsOverHttpsOnly) {
  RunningServer server{[](ServerConfig& config) { config.https = true; }};
  EXPECT_EQ(server.client().ask(request("GET /hello")).header("Strict-Transport-Security"),
            "max-age=31536000; includeSubDomains");
}

TEST(HttpServer, LetsHandlersSetTheirOwnPoliciesButNeverBreakOutOfALine) {
  RunningServer server;
  auto client = server.client();
  const auto answer = client.ask(request("GET /own-headers"));
  EXPECT_EQ(answer.header("Cache-Control"), "max-age=60");
  EXPECT_EQ(answer.header("Content-Security-Policy"), "default-src 'self'");
  EXPECT_EQ(answer.body, "x");
  EXPECT_EQ(answer.header("Server"), "");
  for (const auto* unwanted : {"evil", "X-Split", "Bad Name", "999"}) EXPECT_EQ(answer.head.find(unwanted), std::string::npos);
  EXPECT_NE(answer.head.find("Set-Cookie: a=1\r\nSet-Cookie: b=2\r\n"), std::string::npos);
}

TEST(HttpServer, AnswersHeadWithTheHeadersOfGetAndNoBody) {
  RunningServer server;
  auto client = server.client();
  const auto head = client.ask(request("HEAD /hello"));
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.header("Content-Length"), "5");
  EXPECT_EQ(client.ask(request("GET /hello")).body, "hello");
}

TEST(HttpServer, TellsUnknownPathsFromWrongMethods) {
  RunningServer server;
  auto client = server.client();
  EXPECT_EQ(client.ask(request("GET /nothing")).status, 404);
  EXPECT_EQ(client.ask(request("GET /hello/")).status, 404);
  EXPECT_EQ(client.ask(request("GET //hello")).status, 404);
  for (const auto* start : {"POST /hello", "OPTIONS /hello", "TRACE /hello", "FROB /hello"}) {
    const auto answer = client.ask(request(start));
    EXPECT_EQ(answer.status, 405) << start;
    EXPECT_EQ(answer.header("Allow"), "GET, HEAD");
  }
}

TEST(HttpServer, ReadsATargetThatComesAgainAsItWasAndAnotherAnew) {
  RunningServer server;
  auto client = server.client();
  struct Asked {
    const char *start, *body;
  };
  const std::vector<Asked> in_turn{
      {"GET /query?a=1", "a=1;"},
      {"GET /query?a=1", "a=1;"},
      {"GET /query", ""},
      {"GET /query?b=2&a=%31", "b=2;a=1;"},
      {"GET /query?b=2&a=%31", "b=2;a=1;"},
      {"GET http://roster.test/query?c=3", "c=3;"},
      {"GET http://roster.test/query?c=3", "c=3;"},
      {"GET /accounts/x/members/y", "x y"},
      {"GET /accounts/x/members/y", "x y"},
      {"GET /query?c=3", "c=3;"},
  };
  std::string all;
  for (const auto& [start, body] : in_turn) {
    EXPECT_EQ(client.ask(request(start)).body, body) << start;
    for (const auto* refused : {"GET /a%2fb?c=3", "POST /query?c=3", "OPTIONS *"})
      EXPECT_GE(client.ask(request(refused)).status, 400);
    EXPECT_EQ(client.ask(request(start)).body, body) << start;
    all += request(start);
  }
  ASSERT_TRUE(client.send(all));
  for (const auto& [start, body] : in_turn) EXPECT_EQ(client.read().body, body) << start;
}

TEST(HttpServer, KeepsTheConnectionWhenARefusedRequestHasASmallBody) {
  RunningServer server;
  auto client = server.client();
  EXPECT_EQ(client.ask(request("POST /nothing", "Content-Length: 5\r\n", "GET /")).status, 404);
  EXPECT_EQ(client.ask(request("GET /hello")).body, "hello");
}

TEST(HttpServer, ReadsBodiesOfBothFramings) {
  RunningServer server;
  auto client = server.client();
  const std::string any{"a\r\n\0\xff", 5};
  EXPECT_EQ(client.ask(request("POST /echo", "Content-Length: 5\r\n", any)).body, any);
  EXPECT_EQ(client.ask(request("POST /echo", "Transfer-Encoding: chunked\r\n", "3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n")).body,
            "abc0123456789");
  const std::string large(90'000, 'z');
  EXPECT_EQ(client.ask(request("POST /echo", "Content-Length: 90000\r\n", large)).body, large);
}

TEST(HttpServer, ReadsARequestThatComesByteByByte) {
  RunningServer server;
  auto client = server.client();
  const auto bytes = request("POST /echo", "Transfer-Encoding: chunked\r\n", "3\r\nabc\r\n0\r\n\r\n") + request("GET /hello");
  for (const char c : bytes) ASSERT_TRUE(client.send({&c, 1}));
  EXPECT_EQ(client.read().body, "abc");
  EXPECT_EQ(client.read().body, "hello");
}

TEST(HttpServer, RefusesTooLargeBodiesBeforeReadingThem) {
  RunningServer server;
  for (const auto* fields :
       {"Content-Length: 11\r\n", "Content-Length: 999999999999\r\n", "Content-Length: 11\r\nExpect: 100-continue\r\n"}) {
    auto client = server.client();
    EXPECT_EQ(client.ask(request("POST /short", fields)).status, 413) << fields;
    EXPECT_TRUE(client.is_closed());
  }
  auto chunked = server.client();
  EXPECT_EQ(chunked.ask(request("POST /short", "Transfer-Encoding: chunked\r\n", "6\r\nabcdef\r\n6\r\n")).status, 413);
}

TEST(HttpServer, TellsAWaitingClientToGoOnOnlyWhenTheHeadIsGood) {
  RunningServer server;
  auto client = server.client();
  EXPECT_EQ(client.ask(request("POST /short", "Content-Length: 3\r\nExpect: 100-continue\r\n")).status, 100);
  EXPECT_EQ(client.ask("abc").body, "abc");
  auto refused = server.client();
  EXPECT_EQ(refused.ask(request("POST /nothing", "Content-Length: 3\r\nExpect: 100-continue\r\n")).status, 404);
  EXPECT_TRUE(refused.is_closed());
}

TEST(HttpServer, RefusesTooLargeHeads) {
  RunningServer server;
  const auto ask = [&](const std::string& bytes) { return server.client().ask(bytes).status; };
  EXPECT_EQ(ask("GET /" + std::string(9000, 'a')), 414);
  EXPECT_EQ(ask(request("GET /" + std::string(8200, 'a'))), 414);
  EXPECT_EQ(ask("GET /hello HTTP/1.1\r\nHost: roster.test\r\nA: " + std::string(17000, 'a')), 431);
  EXPECT_EQ(ask(request("GET /hello", "A: " + std::string(17000, 'a') + "\r\n")), 431);
  std::string many;
  for (int i = 0; i < 64; ++i) many += "A" + std::to_string(i) + ": b\r\n";
  EXPECT_EQ(ask(request("GET /hello", many)), 431);
  EXPECT_EQ(ask(request("GET /hello", "A: " + std::string(16000, 'a') + "\r\n")), 200);
}

TEST(HttpServer, AnswersOnlyToItsOwnHosts) {
  RunningServer server{[](ServerConfig& config) { config.hosts = {"roster.test", "other.test:8443"}; }};
  const auto ask = [&](const std::string& host) {
    return server.client().ask("GET /hello HTTP/1.1\r\nHost: " + host + "\r\n\r\n").status;
  };
  EXPECT_EQ(ask("roster.test"), 200);
  EXPECT_EQ(ask("ROSTER.test:1234"), 200);
  EXPECT_EQ(ask("other.test:8443"), 200);
  EXPECT_EQ(ask("other.test"), 421);
  EXPECT_EQ(ask("evil.test"), 421);
  EXPECT_EQ(ask("roster.test.evil.test"), 421);
  EXPECT_EQ(ask("roster.test@evil"), 400);
  EXPECT_EQ(ask(""), 400);
}

TEST(HttpServer, TakesAnAbsoluteTargetOnlyForItsHost) {
  RunningServer server;
  EXPECT_EQ(server.client().ask(request("GET http://roster.test/hello")).body, "hello");
  EXPECT_EQ(server.client().ask(request("GET http://evil.test/hello")).status, 400);
  EXPECT_EQ(server.client().ask(request("GET roster.test/hello")).status, 400);
  EXPECT_EQ(server.client().ask(request("CONNECT roster.test:80")).status, 400);
}

TEST(HttpServer, DecodesPathAndQueryOnce) {
  RunningServer server;
  auto client = server.client();
  EXPECT_EQ(client.ask(request("GET /accounts/acc%5f1/members/a%2541?x")).body, "acc_1 a%41");
  EXPECT_EQ(client.ask(request("GET /query?a=1+2&a=%2B&b&=c&&d=e%3Df")).body, "a=1 2;a=+;b=;=c;d=e=f;");
  for (const auto* path : {"/../hello", "/x/../hello", "/%2e%2e/hello", "/./hello", "/accounts/a%2Fb/members/x"})
    EXPECT_EQ(client.ask(request(std::string{"GET "} + path)).status, 404) << path;
  for (const auto* path : {"/%00", "/%", "/%g1", "/%c3%28", "/%ff", "/hello?a=%00", "/hello?a=%f", "/hello#x", "/%0a"})
    EXPECT_EQ(server.client().ask(request(std::string{"GET "} + path)).status, 400) << path;
}

TEST(HttpServer, StripsThePrefixOfThePublicUrl) {
  RunningServer server{[](ServerConfig& config) { config.path_prefix = "/roster"; }};
  auto client = server.client();
  EXPECT_EQ(client.ask(request("GET /roster/hello")).status, 200);
  EXPECT_EQ(client.ask(request("GET /hello")).status, 200);
  EXPECT_EQ(client.ask(request("GET /rosterhello")).status, 404);
}

TEST(HttpServer, BelievesForwardedAddressesOfTrustedProxiesOnly) {
  const auto ask = [](RunningServer& server, const std::string& forwarded) {
    return server.client().ask(request("GET /peer", "X-Forwarded-For: " + forwarded + "\r\n")).body;
  };
  RunningServer open;
  EXPECT_EQ(ask(open, "203.0.113.7"), "127.0.0.1");
  RunningServer behind{[](ServerConfig& config) { config.trusted_proxies = {"127.0.0.0/8", "10.0.0.0/8"}; }};
  EXPECT_EQ(ask(behind, "203.0.113.7"), "203.0.113.7");
  EXPECT_EQ(ask(behind, "1.1.1.1, 203.0.113.7, 10.1.2.3"), "203.0.113.7");
  EXPECT_EQ(ask(behind, "1.1.1.1\r\nX-Forwarded-For: [2001:db8::1]:99"), "2001:db8::1");
  EXPECT_EQ(ask(behind, ","), "127.0.0.1");
  EXPECT_EQ(ask(behind, "1.1.1.1, garbage, 10.0.0.1"), "10.0.0.1");
}

TEST(HttpServer, AnswersAThrowingHandlerWith500AndLivesOn) {
  RunningServer server;
  auto client = server.client();
  for (const auto* start : {"GET /throws", "GET /throws-inline"}) {
    const auto answer = client.ask(request(start));
    EXPECT_EQ(answer.status, 500);
    EXPECT_EQ(answer.header("Content-Type"), "application/problem+json");
    EXPECT_EQ(answer.body.find("SELECT"), std::string::npos);
    EXPECT_NE(answer.body.find(answer.header("Request-Id")), std::string::npos);
  }
  EXPECT_EQ(client.ask(request("GET /hello")).status, 200);
}

TEST(HttpServer, ServesTheOperatorsSocketToItsOwnerWithAnyHost) {
  const auto path = (std::filesystem::temp_directory_path() / ("roster_http_" + std::to_string(::getpid()) + ".sock")).string();
  {
    RunningServer server{[&](ServerConfig& config) { config.socket_path = path; }};
    struct stat status{};
    ASSERT_EQ(::stat(path.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0600U);
    RawClient client{path};
    EXPECT_EQ(client.ask("GET /peer HTTP/1.1\r\nHost: whatever\r\n\r\n").body, "socket");
    ServerConfig second;
    second.port = 0;
    second.socket_path = path;
    EXPECT_THROW(Server(second, {}, {}, {}), std::system_error);
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(HttpServer, ThrowsWhenTheAddressIsTaken) {
  RunningServer server;
  ServerConfig second;
  second.port = server->port();
  EXPECT_THROW(Server(second, {}, {}, {}), std::system_error);
}

TEST(HttpServer, TellsTheObserverOncePerRequest) {
  std::mutex mutex;
  std::vector<std::string> seen;
  {
    RunningServer server{{}, [&](const Exchange& exchange) {
                           const std::lock_guard lock{mutex};
                           seen.push_back(std::string{exchange.route} + " " + std::to_string(exchange.status));
                         }};
    auto client = server.client();
    client.ask(request("GET /hello"));
    client.ask(request("GET /accounts/a/members/b"));
    client.ask(request("GET /nothing"));
    client.ask("nonsense\r\n\r\n");
    EXPECT_EQ(server->counters().requests_total, 4U);
    EXPECT_EQ(server->counters().connections_total, 1U);
  }
  EXPECT_EQ(seen, (std::vector<std::string>{"/hello 200", "/accounts/{acc}/members/{usr} 200", " 404", " 400"}));
}

}  // namespace
}  // namespace roster::http
