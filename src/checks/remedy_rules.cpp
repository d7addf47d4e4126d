#include "checks/remedy_rules.h"

#include <algorithm>

namespace roster::checks {

namespace {

bool can_have(const access::RoleDefinition& role, std::size_t permission) {
  return !role.is_owner && !role.never.test(permission) && (role.permissions.test(permission) || role.pickable.test(permission));
}

/// The one that gives least besides.
const access::RoleDefinition* find_least(std::span<const access::RoleDefinition> roles, std::size_t permission) {
  const access::RoleDefinition* least = nullptr;
  for (const auto& role : roles)
    if (can_have(role, permission) && (least == nullptr || role.permissions.count() < least->permissions.count())) least = &role;
  return least;
}

/// As little more of the account as it takes.
access::Scope widened(access::Scope scope, const access::Question& question, const policy::Modules& modules) {
  if (scope.all) return scope;
  const auto* sub_account = std::get_if<SubAccountId>(&question.where);
  const bool is_any = std::holds_alternative<access::AnySubAccount>(question.where);
  if (modules.own().test(question.permission) || (sub_account == nullptr && !is_any)) return {};
  if (is_any && scope.sub_accounts.empty()) return {};
  if (sub_account != nullptr && !scope.covers(*sub_account)) {
    scope.sub_accounts.push_back(*sub_account);
    std::sort(scope.sub_accounts.begin(), scope.sub_accounts.end());
  }
  return scope;
}

}  // namespace

std::optional<Remedy> find_remedy(access::Step denied_by, const access::Standing* standing,
                                  std::span<const access::RoleDefinition> roles, const access::Question& question,
                                  bool place_exists, const policy::Modules& modules) {
  if (!place_exists) return std::nullopt;
  if (standing != nullptr && denied_by == access::Step::status)
    return Remedy{{standing->role, standing->picked, standing->scope}};
  const auto scope = standing == nullptr ? access::Scope{} : widened(standing->scope, question, modules);
  if (standing != nullptr && denied_by == access::Step::scope) return Remedy{{standing->role, standing->picked, scope}};
  Remedy remedy;
  remedy.grant.scope = scope;
  if (standing != nullptr && can_have(standing->role, question.permission)) {
    remedy.grant.role = standing->role;
    remedy.grant.picked = standing->picked;
  } else {
    const auto* role = find_least(roles, question.permission);
    if (role == nullptr) return std::nullopt;
    remedy.other_role = true;
    remedy.grant.role = *role;
    if (standing != nullptr) remedy.grant.picked = standing->picked & role->pickable;
  }
  if (!remedy.grant.role.permissions.test(question.permission)) remedy.grant.picked.set(question.permission);
  return remedy;
}

}  // namespace roster::checks
