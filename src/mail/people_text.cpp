#include "mail/people_text.h"

#include <unicode/utf8.h>

#include <array>
#include <cstdint>

namespace roster::mail {

namespace {

constexpr std::string_view zero_width_space = "\u200B";

/// Takes one code point off the front; negative when the bytes are no UTF-8.
std::int32_t take(std::string_view text, std::size_t& at) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  auto i = static_cast<std::int32_t>(at);
  UChar32 c = 0;
  // NOLINTNEXTLINE(bugprone-inc-dec-in-conditions): the macro's own.
  U8_NEXT(bytes, i, static_cast<std::int32_t>(text.size()), c);
  at = static_cast<std::size_t>(i);
  return c;
}

void append(std::string& out, std::int32_t c) {
  std::array<std::uint8_t, U8_MAX_LENGTH> bytes{};
  std::int32_t size = 0;
  U8_APPEND_UNSAFE(bytes.data(), size, c);
  out.append(reinterpret_cast<const char*>(bytes.data()), static_cast<std::size_t>(size));
}

bool is_control(std::int32_t c) { return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029; }

bool is_bidi_control(std::int32_t c) {
  return c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

bool is_space(std::int32_t c) { return c == ' ' || c == '\n' || c == 0xa0 || c == 0x202f || c == 0x3000; }

/// What stands between the parts of a host, an address or a URL, in its full-width forms too (UTS-46 takes them as equal).
bool separates_address_parts(std::int32_t c) {
  switch (c) {
    case '.':
    case ':':
    case '/':
    case '@':
    case '\\':
    case 0x3002:
    case 0xff0e:
    case 0xff61:
    case 0xff1a:
    case 0xff0f:
    case 0xff20:
      return true;
    default:
      return false;
  }
}

}  // namespace

bool has_controls(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto c = take(text, at);
    if (c < 0 || is_control(c) || is_bidi_control(c)) return true;
  }
  return false;
}

std::string one_line(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto c = take(text, at);
    if (c >= 0 && is_bidi_control(c)) continue;
    append(out, c < 0 ? 0xfffd : is_control(c) ? ' ' : c);
  }
  return out;
}

std::string make_inert(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto c = take(text, at);
    auto ahead = at;
    const bool inside_word = separates_address_parts(c) && at < text.size() && !is_space(take(text, ahead));
    if (inside_word && !out.empty() && !out.ends_with(zero_width_space)) out += zero_width_space;
    append(out, c < 0 ? 0xfffd : c);
    if (inside_word) out += zero_width_space;
  }
  return out;
}

std::string shorten(std::string_view text, std::size_t code_points_max) {
  std::size_t count = 0;
  std::size_t before_last = 0;
  for (std::size_t at = 0; at < text.size(); ++count) {
    if (count == code_points_max) return std::string{text.substr(0, before_last)} + "…";
    if (count + 1 == code_points_max) before_last = at;
    take(text, at);
  }
  return std::string{text};
}

}  // namespace roster::mail
