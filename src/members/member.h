#pragma once
// What may stand in the way of changing a member.

#include "change/change.h"

namespace roster::members {

namespace reasons {
using namespace roster::change::reasons;
inline constexpr Reason cannot_change_self{ErrorKind::forbidden, "cannot_change_self"};
inline constexpr Reason owner_untouchable{ErrorKind::forbidden, "owner_untouchable"};
inline constexpr Reason owner_must_transfer{ErrorKind::conflict, "owner_must_transfer"};
inline constexpr Reason seat_limit_reached{ErrorKind::conflict, "seat_limit_reached"};
inline constexpr Reason not_offered{ErrorKind::conflict, "not_offered"};
inline constexpr Reason role_unknown{ErrorKind::invalid, "role_unknown"};
inline constexpr Reason permission_unknown{ErrorKind::invalid, "permission_unknown"};
inline constexpr Reason permission_not_grantable{ErrorKind::invalid, "permission_not_grantable"};
inline constexpr Reason sub_account_unknown{ErrorKind::invalid, "sub_account_unknown"};
inline constexpr Reason duplicate_in_request{ErrorKind::invalid, "duplicate_in_request"};
}  // namespace reasons

}  // namespace roster::members
