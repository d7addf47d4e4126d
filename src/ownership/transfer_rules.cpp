#include "ownership/transfer_rules.h"

#include <algorithm>

#include "members/member_rules.h"

namespace roster::ownership {

namespace {

bool has(const std::vector<std::string>& roles, std::string_view role) {
  return std::find(roles.begin(), roles.end(), role) != roles.end();
}

}  // namespace

Result<std::string> decide_transfer(const policy::Policy& policy, const Receiver& receiver,
                                    const std::optional<std::string>& wanted) {
  const auto& rules = policy.transfer;
  if (wanted && *wanted != rules.former_owner_role && !has(rules.former_owner_role_choices, *wanted))
    return refuse(field_error("/former_owner_role", reasons::role_unknown));
  if (receiver.status != access::MemberStatus::active) return refuse(reasons::target_not_active);
  if (!rules.to_roles.empty() && !has(rules.to_roles, receiver.role)) return refuse(reasons::target_not_eligible);
  return wanted.value_or(rules.former_owner_role);
}

access::Grant grant_of_former_owner(const policy::Policy& policy, const policy::Modules& modules, const std::string& role) {
  access::Grant grant;
  grant.role = access::find_policy_role(policy, modules, role).value();
  if (policy.transfer.former_owner_keeps_snapshot) grant.picked = grant.role.pickable;
  return grant;
}

std::vector<std::string> list_roles_that_fit(const policy::Policy& policy, const policy::Plan& plan, const policy::SeatUse& use,
                                             const Receiver& receiver) {
  std::vector<std::string> roles{policy.transfer.former_owner_role};
  roles.insert(roles.end(), policy.transfer.former_owner_role_choices.begin(), policy.transfer.former_owner_role_choices.end());
  // The two change places: the receiver's seat is free by then, the owner's goes from one to the other.
  std::erase_if(roles, [&](const std::string& role) {
    return members::decide_seat_change(policy, plan, use, receiver.role, role).has_value();
  });
  return roles;
}

}  // namespace roster::ownership
