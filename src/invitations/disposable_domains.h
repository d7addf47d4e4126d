#pragma once
// Domains of throw-away mail services. Loaded once at start, from the list in the binary or a file of the operator's.

#include <string>
#include <string_view>
#include <vector>

namespace roster::invitations {

class DisposableDomains {
 public:
  /// One domain a line; lines that begin with # and empty ones are passed over. The text is copied.
  explicit DisposableDomains(std::string_view text);
  DisposableDomains(const DisposableDomains&) = delete;
  DisposableDomains& operator=(const DisposableDomains&) = delete;

  /// Whether `domain` (lower-case A-labels) is listed or lies below a listed one. Whole labels only: "notmailinator.com" is
  /// not below "mailinator.com".
  [[nodiscard]] bool contains(std::string_view domain) const;
  [[nodiscard]] std::size_t size() const { return domains_.size(); }

 private:
  std::string text_;
  std::vector<std::string_view> domains_;  // sorted views of text_: a third of a hash set's memory
};

}  // namespace roster::invitations
