#include "mail/mime.h"

#include <fmt/format.h>
#include <sodium.h>

#include <array>
#include <chrono>
#include <vector>

#include "mail/people_text.h"

namespace roster::mail {

namespace {

constexpr std::string_view line_end = "\r\n";
constexpr std::size_t line_max = 76;

bool is_plain_ascii(std::string_view text) {
  for (const char c : text)
    if (c < 0x20 || c > 0x7e) return false;
  return true;
}

/// Where the code point that begins at `at` ends.
std::size_t next_code_point(std::string_view text, std::size_t at) {
  do ++at;
  while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80);
  return at;
}

std::string to_base64(std::string_view bytes) {
  std::string out(sodium_base64_ENCODED_LEN(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(out.data(), out.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                    sodium_base64_VARIANT_ORIGINAL);
  out.pop_back();
  return out;
}

/// Each encoded word holds whole characters (RFC 2047 5) and each line stays within 76.
std::string encode_words(std::string_view text, std::size_t column) {
  constexpr std::string_view open = "=?UTF-8?B?", close = "?=";
  std::string out;
  while (!text.empty()) {
    const std::size_t room = line_max - column - open.size() - close.size();
    const std::size_t bytes_max = room / 4 * 3;
    std::size_t end = next_code_point(text, 0);
    while (end < text.size()) {
      const auto next = next_code_point(text, end);
      if (next > bytes_max) break;
      end = next;
    }
    out += fmt::format("{}{}{}", open, to_base64(text.substr(0, end)), close);
    text.remove_prefix(end);
    if (!text.empty()) out += "\r\n ";
    column = 1;
  }
  return out;
}

/// Plain words on lines of at most 76; nothing when a word is too long for one.
std::string fold_words(std::string_view text, std::size_t column) {
  std::string out;
  while (!text.empty()) {
    auto end = text.find(' ', 1);
    if (end == std::string_view::npos) end = text.size();
    if (end >= line_max) return {};
    if (column + end > line_max && text.front() == ' ' && !out.empty()) {
      out += line_end;
      column = 0;
    }
    out += text.substr(0, end);
    column += end;
    text.remove_prefix(end);
  }
  return out;
}

/// A display name: a quoted string, or RFC 2047 words.
std::string encode_name(std::string_view name, std::size_t column) {
  if (!is_plain_ascii(name) || name.size() > 60) return encode_words(name, column);
  std::string out = "\"";
  for (const char c : name) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

class QuotedPrintable {
 public:
  void put(char c, bool last_of_line) {
    const auto byte = static_cast<unsigned char>(c);
    const bool blank = c == ' ' || c == '\t';
    // A dot alone, or "From " first in a line, is changed by some servers on the way.
    const bool fragile = column_ == 0 && (c == '.' || c == 'F');
    const bool literal = (byte > 0x20 && byte < 0x7f && c != '=' && !fragile) || (blank && !last_of_line);
    const std::size_t width = literal ? 1 : 3;
    if (column_ + width > line_max - 1) {
      out_ += "=\r\n";
      column_ = 0;
      return put(c, last_of_line);
    }
    if (literal)
      out_ += c;
    else
      out_ += fmt::format("={:02X}", byte);
    column_ += width;
  }
  void end_line() {
    out_ += line_end;
    column_ = 0;
  }
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
  std::size_t column_ = 0;
};

std::string write_part(std::string_view type, Language language, std::string_view body) {
  return fmt::format(
      "Content-Type: {}; charset=utf-8\r\nContent-Language: {}\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{}", type,
      code_of(language), encode_quoted_printable(body));
}

std::string write_headers(const Message& m, std::string_view boundary) {
  std::string out;
  out += fmt::format("From: {}\r\n <{}>\r\n", encode_name(m.from_name, 6), m.from);
  out += fmt::format("To: <{}>\r\n", m.to.text());
  out += fmt::format("Subject: {}\r\n", encode_header_text(m.subject, 9));
  out += fmt::format("Date: {}\r\n", write_date(m.date));
  out += fmt::format("Message-ID: <{}@{}>\r\n", m.id.text(), m.id_domain);
  // Nobody's holiday notice answers such a letter (RFC 3834; the second is Exchange's).
  out += "Auto-Submitted: auto-generated\r\nX-Auto-Response-Suppress: All\r\nMIME-Version: 1.0\r\n";
  out += fmt::format("Content-Type: multipart/alternative;\r\n boundary=\"{}\"\r\n\r\n", boundary);
  return out;
}

}  // namespace

tl::expected<std::string, Fault> write_message(const Message& m) {
  for (const auto* value : {&m.from, &m.from_name, &m.to.text(), &m.subject, &m.id_domain})
    if (has_controls(*value)) return tl::unexpected(Fault{false, "header_with_controls"});
  if (!is_plain_ascii(m.id_domain) || m.id_domain.empty() || m.id_domain.size() > 255)
    return tl::unexpected(Fault{false, "bad_message_id"});
  // "=_" never occurs in quoted-printable text.
  const auto boundary = "=_" + m.id.text();
  std::string out = write_headers(m, boundary);
  out += fmt::format("--{}\r\n{}", boundary, write_part("text/plain", m.language, m.text));
  out += fmt::format("--{}\r\n{}", boundary, write_part("text/html", m.language, m.html));
  out += fmt::format("--{}--\r\n", boundary);
  return out;
}

std::string write_date(Instant instant) {
  constexpr std::array<std::string_view, 7> weekdays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  using namespace std::chrono;
  const sys_time<milliseconds> time{milliseconds{instant.ms}};
  const auto midnight = floor<std::chrono::days>(time);
  const year_month_day date{midnight};
  const hh_mm_ss clock{floor<seconds>(time - midnight)};
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} +0000", weekdays[weekday{midnight}.c_encoding()],
                     static_cast<unsigned>(date.day()), months[static_cast<unsigned>(date.month()) - 1],
                     static_cast<int>(date.year()), clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

std::string encode_header_text(std::string_view text, std::size_t column) {
  if (is_plain_ascii(text) && text.find("=?") == std::string_view::npos && !text.starts_with(' ') && !text.ends_with(' ')) {
    auto folded = fold_words(text, column);
    if (!folded.empty() || text.empty()) return folded;
  }
  return encode_words(text, column);
}

std::string encode_quoted_printable(std::string_view text) {
  QuotedPrintable out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n') {
      out.end_line();
      continue;
    }
    out.put(text[i], i + 1 == text.size() || text[i + 1] == '\n');
  }
  if (!text.empty() && text.back() != '\n') out.end_line();
  return out.take();
}

}  // namespace roster::mail
