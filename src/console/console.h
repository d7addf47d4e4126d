#pragma once
// The console that this server serves: its pages, its files, and what people see in place of a problem document.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/sentences.h"
#include "console/files.h"
#include "console/page.h"
#include "console/visitor.h"

namespace roster::console {

struct ConsoleSettings {
  std::vector<std::string> open_policies;  ///< what people may open an account with; none: every one that is loaded
  std::string mailbox;                     ///< the folder whose letters /dev/mailbox shows; empty: there is no such page
};

class Console {
 public:
  /// `door` and `texts` (locales/pages.toml) outlive this, as what `dist` points to.
  Console(const users::Door& door, ConsoleSettings settings, const Sentences& texts,
          std::span<const embedded::EmbeddedFile> dist);

  /// The console itself: for who is signed in.
  [[nodiscard]] http::Response app(const Visitor& visitor) const;
  /// Signing in, registering, invitations: for everybody. `found`: whether there is what the address names.
  [[nodiscard]] http::Response entrance(int status, const Visitor& visitor, bool found = true) const;
  /// The page in place of a refusal of the server itself; nothing when whoever asks is better told by a problem document.
  [[nodiscard]] std::optional<http::Response> refusal(const Error& error, const http::Request& request) const;
  /// To a page of this server.
  [[nodiscard]] http::Response redirect(std::string_view path) const;

  [[nodiscard]] const users::Door& door() const { return door_; }
  /// What goes before every path of this server: "" or "/roster".
  [[nodiscard]] const std::string& base() const { return base_; }
  [[nodiscard]] const Files& files() const { return files_; }
  [[nodiscard]] const ConsoleSettings& settings() const { return settings_; }
  [[nodiscard]] const Sentences& texts() const { return texts_; }

 private:
  [[nodiscard]] PageValues values_for(const Visitor& visitor, bool found) const;
  [[nodiscard]] json::array write_open_policies(Language language) const;

  const users::Door& door_;
  ConsoleSettings settings_;
  const Sentences& texts_;
  Files files_;
  std::string base_;
  Page app_, entrance_;
  std::array<std::string, language_codes.size()> languages_;  ///< the script of each language
};

}  // namespace roster::console
