#include "members/member_rules.h"

#include <algorithm>

namespace roster::members {

namespace {

policy::PermissionSet effective(const access::Grant& grant, const policy::Modules& modules) {
  return access::effective_permissions(grant.role, grant.picked, grant.scope, modules);
}

bool is_within(const access::Scope& part, const access::Scope& whole) {
  if (whole.all) return true;
  return !part.all &&
         std::includes(whole.sub_accounts.begin(), whole.sub_accounts.end(), part.sub_accounts.begin(), part.sub_accounts.end());
}

/// Whether `part` is nowhere more than `whole`.
bool is_covered(const access::Grant& part, const access::Grant& whole, const policy::Modules& modules) {
  if (part.role.all && !whole.role.all) return false;
  return is_within(part.scope, whole.scope) && policy::is_subset(effective(part, modules), effective(whole, modules));
}

}  // namespace

Result<void> decide_target(bool is_self, bool is_owner) {
  if (is_self) return refuse(reasons::cannot_change_self);
  if (is_owner) return refuse(reasons::owner_untouchable);
  return {};
}

Result<policy::PermissionSet> decide_picks(const std::vector<std::string>& names, const access::RoleDefinition& role,
                                           const access::Scope& scope, const policy::Modules& modules) {
  policy::PermissionSet picks;
  std::vector<FieldError> faults;
  const auto pickable = scope.all ? role.pickable : role.pickable & modules.product();
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto number = modules.find(names[i]);
    const auto pointer = "/permissions/" + std::to_string(i);
    if (!number)
      faults.push_back({pointer, reasons::permission_unknown, {{"permission", names[i]}}});
    else if (!pickable.test(*number))
      faults.push_back({pointer, reasons::permission_not_grantable, {{"permission", names[i]}}});
    else
      picks.set(*number);
  }
  if (!faults.empty()) return refuse(Error{reasons::validation_failed, std::move(faults)});
  return picks;
}

Result<access::Scope> decide_scope(const ScopeRequest& wanted, const policy::Policy& policy,
                                   const std::function<bool(const SubAccountId&)>& exists) {
  if (wanted.all) return access::Scope{};
  if (!policy.sub_accounts) return refuse(reasons::not_offered);
  access::Scope scope{.all = false};
  for (std::size_t i = 0; i < wanted.sub_accounts.size(); ++i) {
    const auto id = SubAccountId::parse(wanted.sub_accounts[i]);
    if (!id || !exists(*id)) return refuse(field_error("/sub_accounts/" + std::to_string(i), reasons::sub_account_unknown));
    scope.sub_accounts.push_back(*id);
  }
  std::sort(scope.sub_accounts.begin(), scope.sub_accounts.end());
  return scope;
}

bool decide_is_giving(const access::Grant& before, const access::Grant& after, const policy::Modules& modules) {
  return !is_covered(after, before, modules);
}

bool decide_is_taking(const access::Grant& before, const access::Grant& after, const policy::Modules& modules) {
  return !is_covered(before, after, modules);
}

bool is_limited(const policy::Policy& policy, const policy::Plan& plan, std::string_view role) {
  const auto limits = policy::limits_counting(policy, role);
  return std::any_of(limits.begin(), limits.end(), [&](const std::string& limit) { return plan.limits.contains(limit); });
}

std::optional<policy::LimitReached> decide_seat_change(const policy::Policy& policy, const policy::Plan& plan,
                                                       const policy::SeatUse& use, std::string_view from, std::string_view to) {
  const auto left = policy::limits_counting(policy, from);
  const auto taken = policy::limits_counting(policy, to);
  const auto has = [](const std::vector<std::string>& limits, const std::string& limit) {
    return std::find(limits.begin(), limits.end(), limit) != limits.end();
  };
  for (const auto& limit : policy::limit_uses(policy, plan, use)) {
    if (!limit.max || !has(taken, limit.limit) || has(left, limit.limit)) continue;
    if (limit.used >= *limit.max) return policy::LimitReached{limit.limit, limit.used, *limit.max};
  }
  return std::nullopt;
}

}  // namespace roster::members
