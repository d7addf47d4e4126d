#pragma once
// What a custom role may carry, and what an edit of one gives and takes. Pure.

#include <string>
#include <vector>

#include "access/standing.h"
#include "roles/role.h"

namespace roster::roles {

/// The set that `names` ask for. Refusals, each naming its item of /permissions: permission_unknown, permission_not_grantable,
/// invalid_value for one that stands twice.
Result<policy::PermissionSet> decide_permissions(const std::vector<std::string>& names, const policy::Policy& policy,
                                                 const policy::Modules& modules);

/// What an edit does to whoever holds the role.
struct Edit {
  policy::PermissionSet gained;  ///< giving: the ceiling of the one who edits applies
  policy::PermissionSet lost;    ///< taking: no ceiling
};
Edit decide_edit(const access::RoleDefinition& before, const access::RoleDefinition& after);

}  // namespace roster::roles
