#pragma once
// A role that an account defines itself, beside those of its policy.

#include <string>

#include "change/change.h"
#include "members/member.h"
#include "policy/permission.h"

namespace roster::roles {

namespace reasons {
using namespace roster::change::reasons;
using namespace roster::members::reasons;
inline constexpr Reason role_in_use{ErrorKind::conflict, "role_in_use"};
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
