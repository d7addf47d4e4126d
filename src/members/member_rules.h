#pragma once
// The rules of changing a member, pure: whom one may touch at all, what a request makes of a membership, whether that is
// giving, and whether a seat is free for it.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "access/standing.h"
#include "members/member.h"
#include "policy/seats.h"

namespace roster::members {

/// A scope as a request says it: what the ids name is looked up later.
struct ScopeRequest {
  bool all = true;
  std::vector<std::string> sub_accounts{};
};

/// What a request asks for; absent: stays as it is.
struct GrantRequest {
  std::optional<std::string> role{};
  std::optional<std::vector<std::string>> permissions{};
  std::optional<ScopeRequest> scope{};
};

/// Nobody changes the own membership, and nobody the owner's. Refusals: cannot_change_self, owner_untouchable.
Result<void> decide_target(bool is_self, bool is_owner);

/// The picks that `names` ask for, with `role` and in `scope`. Refusals, each naming its item: permission_unknown,
/// permission_not_grantable.
Result<policy::PermissionSet> decide_picks(const std::vector<std::string>& names, const access::RoleDefinition& role,
                                           const access::Scope& scope, const policy::Modules& modules);

/// The scope that `wanted` names, in order. `exists`: whether a sub-account is of this account; asked up to the first that is
/// not, since each may cost a query. Refusals: not_offered, sub_account_unknown naming its item.
Result<access::Scope> decide_scope(const ScopeRequest& wanted, const policy::Policy& policy,
                                   const std::function<bool(const SubAccountId&)>& exists);

/// What is kept of earlier picks under another role.
inline policy::PermissionSet picks_kept(const policy::PermissionSet& picked, const access::RoleDefinition& role) {
  return picked & role.pickable;
}

/// Whether `after` lets its holder do anything, anywhere, that `before` did not; only then does the ceiling of the one who
/// changes it apply.
bool decide_is_giving(const access::Grant& before, const access::Grant& after, const policy::Modules& modules);
/// Whether `after` is less than `before` in any way: then what rests on it is judged again.
bool decide_is_taking(const access::Grant& before, const access::Grant& after, const policy::Modules& modules);

/// Whether any limit of the plan counts holders of `role` at all; when none does, seats need not be counted.
bool is_limited(const policy::Policy& policy, const policy::Plan& plan, std::string_view role);
/// The first limit that a holder of `from` would go past as a holder of `to`; a limit that counts both is not touched.
/// `use` is of now, the holder's own seat in it.
std::optional<policy::LimitReached> decide_seat_change(const policy::Policy& policy, const policy::Plan& plan,
                                                       const policy::SeatUse& use, std::string_view from, std::string_view to);

}  // namespace roster::members
