#include "mail/mime.h"

#include <gtest/gtest.h>
#include <sodium.h>

#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace roster::mail {
namespace {

Message a_message() {
  return {.from = "noreply@id.example",
          .from_name = "Roster",
          .to = *EmailAddress::parse("minji@clinic.example"),
          .subject = "Invitation to Clinic",
          .text = "Hello\n",
          .html = "<p>Hello</p>\n",
          .language = Language::en,
          .date = {1'795'304'581'000},
          .id = LetterId::make({1'795'304'581'000}),
          .id_domain = "id.example"};
}

std::vector<std::string> lines_of(const std::string& message) {
  std::vector<std::string> lines;
  std::size_t start = 0;
  for (auto end = message.find("\r\n"); end != std::string::npos; end = message.find("\r\n", start)) {
    lines.push_back(message.substr(start, end - start));
    start = end + 2;
  }
  EXPECT_EQ(start, message.size()) << "the message ends with CRLF";
  return lines;
}

std::string header(const std::string& message, const std::string& name) {
  std::string value;
  bool in = false;
  for (const auto& line : lines_of(message)) {
    if (line.empty()) break;
    if (in && line.front() == ' ') {
      value += line;
      continue;
    }
    in = line.starts_with(name + ": ");
    if (in) value += line.substr(name.size() + 2);
  }
  return value;
}

/// RFC 2047 read back.
std::string decode_words(std::string text) {
  std::string out;
  while (!text.empty()) {
    const auto open = text.find("=?UTF-8?B?");
    if (open == std::string::npos) return out + text;
    if (open > 0 && (out.empty() || text.substr(0, open).find_first_not_of(' ') != std::string::npos))
      out += text.substr(0, open);
    const auto close = text.find("?=", open + 10);
    const auto word = text.substr(open + 10, close - open - 10);
    std::string bytes(word.size(), '\0');
    std::size_t size = 0;
    EXPECT_EQ(sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), word.data(), word.size(), nullptr,
                                &size, nullptr, sodium_base64_VARIANT_ORIGINAL),
              0);
    out += bytes.substr(0, size);
    text.erase(0, close + 2);
  }
  return out;
}

std::string decode_quoted_printable(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r') continue;
    if (text[i] != '=') {
      out += text[i];
    } else if (text.compare(i, 3, "=\r\n") == 0) {
      i += 2;
    } else {
      out += static_cast<char>(std::stoi(text.substr(i + 1, 2), nullptr, 16));
      i += 2;
    }
  }
  return out;
}

TEST(Message, HasTextBeforeHtmlAndOneRecipient) {
  const auto message = write_message(a_message()).value();
  EXPECT_LT(message.find("text/plain"), message.find("text/html"));
  EXPECT_EQ(header(message, "To"), "<minji@clinic.example>");
  EXPECT_EQ(header(message, "From"), "\"Roster\" <noreply@id.example>");
  EXPECT_EQ(header(message, "Auto-Submitted"), "auto-generated");
  EXPECT_EQ(header(message, "Date"), "Sat, 21 Nov 2026 23:43:01 +0000");
  EXPECT_EQ(message.find("\r\nTo:"), message.rfind("\r\nTo:"));
}

TEST(Message, OfTheSameLetterIsTheSameAgain) {
  const auto message = a_message();
  EXPECT_EQ(write_message(message).value(), write_message(message).value());
  EXPECT_EQ(header(write_message(message).value(), "Message-ID"), "<" + message.id.text() + "@id.example>");
}

TEST(Message, RefusesHeaderInjection) {
  const std::vector<std::string> corpus{"a\r\nBcc: x@evil.test",
                                        "a\nBcc: x@evil.test",
                                        "a\rb",
                                        std::string{"a\0b", 3},
                                        "a\x7f",
                                        "a\u2028b",
                                        "a\u202Eb",
                                        "a\u0085b",
                                        "\xff\xfe"};
  for (const auto& evil : corpus) {
    auto in_subject = a_message();
    in_subject.subject = evil;
    EXPECT_FALSE(write_message(in_subject)) << evil;
    auto in_name = a_message();
    in_name.from_name = evil;
    EXPECT_FALSE(write_message(in_name)) << evil;
    auto in_id = a_message();
    in_id.id_domain = evil;
    EXPECT_FALSE(write_message(in_id)) << evil;
  }
}

TEST(Message, KeepsEveryLineShortAndAscii) {
  auto message = a_message();
  message.subject = std::string(60, 'W') + " 🏥 진료소 — " + std::string(200, 'x');
  message.from_name = "Clinique « Saint-Émilion » — 진료소 관리 서비스 모음";
  message.text = std::string(5000, 'a') + "\n. dot\n.\nFrom here\ntrailing space \n한국어" + std::string(300, ' ') + "\n";
  message.html = std::string(2000, '=') + "\t\n";
  const auto written = write_message(message).value();
  for (const auto& line : lines_of(written)) {
    EXPECT_LE(line.size(), 76u) << line;
    EXPECT_FALSE(line.ends_with(' ')) << line;
    EXPECT_FALSE(line.starts_with('.')) << line;
    for (const char c : line) EXPECT_TRUE(c >= 0x20 && c < 0x7f) << line;
  }
  EXPECT_EQ(decode_words(header(written, "Subject")), message.subject);
}

TEST(HeaderText, StaysReadableWhenItIsPlain) {
  EXPECT_EQ(encode_header_text("Invitation to Acme", 9), "Invitation to Acme");
  EXPECT_EQ(encode_header_text("", 9), "");
  EXPECT_TRUE(encode_header_text("=?UTF-8?B?eA==?=", 9).starts_with("=?UTF-8?B?PT9"));
}

TEST(HeaderText, OfOneWordIsDecodedToItself) {
  for (const std::string text :
       {"초대", "Invitation à rejoindre le compte Émilion", "🏥",
        "👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧"
        "‍"
        "👦"}) {
    std::string unfolded = encode_header_text(text, 9);
    for (auto at = unfolded.find("\r\n"); at != std::string::npos; at = unfolded.find("\r\n")) unfolded.erase(at, 2);
    EXPECT_EQ(decode_words(unfolded), text);
  }
}

RC_GTEST_PROP(HeaderText, RoundTrips, ()) {
  std::string text;
  for (const auto c :
       *rc::gen::container<std::vector<int>>(rc::gen::element(0x20, 0x41, 0x3d, 0x3f, 0x5f, 0xe9, 0xd55c, 0x1f3e5))) {
    if (c < 0x80)
      text += static_cast<char>(c);
    else if (c < 0x800) {
      text += static_cast<char>(0xc0 | (c >> 6));
      text += static_cast<char>(0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
      text += static_cast<char>(0xe0 | (c >> 12));
      text += static_cast<char>(0x80 | ((c >> 6) & 0x3f));
      text += static_cast<char>(0x80 | (c & 0x3f));
    } else {
      text += static_cast<char>(0xf0 | (c >> 18));
      text += static_cast<char>(0x80 | ((c >> 12) & 0x3f));
      text += static_cast<char>(0x80 | ((c >> 6) & 0x3f));
      text += static_cast<char>(0x80 | (c & 0x3f));
    }
  }
  std::string unfolded = encode_header_text(text, 9);
  std::size_t start = 0;
  for (auto at = unfolded.find("\r\n");; at = unfolded.find("\r\n", start)) {
    const auto end = at == std::string::npos ? unfolded.size() : at;
    RC_ASSERT(end - start <= 76u);
    if (at == std::string::npos) break;
    start = at + 2;
  }
  for (auto at = unfolded.find("\r\n"); at != std::string::npos; at = unfolded.find("\r\n")) unfolded.erase(at, 2);
  RC_ASSERT(decode_words(unfolded) == text);
}

RC_GTEST_PROP(QuotedPrintable, RoundTrips, (std::string text)) {
  std::erase(text, '\r');
  text += '\n';
  const auto encoded = encode_quoted_printable(text);
  for (const auto& line : lines_of(encoded)) RC_ASSERT(line.size() <= 76u);
  RC_ASSERT(decode_quoted_printable(encoded) == text);
}

}  // namespace
}  // namespace roster::mail
