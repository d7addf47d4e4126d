#pragma once
// A user's standing in an account: role, permissions in effect, sub-account scope, status. Pure values and pure rules.

#include <algorithm>
#include <string>
#include <vector>

#include "base/id.h"
#include "policy/policy.h"

namespace roster::access {

inline constexpr std::string_view owner_role = "owner";

enum class MemberStatus { active, deactivated };
constexpr std::string_view text_of(MemberStatus status) { return status == MemberStatus::active ? "active" : "deactivated"; }

/// Where permissions hold: in the whole account, or in some sub-accounts only.
struct Scope {
  bool all = true;
  std::vector<SubAccountId> sub_accounts{};  ///< sorted; empty when `all`

  [[nodiscard]] bool covers(const SubAccountId& id) const {
    return all || std::binary_search(sub_accounts.begin(), sub_accounts.end(), id);
  }
  friend bool operator==(const Scope&, const Scope&) = default;
};

/// A role as it stands in an account: the owner's, one of the policy's, or one that the account defined itself.
struct RoleDefinition {
  std::string id;
  policy::LocalText title;
  bool is_owner = false;
  bool is_custom = false;
  bool all = false;  ///< dynamic: every grantable permission, later ones too
  bool is_administrator = false;
  policy::PermissionSet permissions;  ///< what it gives, resolved
  policy::PermissionSet pickable;     ///< what may be picked beyond it
  policy::PermissionSet never;
};

/// The owner's role and the policy's; nothing for a custom role's id or an unknown one.
std::optional<RoleDefinition> find_policy_role(const policy::Policy& policy, const policy::Modules& modules,
                                               std::string_view role_id);
/// A custom role, cut down to what the policy lets any custom role carry.
RoleDefinition custom_role(const policy::Policy& policy, const policy::Modules& modules, std::string id, const std::string& title,
                           const policy::PermissionSet& permissions);

/// The permissions in effect of a member with `role` and `picked`, in scope `scope`: a limited scope carries none of Roster's
/// own.
policy::PermissionSet effective_permissions(const RoleDefinition& role, const policy::PermissionSet& picked, const Scope& scope,
                                            const policy::Modules& modules);

struct Standing {
  AccountId account;
  UserId user;
  RoleDefinition role;
  policy::PermissionSet picked;
  Scope scope;
  MemberStatus status = MemberStatus::active;
  policy::PermissionSet effective;  ///< none unless active
};

/// A membership that somebody is to get.
struct Grant {
  RoleDefinition role;
  policy::PermissionSet picked;
  Scope scope;
};

/// May who holds `giver` give `grant`? Nobody gives what they do not hold; only who holds a dynamic "all" gives one; the
/// owner's role is given by a transfer only. This one function judges invitations, edits, resends, reactivations, roles.
bool decide_grant(const Standing& giver, const Grant& grant, const policy::Modules& modules);
/// The same for a set of permissions without a role (a custom role's definition).
bool decide_grant_of(const Standing& giver, const policy::PermissionSet& permissions);

}  // namespace roster::access
