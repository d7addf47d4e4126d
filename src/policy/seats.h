#pragma once
// The rule of seats, pure: which limits a seat counts towards, and whether one more would go past one.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/policy.h"

namespace roster::policy {

/// How many active members and unexpired pending invitations there are of each role.
struct SeatUse {
  std::map<std::string, std::int64_t, std::less<>> active_by_role;  ///< the owner is not in it
  std::map<std::string, std::int64_t, std::less<>> pending_by_role;
};

struct LimitUse {
  std::string limit;
  std::int64_t used = 0;
  std::optional<std::int64_t> max;  ///< nothing: unlimited
};

struct LimitReached {
  std::string limit;
  std::int64_t used, max;
};

/// The limits that a holder of `role` takes one of; `role` "owner" is the owner.
std::vector<std::string> limits_counting(const Policy& policy, std::string_view role);
std::vector<LimitUse> limit_uses(const Policy& policy, const Plan& plan, const SeatUse& use);
/// The first limit that `more` further holders of `role` would go past; nothing when there is room. A use already above
/// its limit refuses only what would raise it.
std::optional<LimitReached> decide_seat(const Policy& policy, const Plan& plan, const SeatUse& use, std::string_view role,
                                        std::int64_t more = 1);

}  // namespace roster::policy
