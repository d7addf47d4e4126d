#pragma once
// The letters that the server wrote into its folder, read as a person would: to whom, subject, text, the link.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace roster::testing {

struct Letter {
  std::string file, to, subject, message_id, text, html;
  /// The first link of the text part.
  [[nodiscard]] std::string link() const;
  /// The text without the invisible spaces that keep people's words from becoming links.
  [[nodiscard]] std::string words() const;
  /// What follows "#token=" or the last '/' of the link.
  [[nodiscard]] std::string token() const;
};

class Mailbox {
 public:
  explicit Mailbox(std::filesystem::path folder) : folder_(std::move(folder)) {}

  [[nodiscard]] std::vector<Letter> all() const;
  [[nodiscard]] std::vector<Letter> to(const std::string& address) const;
  /// Waits for the `n`-th letter (1 is the first ever) to that address; fails the test when none comes.
  [[nodiscard]] Letter wait(const std::string& address, std::size_t n = 1) const;
  /// Waits for a letter to that address whose link holds `part` ("/invitations/", "/register#"); the newest such.
  [[nodiscard]] Letter wait_for_link(const std::string& address, const std::string& part,
                                     const std::string& not_token = "") const;

  /// Letters to that address whose link holds `part`, oldest first.
  [[nodiscard]] std::vector<Letter> with_link(const std::string& address, const std::string& part) const;
  /// Waits for one more of them than there were.
  [[nodiscard]] Letter wait_for_next(const std::string& address, const std::string& part, std::size_t so_far) const;

 private:
  std::filesystem::path folder_;
};

Letter read_letter(const std::string& message);

}  // namespace roster::testing
