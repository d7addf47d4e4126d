#include "mail/kept_letters.h"

#include <time.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>

namespace roster::mail {

namespace {

namespace fs = std::filesystem;

/// The headers that write_message makes lie well within.
constexpr std::size_t head_bytes = 4096;
constexpr std::string_view ending = ".eml";

std::string lower(std::string_view text) {
  std::string out{text};
  std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

fs::path path_of(const std::string& folder, const LetterId& id) { return fs::path{folder} / (id.text() + std::string{ending}); }

/// As write_date has it.
std::optional<Instant> read_date(const std::string& text) {
  std::tm parts{};
  const auto* rest = ::strptime(text.c_str(), "%a, %d %b %Y %H:%M:%S +0000", &parts);
  if (rest == nullptr) return std::nullopt;
  return Instant{static_cast<std::int64_t>(::timegm(&parts)) * 1000};
}

KeptLetter describe(const LetterId& id, ReadMessage message) {
  std::string to{message.header("To")};
  std::erase_if(to, [](char c) { return c == '<' || c == '>'; });
  const auto sent_at = read_date(std::string{message.header("Date")});
  return {.id = id, .to = std::move(to), .sent_at = sent_at, .message = std::move(message)};
}

std::optional<KeptLetter> read_head(const std::string& folder, const LetterId& id) {
  std::ifstream file(path_of(folder, id), std::ios::binary);
  if (!file) return std::nullopt;
  std::string head(head_bytes, '\0');
  file.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(file.gcount()));
  return describe(id, read_message_head(head));
}

/// Ids sort by the time they were made.
std::vector<LetterId> list_ids(const std::string& folder) {
  std::vector<LetterId> ids;
  std::error_code unreadable;
  for (fs::directory_iterator at(folder, unreadable), end; !unreadable && at != end; at.increment(unreadable)) {
    const auto name = at->path().filename().string();
    if (!name.ends_with(ending)) continue;
    if (const auto id = LetterId::parse(name.substr(0, name.size() - ending.size()))) ids.push_back(*id);
  }
  std::sort(ids.begin(), ids.end(), std::greater<>{});
  return ids;
}

}  // namespace

KeptLetters list_kept_letters(const std::string& folder, std::string_view to, const std::optional<LetterId>& from,
                              std::size_t limit) {
  const auto wanted = lower(to);
  KeptLetters found;
  for (const auto& id : list_ids(folder)) {
    if (from && id > *from) continue;
    auto letter = read_head(folder, id);
    if (!letter || lower(letter->to).find(wanted) == std::string::npos) continue;
    if (found.letters.size() == limit) {
      found.next = id;
      break;
    }
    found.letters.push_back(std::move(*letter));
  }
  return found;
}

std::optional<KeptLetter> find_kept_letter(const std::string& folder, const LetterId& id) {
  std::ifstream file(path_of(folder, id), std::ios::binary);
  if (!file) return std::nullopt;
  return describe(id, read_message(std::string{std::istreambuf_iterator<char>(file), {}}));
}

}  // namespace roster::mail
