#include "support/mailbox.h"

#include <gtest/gtest.h>
#include <sodium.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <mutex>
#include <sstream>

#include "support/test_server.h"

namespace roster::testing {

namespace {

std::string without_cr(std::string text) {
  text.erase(std::remove(text.begin(), text.end(), '\r'), text.end());
  return text;
}

std::string decode_quoted_printable(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '=') {
      out += text[i];
    } else if (i + 1 < text.size() && text[i + 1] == '\n') {
      ++i;
    } else if (i + 2 < text.size()) {
      out += static_cast<char>(std::stoi(text.substr(i + 1, 2), nullptr, 16));
      i += 2;
    }
  }
  return out;
}

std::string decode_base64(const std::string& text) {
  std::string out(text.size(), '\0');
  std::size_t size = 0;
  sodium_base642bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), text.data(), text.size(), "\n ", &size, nullptr,
                    sodium_base64_VARIANT_ORIGINAL);
  out.resize(size);
  return out;
}

/// RFC 2047 encoded words.
std::string decode_words(std::string text) {
  std::string out;
  bool after_word = false;
  while (true) {
    const auto begin = text.find("=?");
    if (begin == std::string::npos) return out + text;
    const auto kind = text.find('?', begin + 2);
    const auto data = text.find('?', kind + 1);
    const auto end = text.find("?=", data + 1);
    if (end == std::string::npos) return out + text;
    const auto between = text.substr(0, begin);
    if (!after_word || between.find_first_not_of(" \n\t") != std::string::npos) out += between;
    const auto body = text.substr(data + 1, end - data - 1);
    if (text[kind + 1] == 'B' || text[kind + 1] == 'b') {
      out += decode_base64(body);
    } else {
      auto spaced = body;
      std::replace(spaced.begin(), spaced.end(), '_', ' ');
      out += decode_quoted_printable(spaced);
    }
    text = text.substr(end + 2);
    after_word = true;
  }
}

std::map<std::string, std::string> read_headers(const std::string& head) {
  std::map<std::string, std::string> headers;
  std::stringstream lines(head);
  std::string line, last;
  while (std::getline(lines, line)) {
    if (!line.empty() && (line[0] == ' ' || line[0] == '\t')) {
      headers[last] += line;
      continue;
    }
    const auto colon = line.find(':');
    if (colon == std::string::npos) continue;
    last = line.substr(0, colon);
    std::transform(last.begin(), last.end(), last.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    auto value = line.substr(colon + 1);
    if (!value.empty() && value[0] == ' ') value.erase(0, 1);
    headers[last] = value;
  }
  return headers;
}

std::string decode_part(const std::string& part, std::string& type) {
  const auto split = part.find("\n\n");
  if (split == std::string::npos) return "";
  auto headers = read_headers(part.substr(0, split));
  type = headers["content-type"];
  const auto body = part.substr(split + 2);
  if (headers["content-transfer-encoding"] == "base64") return decode_base64(body);
  if (headers["content-transfer-encoding"] == "quoted-printable") return decode_quoted_printable(body);
  return body;
}

}  // namespace

std::string Letter::link() const {
  const auto begin = std::min(text.find("http://"), text.find("https://"));
  if (begin == std::string::npos) return "";
  return text.substr(begin, text.find_first_of(" \n\t>", begin) - begin);
}

std::string Letter::words() const {
  constexpr std::string_view invisible = "\xE2\x80\x8B";
  std::string out = text;
  for (auto at = out.find(invisible); at != std::string::npos; at = out.find(invisible, at)) out.erase(at, invisible.size());
  return out;
}

std::string Letter::token() const {
  const auto url = link();
  const auto fragment = url.find("#token=");
  if (fragment != std::string::npos) return url.substr(fragment + 7);
  return url.substr(url.rfind('/') + 1);
}

Letter read_letter(const std::string& message) {
  const auto text = without_cr(message);
  const auto split = text.find("\n\n");
  auto headers = read_headers(text.substr(0, split));
  Letter letter;
  letter.to = headers["to"];
  letter.subject = decode_words(headers["subject"]);
  letter.message_id = headers["message-id"];
  const auto type = headers["content-type"];
  const auto boundary_at = type.find("boundary=");
  if (boundary_at == std::string::npos) return letter;
  auto boundary = type.substr(boundary_at + 9);
  boundary.erase(std::remove(boundary.begin(), boundary.end(), '"'), boundary.end());
  boundary = "--" + boundary.substr(0, boundary.find(';'));
  std::size_t at = text.find(boundary + "\n", split);
  while (at != std::string::npos) {
    const auto begin = at + boundary.size() + 1;
    const auto end = text.find("\n" + boundary, begin);
    std::string part_type;
    const auto body = decode_part(text.substr(begin, end - begin), part_type);
    if (part_type.starts_with("text/plain")) letter.text = body;
    if (part_type.starts_with("text/html")) letter.html = body;
    at = end == std::string::npos || text.compare(end + 1 + boundary.size(), 2, "--") == 0 ? std::string::npos : end + 1;
  }
  return letter;
}

std::vector<Letter> Mailbox::all() const {
  // A file is written once and never changed: read each once.
  static std::mutex mutex;
  static std::map<std::string, Letter> known;
  std::vector<std::string> files;
  std::error_code ec;
  for (const auto& entry : std::filesystem::directory_iterator(folder_, ec))
    if (entry.path().extension() == ".eml") files.push_back(entry.path().string());
  std::sort(files.begin(), files.end());
  std::vector<Letter> letters;
  const std::lock_guard guard(mutex);
  for (const auto& file : files) {
    auto at = known.find(file);
    if (at == known.end()) {
      std::ifstream in(file, std::ios::binary);
      std::stringstream text;
      text << in.rdbuf();
      auto letter = read_letter(text.str());
      letter.file = file;
      at = known.emplace(file, std::move(letter)).first;
    }
    letters.push_back(at->second);
  }
  return letters;
}

std::vector<Letter> Mailbox::to(const std::string& address) const {
  std::vector<Letter> letters;
  for (auto& letter : all())
    if (letter.to.find(address) != std::string::npos) letters.push_back(std::move(letter));
  return letters;
}

Letter Mailbox::wait(const std::string& address, std::size_t n) const {
  std::vector<Letter> letters;
  if (!wait_until([&] { return (letters = to(address)).size() >= n; })) {
    ADD_FAILURE() << "letter " << n << " to " << address << " did not come";
    return {};
  }
  return letters[n - 1];
}

Letter Mailbox::wait_for_link(const std::string& address, const std::string& part, const std::string& not_token) const {
  std::optional<Letter> found;
  const bool came = wait_until([&] {
    for (auto& letter : to(address))
      if (letter.link().find(part) != std::string::npos && (not_token.empty() || letter.token() != not_token)) found = letter;
    return found.has_value();
  });
  if (!came) {
    ADD_FAILURE() << "no letter with " << part << " came to " << address;
    return {};
  }
  return *found;
}

std::vector<Letter> Mailbox::with_link(const std::string& address, const std::string& part) const {
  std::vector<Letter> found;
  for (auto& letter : to(address))
    if (letter.link().find(part) != std::string::npos) found.push_back(std::move(letter));
  return found;
}

Letter Mailbox::wait_for_next(const std::string& address, const std::string& part, std::size_t so_far) const {
  std::vector<Letter> found;
  if (!wait_until([&] { return (found = with_link(address, part)).size() > so_far; })) {
    ADD_FAILURE() << "no further letter with " << part << " came to " << address;
    return {};
  }
  return found.back();
}

}  // namespace roster::testing
