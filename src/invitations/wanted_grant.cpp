#include "invitations/wanted_grant.h"

namespace roster::invitations {

GrantRequest combine(const GrantRequest& own, const GrantRequest& shared, const std::string& default_role) {
  GrantRequest combined = own;
  const auto shared_role = shared.role.value_or(default_role);
  if (!combined.permissions && own.role.value_or(shared_role) == shared_role) combined.permissions = shared.permissions;
  if (!combined.role) combined.role = shared_role;
  if (!combined.scope) combined.scope = shared.scope;
  return combined;
}

Result<access::Grant> GrantDesk::resolve(const GrantRequest& wanted, const GrantBase& base) {
  const auto* role = find_role(wanted.role.value_or(base.role));
  if (role == nullptr) return refuse(field_error("/role", reasons::role_unknown));
  access::Grant grant{.role = *role, .picked = members::picks_kept(base.picked, *role), .scope = base.scope};
  if (wanted.scope) {
    auto scope =
        members::decide_scope(*wanted.scope, *account_.policy, [this](const SubAccountId& id) { return sub_account_exists(id); });
    if (!scope) return refuse(scope);
    grant.scope = std::move(*scope);
  }
  if (wanted.permissions) {
    const auto picked = members::decide_picks(*wanted.permissions, *role, grant.scope, catalogue_.modules);
    if (!picked) return refuse(picked);
    grant.picked = *picked;
  }
  return grant;
}

const access::RoleDefinition* GrantDesk::find_role(const std::string& id) {
  auto at = roles_.find(id);
  if (at == roles_.end()) at = roles_.emplace(id, access::find_role(tx_, catalogue_, account_, id)).first;
  return at->second && !at->second->is_owner ? &*at->second : nullptr;
}

std::optional<access::Grant> GrantDesk::grant_of(const Invitation& invitation) {
  const auto* role = find_role(invitation.role);
  if (role == nullptr) return std::nullopt;
  return access::Grant{.role = *role, .picked = members::picks_kept(invitation.picked, *role), .scope = invitation.scope};
}

bool GrantDesk::sub_account_exists(const SubAccountId& id) {
  const auto at = sub_accounts_.find(id);
  if (at != sub_accounts_.end()) return at->second;
  return sub_accounts_.emplace(id, access::sub_account_exists(tx_, account_.id, id)).first->second;
}

}  // namespace roster::invitations
