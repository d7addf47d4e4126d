#include "access/standing.h"

namespace roster::access {

std::optional<RoleDefinition> find_policy_role(const policy::Policy& policy, const policy::Modules& modules,
                                               std::string_view role_id) {
  if (role_id == owner_role) {
    RoleDefinition owner;
    owner.id = owner_role;
    owner.title = policy.owner_title;
    owner.is_owner = true;
    owner.all = true;
    owner.is_administrator = true;
    owner.permissions = modules.all();
    return owner;
  }
  const auto* role = policy.find_role(role_id);
  if (role == nullptr) return std::nullopt;
  const auto grantable = policy.grantable(modules) & ~role->never;
  RoleDefinition out;
  out.id = role->id;
  out.title = role->title;
  out.all = role->all;
  out.is_administrator = role->is_administrator;
  out.permissions = (role->all ? modules.all() : role->permissions) & grantable;
  out.pickable = role->pickable & grantable;
  out.never = role->never;
  return out;
}

RoleDefinition custom_role(const policy::Policy& policy, const policy::Modules& modules, std::string id, const std::string& title,
                           const policy::PermissionSet& permissions) {
  RoleDefinition out;
  out.id = std::move(id);
  out.title.by_language.fill(title);
  out.is_custom = true;
  out.never = policy.custom_roles.never;
  out.permissions = permissions & policy.grantable(modules) & ~out.never;
  return out;
}

policy::PermissionSet effective_permissions(const RoleDefinition& role, const policy::PermissionSet& picked, const Scope& scope,
                                            const policy::Modules& modules) {
  if (role.is_owner) return modules.all();
  auto set = (role.permissions | (picked & role.pickable)) & ~role.never;
  if (!scope.all) set &= modules.product();
  return set;
}

bool decide_grant(const Standing& giver, const Grant& grant, const policy::Modules& modules) {
  if (giver.status != MemberStatus::active || grant.role.is_owner) return false;
  if (grant.role.all && !giver.role.all) return false;
  if (!giver.scope.all) {
    if (grant.scope.all) return false;
    for (const auto& id : grant.scope.sub_accounts)
      if (!giver.scope.covers(id)) return false;
  }
  return policy::is_subset(effective_permissions(grant.role, grant.picked, grant.scope, modules), giver.effective);
}

bool decide_grant_of(const Standing& giver, const policy::PermissionSet& permissions) {
  return giver.status == MemberStatus::active && giver.scope.all && policy::is_subset(permissions, giver.effective);
}

}  // namespace roster::access
