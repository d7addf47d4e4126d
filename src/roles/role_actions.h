#pragma once
// Defining, changing and deleting an account's own roles. Each needs roles:manage.

#include <optional>
#include <string>
#include <vector>

#include "roles/role_store.h"

namespace roster::roles {

struct RoleDetails {
  std::string title;
  std::vector<std::string> permissions;
};
/// What is absent stays as it is.
struct RolePatch {
  std::optional<std::string> title{};
  std::optional<std::vector<std::string>> permissions{};
};

/// Defining a role is giving: nobody puts into one what they do not hold. Refusals: not_offered, grant_exceeds_own; of fields
/// those of role_rules.h.
Result<CustomRole> define_role(change::Change& change, const RoleDetails& details);

/// Whoever holds it holds the new permissions at once. `id`: a policy's role is not_offered. Refusals besides those of
/// define_role: not_found, precondition_failed, cannot_change_self for a holder.
Result<CustomRole> change_role(change::Change& change, std::string_view id, const RolePatch& patch);

/// A role in use goes only when its holders, and the pending invitations with it, get `replacement` (without picks). Refusals:
/// not_found, not_offered, precondition_failed, role_in_use with the holders, cannot_change_self, grant_exceeds_own,
/// seat_limit_reached; of the parameter role_unknown.
Result<void> delete_role(change::Change& change, std::string_view id, const std::optional<std::string>& replacement);

}  // namespace roster::roles
