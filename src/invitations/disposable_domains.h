#pragma once
// Domains of throw-away mail services, from the list in the binary or a file of the operator's.

#include <string>
#include <string_view>

namespace roster::invitations {

class DisposableDomains {
 public:
  /// `sorted`: what sort_lines() returns, or a file that is so already; it must outlive this. It is searched as it is: of the
  /// 55,000 lines in the binary only the pages that a search touches are ever in memory.
  explicit DisposableDomains(std::string_view sorted) : sorted_(sorted) {}
  /// One lower-case domain a line, sorted by bytes; comments (#) and empty lines left out.
  static std::string sort_lines(std::string_view text);

  /// Whether `domain` (lower-case A-labels) is listed or lies below a listed one. Whole labels only: "notmailinator.com" is
  /// not below "mailinator.com".
  [[nodiscard]] bool contains(std::string_view domain) const;

 private:
  [[nodiscard]] bool is_listed(std::string_view domain) const;
  std::string_view sorted_;
};

}  // namespace roster::invitations
