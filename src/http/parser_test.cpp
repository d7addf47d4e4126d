#include "http/parser.h"

#include <gtest/gtest.h>

namespace roster::http {
namespace {

using Step = RequestParser::Step;

struct Read {
  Step step = Step::need_more;
  Request request;
  Framing framing;
};

/// Feeds the head in pieces of `piece` bytes, as a slow connection would.
Read read_head(const std::string& bytes, std::size_t piece) {
  const Limits limits;
  RequestParser parser{limits};
  Read read;
  parser.begin(read.request);
  for (std::size_t size = piece; read.step == Step::need_more; size += piece) {
    read.step = parser.read_head(std::string_view{bytes}.substr(0, size));
    if (size >= bytes.size()) break;
  }
  read.framing = parser.framing();
  return read;
}

TEST(RequestParser, ReadsAHeadHoweverItIsSplit) {
  const std::string bytes = "POST /v1/x?y=1 HTTP/1.1\r\nHost: a\r\nX-Thing:  two words \r\nContent-Length: 3\r\n\r\n";
  for (std::size_t piece = 1; piece <= bytes.size(); ++piece) {
    const auto read = read_head(bytes, piece);
    ASSERT_EQ(read.step, Step::head_complete) << piece;
    EXPECT_EQ(read.request.method, Method::post);
    EXPECT_EQ(read.request.target, "/v1/x?y=1");
    EXPECT_EQ(read.request.headers.find("x-thing"), "two words");
    EXPECT_EQ(read.framing.content_length, 3U);
    EXPECT_TRUE(read.framing.keep_alive);
    EXPECT_FALSE(read.framing.chunked);
  }
}

TEST(RequestParser, KnowsWhenTheConnectionIsToEnd) {
  EXPECT_FALSE(read_head("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", 999).framing.keep_alive);
  EXPECT_FALSE(read_head("GET / HTTP/1.0\r\n\r\n", 999).framing.keep_alive);
  EXPECT_TRUE(read_head("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", 999).framing.keep_alive);
}

TEST(RequestParser, ExpectsContinueOnlyForABody) {
  EXPECT_TRUE(
      read_head("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n", 999).framing.expects_continue);
  EXPECT_FALSE(read_head("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n\r\n", 999).framing.expects_continue);
}

TEST(RequestParser, ReadsAChunkedBodyHoweverItIsSplit) {
  const std::string head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
  const std::vector<std::pair<std::string, std::string>> bodies{
      {"3\r\nabc\r\n00a\r\n0123456789\r\n0\r\n\r\nGET", "abc0123456789"},
      {"0\r\n\r\nGET", ""},
      {"1\r\na\r\n000\r\n\r\nGET", "a"}};
  for (const auto& [body, expected] : bodies) {
    for (std::size_t piece = 1; piece <= body.size(); ++piece) {
      const Limits limits;
      RequestParser parser{limits};
      Request request;
      parser.begin(request);
      ASSERT_EQ(parser.read_head(head), Step::head_complete);
      ASSERT_TRUE(parser.limit_body(13));
      std::size_t used = 0;
      auto step = Step::need_more;
      for (std::size_t end = piece; step == Step::need_more && end < body.size() + piece; end += piece) {
        const auto fed = parser.read_body(std::string_view{body}.substr(used, std::min(end, body.size()) - used));
        used += fed.used;
        step = fed.step;
      }
      ASSERT_EQ(step, Step::complete) << piece;
      EXPECT_EQ(request.body, expected);
      EXPECT_EQ(body.substr(used), "GET");
    }
  }
}

TEST(RequestParser, StopsAtTheLimitOfTheBody) {
  const Limits limits;
  RequestParser parser{limits};
  Request request;
  parser.begin(request);
  ASSERT_EQ(parser.read_head("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n"), Step::head_complete);
  EXPECT_FALSE(parser.limit_body(10));
  EXPECT_EQ(parser.refusal(), reasons::body_too_large);
}

TEST(RequestParser, ReadsTheNextRequestAfterARefusedOne) {
  const Limits limits;
  RequestParser parser{limits};
  Request request;
  parser.begin(request);
  EXPECT_EQ(parser.read_head("nonsense\r\n\r\n"), Step::refused);
  EXPECT_EQ(parser.refusal(), reasons::malformed_request);
  request.clear();
  parser.begin(request);
  EXPECT_EQ(parser.read_head("GET /a HTTP/1.1\r\nHost: a\r\n\r\n"), Step::head_complete);
  EXPECT_EQ(request.headers.fields().size(), 1U);
  EXPECT_EQ(request.target, "/a");
}

/// What was read of a head, in one line; "refused".
std::string read_next(RequestParser& parser, Request& request, const std::string& head) {
  parser.begin(request);
  if (parser.read_head(head) != Step::head_complete) return "refused";
  std::string text = request.method_text + " " + request.target + " " + std::to_string(parser.framing().version) +
                     (parser.framing().keep_alive ? " stays" : " goes") + " " + std::to_string(parser.framing().content_length);
  for (const auto& [name, value] : request.headers.fields()) text += " " + name + "=" + value;
  return text;
}
std::string read_first(const std::string& head) {
  const Limits limits;
  RequestParser parser{limits};
  Request request;
  return read_next(parser, request, head);
}

TEST(RequestParser, ReadsAHeadAlikeWhateverCameBefore) {
  const std::vector<std::string> heads{"GET /a HTTP/1.1\r\nHost: a\r\nCookie: x=1\r\n\r\n",
                                       "GET /b?c HTTP/1.1\r\nHost: a\r\nCookie: x=1\r\n\r\n",
                                       "GET /b?c HTTP/1.0\r\nHost: a\r\nCookie: x=1\r\n\r\n",
                                       "DELETE /b HTTP/1.1\r\nHost: a\r\nCookie: x=2\r\n\r\n",
                                       "GET /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
                                       "POST /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
                                       "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n",
                                       "GET /a HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                                       "GET /a\tb HTTP/1.1\r\nHost: a\r\nCookie: x=1\r\n\r\n",
                                       "GET  /a HTTP/1.1\r\nHost: a\r\nCookie: x=1\r\n\r\n",
                                       "GET /a HTTP/1.1 \r\nHost: a\r\nCookie: x=1\r\n\r\n",
                                       "GET /a HTTP/2.0\r\nHost: a\r\nCookie: x=1\r\n\r\n",
                                       "GET /a HTTP/1.1\r\n\r\n",
                                       "GET /a HTTP/1.0\r\n\r\n",
                                       "nonsense\r\n\r\n"};
  for (const auto& before : heads)
    for (const auto& head : heads) {
      const Limits limits;
      RequestParser parser{limits};
      Request request;
      read_next(parser, request, before);
      EXPECT_EQ(read_next(parser, request, head), read_first(head)) << "after " << before;
      EXPECT_EQ(read_next(parser, request, head), read_first(head)) << "again, after " << before;
    }
}

TEST(Request, ForgetsEverythingOfTheOneBefore) {
  Request request;
  request.headers.add("Authorization", "secret");
  request.query.add() = {"a", "b"};
  request.parameters["acc"] = "x";
  request.body = "body";
  request.peer_ip = "1.2.3.4";
  request.clear();
  EXPECT_TRUE(request.headers.fields().empty());
  request.headers.add("A", "b");
  EXPECT_EQ(request.headers.find("Authorization"), std::nullopt);
  EXPECT_EQ(request.headers.find("a"), "b");
  EXPECT_EQ(request.query.add(), (std::pair<std::string, std::string>{}));
  request.clear();
  EXPECT_TRUE(request.query.empty() && request.parameters.empty() && request.body.empty() && request.peer_ip.empty());
}

TEST(Request, GivesUpTheMemoryOfALargeOneBefore) {
  Request request;
  for (int i = 0; i < 65; ++i) request.query.add() = {std::string(100, 'n'), std::string(100, 'v')};
  request.headers.add("Cookie", std::string(16'000, 'c'));
  request.headers.add("Authorization", std::string(100, 'a'));
  request.body.assign(1'000'000, 'b');
  request.clear();
  EXPECT_LT(request.body.capacity(), 100'000U);
  EXPECT_LT(request.query.add().second.capacity(), 100U);
  request.headers.add("A", "b");
  EXPECT_LT(request.headers.fields()[0].second.capacity(), 100U);
  request.headers.add("A", "b");
  EXPECT_GE(request.headers.fields()[1].second.capacity(), 100U) << "what is of an ordinary size is used again";
}

TEST(Request, TakesARepeatedQueryParameterForNoValue) {
  Request request;
  request.query = {{"a", "1"}, {"b", "2"}, {"b", "3"}};
  EXPECT_EQ(request.query_value("a"), "1");
  EXPECT_EQ(request.query_value("b"), "");
  EXPECT_EQ(request.query_value("c"), std::nullopt);
}

}  // namespace
}  // namespace roster::http
