#pragma once
// A role that an account defines itself, beside those of its policy.

#include <string>

#include "change/change.h"
#include "policy/permission.h"

namespace roster::roles {

namespace reasons {
using namespace roster::change::reasons;
inline constexpr Reason permission_unknown{ErrorKind::invalid, "permission_unknown"};
inline constexpr Reason permission_not_grantable{ErrorKind::invalid, "permission_not_grantable"};
inline constexpr Reason role_unknown{ErrorKind::invalid, "role_unknown"};
inline constexpr Reason role_in_use{ErrorKind::conflict, "role_in_use"};
inline constexpr Reason not_offered{ErrorKind::conflict, "not_offered"};
inline constexpr Reason cannot_change_self{ErrorKind::forbidden, "cannot_change_self"};
inline constexpr Reason seat_limit_reached{ErrorKind::conflict, "seat_limit_reached"};
}  // namespace reasons

struct CustomRole {
  RoleId id;
  AccountId account;
  std::string title;
  policy::PermissionSet permissions;  ///< as defined; what the policy does not let it carry is cut off when it is read (access/)
  Instant created_at{};
  std::int64_t version = 1;
};

}  // namespace roster::roles
