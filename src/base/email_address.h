#pragma once
// An email address that can be written to. Two texts name the same mailbox when their keys are equal:
// ASCII-lower-case local part @ lower-case A-label domain (UTS-46, non-transitional, strict). Plus and dot variants are
// different identities. Quoted local parts, comments, literals and non-ASCII local parts are refused: programs
// differ in how they read them.

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace roster {

class EmailAddress {
 public:
  /// Nothing when the text is no address that we accept; surrounding white space is cut off.
  static std::optional<EmailAddress> parse(std::string_view text);

  /// As given (trimmed, domain as A-label): what people see and what is written to.
  [[nodiscard]] const std::string& text() const { return text_; }
  /// Identity: unique among users.
  [[nodiscard]] const std::string& key() const { return key_; }
  /// Lower-case A-label domain.
  [[nodiscard]] std::string_view domain() const { return std::string_view{key_}.substr(key_.find('@') + 1); }
  /// One mailbox for the purpose of throttling, and no identity: "a.b+c@x.test" and "ab@x.test" are "ab@x.test".
  [[nodiscard]] std::string folded() const;
  /// "n***@x.test": what a stranger may see.
  [[nodiscard]] std::string masked() const;

  friend bool operator==(const EmailAddress& a, const EmailAddress& b) { return a.key_ == b.key_; }
  friend auto operator<=>(const EmailAddress& a, const EmailAddress& b) { return a.key_ <=> b.key_; }

 private:
  EmailAddress(std::string text, std::string key) : text_(std::move(text)), key_(std::move(key)) {}
  std::string text_;
  std::string key_;
};

}  // namespace roster
