#pragma once
// One who takes a place in an account: an active member, or a pending invitation that has not run out.

#include <optional>
#include <string>
#include <string_view>

#include "base/instant.h"

namespace roster::seats {

enum class Kind { member, invitation };
constexpr std::string_view text_of(Kind kind) { return kind == Kind::member ? "member" : "invitation"; }

struct Seat {
  Kind kind = Kind::member;
  std::string holder{};  ///< "usr_…" or "inv_…"
  std::string email{};
  std::optional<std::string> name{};  ///< nobody's yet, of an invitation
  std::string role{};
  Instant since{};  ///< joined, or invited
};

}  // namespace roster::seats
