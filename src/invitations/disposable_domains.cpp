#include "invitations/disposable_domains.h"

#include <algorithm>
#include <vector>

namespace roster::invitations {

std::string DisposableDomains::sort_lines(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const auto end = text.find('\n');
    std::string line{text.substr(0, end)};
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.pop_back();
    if (line.empty() || line.front() == '#') continue;
    std::transform(line.begin(), line.end(), line.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    lines.push_back(std::move(line));
  }
  std::sort(lines.begin(), lines.end());
  std::string out;
  for (const auto& line : lines) out += line + "\n";
  return out;
}

bool DisposableDomains::is_listed(std::string_view domain) const {
  std::size_t low = 0, high = sorted_.size();  // both at the beginning of a line, or the end
  while (low < high) {
    const auto middle = low + (high - low) / 2;
    // rfind may look back past `low` by one byte only: low is the beginning of a line.
    const auto newline = middle == 0 ? std::string_view::npos : sorted_.rfind('\n', middle - 1);
    const auto begin = newline == std::string_view::npos ? 0 : newline + 1;
    const auto end = std::min(sorted_.find('\n', begin), sorted_.size());
    const auto line = sorted_.substr(begin, end - begin);
    if (line == domain) return true;
    if (line < domain)
      low = std::min(end + 1, sorted_.size());
    else
      high = begin;
  }
  return false;
}

bool DisposableDomains::contains(std::string_view domain) const {
  while (!domain.empty()) {
    if (is_listed(domain)) return true;
    const auto dot = domain.find('.');
    if (dot == std::string_view::npos) return false;
    domain.remove_prefix(dot + 1);
  }
  return false;
}

}  // namespace roster::invitations
