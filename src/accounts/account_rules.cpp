#include "accounts/account_rules.h"

namespace roster::accounts {

NewGrant decide_grant_under(const policy::Policy& next, const policy::Modules& modules, const HeldGrant& held) {
  if (held.role.is_owner) return {std::string{access::owner_role}, held.picked};
  if (held.role.is_custom && next.custom_roles.allowed) return {held.role.id, held.picked};
  if (const auto same = access::find_policy_role(next, modules, held.role.id))
    return {same->id, held.picked & held.role.pickable & same->pickable};
  const auto fallback = *access::find_policy_role(next, modules, next.default_role);
  return {fallback.id, held.effective & fallback.pickable & ~fallback.permissions};
}

const policy::Plan& decide_plan_under(const policy::Policy& next, std::string_view plan) {
  const auto* same = next.find_plan(plan);
  return same != nullptr ? *same : next.plans.front();
}

}  // namespace roster::accounts
