#pragma once
// What memory says (access/memory.h).

#include <array>
#include <optional>
#include <string_view>

#include "access/decide.h"
#include "base/language.h"

namespace roster::access {

/// SHA-256 of a token.
using TokenDigest = std::array<std::uint8_t, 32>;

/// A session as it was found. Whether its time is over is the reader's to judge.
struct KnownSession {
  SessionId id;
  UserId user;
  Instant authenticated_at, last_used_at, expires_at;
  std::optional<Language> language;

  static constexpr std::size_t email_bytes_max = 80;
  [[nodiscard]] std::string_view email() const { return {email_bytes.data(), email_size}; }
  std::array<char, email_bytes_max> email_bytes{};
  std::size_t email_size = 0;
};

/// A user in a live account.
struct KnownStanding {
  std::int64_t revision = 0;  ///< of the account's journal: all of it up to here is in what follows
  bool is_member = false;
  Powers powers;
  bool reaches = false;  ///< the sub-account that was asked about is in its scope
  std::string_view policy_role;
  std::optional<RoleId> own_role;  ///< in the place of policy_role, where the account defined it itself

  [[nodiscard]] Decision decide(std::size_t permission, bool is_in_scope) const {
    return access::decide(is_member ? &powers : nullptr, permission, is_in_scope);
  }
};

}  // namespace roster::access
