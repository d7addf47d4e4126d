#pragma once
// What a request asks to give (role, permissions beyond it, sub-accounts), first as written, then as this account knows it.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "access/standing_store.h"
#include "invitations/invitation.h"
#include "members/wanted_grant.h"

namespace roster::invitations {

using members::GrantRequest;

inline bool is_empty(const GrantRequest& wanted) { return !wanted.role && !wanted.permissions && !wanted.scope; }
/// A row's own wishes, and for the rest what all rows share. Shared permissions belong to the shared role: a row of another
/// role does not get them. `default_role`: the shared one when none was given.
GrantRequest combine(const GrantRequest& own, const GrantRequest& shared, const std::string& default_role);

/// What a grant is where the request says nothing.
struct GrantBase {
  std::string role;
  policy::PermissionSet picked{};
  access::Scope scope{};
};

/// Compares wishes with what the account has. Asks the database for each role and sub-account once.
class GrantDesk {
 public:
  GrantDesk(database::Transaction& tx, const policy::Catalogue& catalogue, const access::Account& account)
      : tx_(tx), catalogue_(catalogue), account_(account) {}

  /// Refusals: validation_failed with role_unknown, permission_unknown, permission_not_grantable or sub_account_unknown at
  /// the fields; not_offered where the policy has no sub-accounts. Picks of the base that the role does not have are left out.
  Result<access::Grant> resolve(const GrantRequest& wanted, const GrantBase& base);
  /// The role as it is now; nothing for the owner's and for one that is gone.
  const access::RoleDefinition* find_role(const std::string& id);
  /// What an invitation gives now; nothing when its role is gone.
  std::optional<access::Grant> grant_of(const Invitation& invitation);

 private:
  bool sub_account_exists(const SubAccountId& id);

  database::Transaction& tx_;
  const policy::Catalogue& catalogue_;
  const access::Account& account_;
  std::map<std::string, std::optional<access::RoleDefinition>, std::less<>> roles_;
  std::map<SubAccountId, bool> sub_accounts_;
};

}  // namespace roster::invitations
