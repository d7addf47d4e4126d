#include "invitations/disposable_domains.h"

#include <algorithm>

namespace roster::invitations {

DisposableDomains::DisposableDomains(std::string_view text) : text_(text) {
  std::transform(text_.begin(), text_.end(), text_.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  domains_.reserve(static_cast<std::size_t>(std::count(text_.begin(), text_.end(), '\n')) + 1);
  std::string_view rest = text_;
  while (!rest.empty()) {
    const auto end = rest.find('\n');
    auto line = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
    if (!line.empty() && line.front() != '#') domains_.push_back(line);
  }
  std::sort(domains_.begin(), domains_.end());
  domains_.erase(std::unique(domains_.begin(), domains_.end()), domains_.end());
  domains_.shrink_to_fit();
}

bool DisposableDomains::contains(std::string_view domain) const {
  while (true) {
    if (std::binary_search(domains_.begin(), domains_.end(), domain)) return true;
    const auto dot = domain.find('.');
    if (dot == std::string_view::npos) return false;
    domain.remove_prefix(dot + 1);
  }
}

}  // namespace roster::invitations
