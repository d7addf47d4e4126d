// What proxies and servers have been made to disagree about. Every one of these ends the connection, so that nothing that
// follows can be taken for a request of somebody else.

#include "http/server_fixture.h"

namespace roster::http {
namespace {

using testing::RunningServer;

struct Smuggled {
  const char* name;
  std::string bytes;
};

std::ostream& operator<<(std::ostream& out, const Smuggled& smuggled) { return out << smuggled.name; }

std::string post(const std::string& fields, const std::string& body = "") {
  return "POST /echo HTTP/1.1\r\nHost: roster.test\r\n" + fields + "\r\n" + body;
}
std::string get(const std::string& fields) { return "GET /hello HTTP/1.1\r\nHost: roster.test\r\n" + fields + "\r\n"; }
std::string chunked(const std::string& body) { return post("Transfer-Encoding: chunked\r\n", body); }
using namespace std::string_literals;

const std::vector<Smuggled> corpus{
    {"BothFramings", post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")},
    {"BothFramingsReversed", post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n")},
    {"TwoLengths", post("Content-Length: 3\r\nContent-Length: 4\r\n", "abcd")},
    {"TwoEqualLengths", post("Content-Length: 3\r\nContent-Length: 3\r\n", "abc")},
    {"LengthList", post("Content-Length: 3, 3\r\n", "abc")},
    {"LengthWithPlus", post("Content-Length: +3\r\n", "abc")},
    {"LengthWithMinus", post("Content-Length: -3\r\n", "abc")},
    {"LengthInHex", post("Content-Length: 0x3\r\n", "abc")},
    {"LengthEmpty", post("Content-Length: \r\n", "abc")},
    {"LengthWithBlank", post("Content-Length: 3 3\r\n", "abc")},
    {"LengthOverflow", post("Content-Length: 18446744073709551619\r\n", "abc")},
    {"EncodingList", post("Transfer-Encoding: chunked, identity\r\n", "0\r\n\r\n")},
    {"EncodingGzip", post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n")},
    {"EncodingIdentity", post("Transfer-Encoding: identity\r\n", "0\r\n\r\n")},
    {"EncodingXchunked", post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n")},
    {"EncodingQuoted", post("Transfer-Encoding: \"chunked\"\r\n", "0\r\n\r\n")},
    {"EncodingVerticalTab", post("Transfer-Encoding: \x0b"
                                 "chunked\r\n",
                                 "0\r\n\r\n")},
    {"EncodingTwice", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")},
    {"EncodingTwiceOther", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n", "0\r\n\r\n")},
    {"EncodingEmpty", post("Transfer-Encoding:\r\n", "0\r\n\r\n")},
    {"EncodingInHttp10", "POST /echo HTTP/1.0\r\nHost: roster.test\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
    {"BlankBeforeColon", post("Transfer-Encoding : chunked\r\n", "0\r\n\r\n")},
    {"TabBeforeColon", post("Content-Length\t: 3\r\n", "abc")},
    {"BlankBeforeName", "GET /hello HTTP/1.1\r\n Host: roster.test\r\n\r\n"},
    {"FoldedLine", get("A: b\r\n c\r\n")},
    {"FoldedEncoding", post("Transfer-Encoding:\r\n chunked\r\n", "0\r\n\r\n")},
    {"FoldedWithTab", get("A: b\r\n\tc\r\n")},
    {"NoColon", get("Nonsense\r\n")},
    {"EmptyName", get(": x\r\n")},
    {"NameWithCr", get("A\rB: x\r\n")},
    {"NameWithNul", get("A\0B: x\r\n"s)},
    {"NameWithParenthesis", get("A(b): x\r\n")},
    {"NameNotAscii", get("Caf\xc3\xa9: x\r\n")},
    {"ValueWithNul", get("A: b\0c\r\n"s)},
    {"ValueWithBareCr", get("A: b\rc\r\n")},
    {"ValueWithEscape", get("A: \x1b[0m\r\n")},
    {"ValueWithDelete", get("A: \x7f\r\n")},
    {"BareLineFeeds", "GET /hello HTTP/1.1\nHost: roster.test\n\n"},
    {"BareLineFeedInHead", "GET /hello HTTP/1.1\r\nHost: roster.test\nA: b\r\n\r\n"},
    {"BareLineFeedAtEnd", "GET /hello HTTP/1.1\r\nHost: roster.test\r\n\n"},
    {"EmptyLineFirst", "\r\nGET /hello HTTP/1.1\r\nHost: roster.test\r\n\r\n"},
    {"MethodNoToken", "G(T /hello HTTP/1.1\r\nHost: roster.test\r\n\r\n"},
    {"MethodMissing", " /hello HTTP/1.1\r\nHost: roster.test\r\n\r\n"},
    {"TwoBlanks", "GET  /hello HTTP/1.1\r\nHost: roster.test\r\n\r\n"},
    {"TabInRequestLine", "GET\t/hello HTTP/1.1\r\nHost: roster.test\r\n\r\n"},
    {"BlankAtEndOfRequestLine", "GET /hello HTTP/1.1 \r\nHost: roster.test\r\n\r\n"},
    {"NulInTarget", "GET /hel\0lo HTTP/1.1\r\nHost: roster.test\r\n\r\n"s},
    {"VersionMissing", "GET /hello\r\nHost: roster.test\r\n\r\n"},
    {"VersionTwo", "GET /hello HTTP/2.0\r\nHost: roster.test\r\n\r\n"},
    {"VersionOneTwo", "GET /hello HTTP/1.2\r\nHost: roster.test\r\n\r\n"},
    {"VersionLowerCase", "GET /hello http/1.1\r\nHost: roster.test\r\n\r\n"},
    {"HostMissing", "GET /hello HTTP/1.1\r\n\r\n"},
    {"HostTwice", get("Host: roster.test\r\n")},
    {"HostTwiceOther", get("Host: evil.test\r\n")},
    {"Http2Preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"},
    {"TlsHello", "\x16\x03\x01\x00\x05hello"s},
    {"ChunkSizeMissing", chunked("\r\nabc\r\n0\r\n\r\n")},
    {"ChunkSizeOverflow", chunked("FFFFFFFFFFFFFFFFF\r\nabc\r\n0\r\n\r\n")},
    {"ChunkSizeInHexNotation", chunked("0x3\r\nabc\r\n0\r\n\r\n")},
    {"ChunkSizeWithPlus", chunked("+3\r\nabc\r\n0\r\n\r\n")},
    {"ChunkSizeWithBlank", chunked("3 \r\nabc\r\n0\r\n\r\n")},
    {"ChunkBareLineFeed",
     chunked("3\nabc\n0\n\n                                                                                ")},
    {"ChunkBareCr", chunked("3\rX\r\nabc\r\n0\r\n\r\n")},
    {"ChunkTooShort", chunked("5\r\nabc\r\n0\r\n\r\n                    ")},
    {"ChunkTooLong", chunked("2\r\nabc\r\n0\r\n\r\n")},
    {"ChunkExtension", chunked("3;a=b\r\nabc\r\n0\r\n\r\n")},
    {"ChunkExtensionEndless", chunked("3;a=" + std::string(1'000'000, 'a'))},
    {"LastChunkExtension", chunked("3\r\nabc\r\n0;a=b\r\n\r\n")},
    {"Trailer", chunked("3\r\nabc\r\n0\r\nA: b\r\n\r\n")},
    {"TrailerLength", chunked("3\r\nabc\r\n0\r\nContent-Length: 3\r\n\r\n")},
};

class Smuggling : public ::testing::TestWithParam<Smuggled> {};

TEST_P(Smuggling, IsRefusedAndEndsTheConnection) {
  RunningServer server;
  auto client = server.client();
  client.send(GetParam().bytes + "GET /who?smuggled HTTP/1.1\r\nHost: roster.test\r\n\r\n");
  EXPECT_EQ(client.read().status, 400);
  EXPECT_TRUE(client.is_closed());
  EXPECT_EQ(client.received(), "") << "there was a second answer";
}

INSTANTIATE_TEST_SUITE_P(Corpus, Smuggling, ::testing::ValuesIn(corpus),
                         [](const auto& instance) { return instance.param.name; });

}  // namespace
}  // namespace roster::http
