#include "mail/mime_reader.h"

#include <sodium.h>

#include <algorithm>
#include <cctype>

namespace roster::mail {

namespace {

/// Takes a line off the text, without its end.
std::string_view take_line(std::string_view& text) {
  const auto end = std::min(text.find('\n'), text.size());
  auto line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

bool is_same_name(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

std::string decode_base64(std::string_view text) {
  std::string out(text.size(), '\0');
  std::size_t size = 0;
  const int failed = sodium_base642bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), text.data(), text.size(),
                                       nullptr, &size, nullptr, sodium_base64_VARIANT_ORIGINAL);
  out.resize(failed == 0 ? size : 0);
  return out;
}

/// The encoded words that write_message makes; blanks between two of them are none.
std::string decode_words(std::string_view text) {
  constexpr std::string_view open = "=?UTF-8?B?", close = "?=";
  std::string out;
  bool after_word = false;
  while (!text.empty()) {
    const auto begin = std::min(text.find(open), text.size());
    const auto end = text.find(close, std::min(begin + open.size(), text.size()));
    if (end == std::string_view::npos) break;
    const auto between = text.substr(0, begin);
    if (!after_word || between.find_first_not_of(' ') != std::string_view::npos) out += between;
    out += decode_base64(text.substr(begin + open.size(), end - begin - open.size()));
    text.remove_prefix(end + close.size());
    after_word = true;
  }
  return out += text;
}

int digit_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

std::string decode_quoted_printable(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    auto line = take_line(text);
    const bool goes_on = line.ends_with('=');
    if (goes_on) line.remove_suffix(1);
    for (std::size_t i = 0; i < line.size(); ++i) {
      const bool escaped = line[i] == '=' && i + 2 < line.size() && digit_of(line[i + 1]) >= 0 && digit_of(line[i + 2]) >= 0;
      out += escaped ? static_cast<char>(digit_of(line[i + 1]) * 16 + digit_of(line[i + 2])) : line[i];
      if (escaped) i += 2;
    }
    if (!goes_on) out += '\n';
  }
  return out;
}

/// Takes the headers and the empty line after them off the text.
ReadMessage take_head(std::string_view& text) {
  ReadMessage read;
  while (!text.empty()) {
    const auto line = take_line(text);
    if (line.empty()) break;
    if ((line.front() == ' ' || line.front() == '\t') && !read.headers.empty()) {
      read.headers.back().second += " " + std::string{line.substr(std::min(line.find_first_not_of(" \t"), line.size()))};
      continue;
    }
    const auto colon = std::min(line.find(':'), line.size());
    const auto value = line.substr(std::min(line.find_first_not_of(' ', colon + 1), line.size()));
    read.headers.emplace_back(line.substr(0, colon), value);
  }
  for (auto& [name, value] : read.headers) value = decode_words(value);
  return read;
}

std::string boundary_of(const ReadMessage& message) {
  constexpr std::string_view name = "boundary=\"";
  const auto type = message.header("Content-Type");
  const auto begin = type.find(name);
  if (begin == std::string_view::npos) return {};
  const auto from = begin + name.size();
  return "--" + std::string{type.substr(from, type.find('"', from) - from)};
}

}  // namespace

std::string_view ReadMessage::header(std::string_view name) const {
  const auto at =
      std::find_if(headers.begin(), headers.end(), [&](const auto& header) { return is_same_name(header.first, name); });
  return at == headers.end() ? std::string_view{} : std::string_view{at->second};
}

ReadMessage read_message_head(std::string_view message) { return take_head(message); }

ReadMessage read_message(std::string_view message) {
  auto read = take_head(message);
  const auto boundary = boundary_of(read);
  if (boundary.empty()) return read;
  for (auto at = message.find(boundary); at != std::string_view::npos; at = message.find(boundary)) {
    message.remove_prefix(at + boundary.size());
    auto part = message.substr(0, message.find(boundary));
    if (!part.starts_with("\r\n") && !part.starts_with('\n')) break;
    take_line(part);
    const auto head = take_head(part);
    const auto type = head.header("Content-Type");
    if (type.starts_with("text/plain")) read.text = decode_quoted_printable(part);
    if (type.starts_with("text/html")) read.html = decode_quoted_printable(part);
  }
  return read;
}

}  // namespace roster::mail
