#pragma once
// The members table and the sub-accounts that a member is limited to.

#include <optional>
#include <string>
#include <vector>

#include "access/standing_store.h"
#include "base/json.h"
#include "database/database.h"

namespace roster::members {

struct Member {
  AccountId account;
  UserId user;
  std::string email, name;  ///< the user's
  std::string role;         ///< "owner", a policy's role id, "rol_…"
  policy::PermissionSet picked;
  access::Scope scope;
  access::MemberStatus status = access::MemberStatus::active;
  Instant joined_at{};
  Instant last_active_at{};
  std::optional<Instant> last_sign_in_at{};
  std::int64_t version = 1;
};

/// A new active member; `email_key` and `name_key` are copied from the user's row.
void insert_member(database::Transaction& tx, const policy::Modules& modules, const AccountId& account, const UserId& user,
                   std::string_view role, const policy::PermissionSet& picked, const access::Scope& scope);
std::optional<Member> find_member(database::Transaction& tx, const policy::Modules& modules, const AccountId& account,
                                  const UserId& user);
/// By address, whatever the status.
std::optional<Member> find_member_by_email(database::Transaction& tx, const policy::Modules& modules, const AccountId& account,
                                           const EmailAddress& email);
/// Role, picked permissions and scope; raises the version.
void save_grant(database::Transaction& tx, const policy::Modules& modules, const AccountId& account, const UserId& user,
                std::string_view role, const policy::PermissionSet& picked, const access::Scope& scope);
void save_status(database::Transaction& tx, const AccountId& account, const UserId& user, access::MemberStatus status);
/// A user's name or address was changed: the copies in every membership follow.
void refresh_user_keys(database::Transaction& tx, const UserId& user);
void remove_member(database::Transaction& tx, const AccountId& account, const UserId& user);
/// Who holds a role, active or not.
std::vector<UserId> list_holders(database::Transaction& tx, const AccountId& account, std::string_view role);

/// Reads a row that holds account_id, user_id, email, name, role, picked, all_sub_accounts, status, joined_at, last_active_at,
/// last_sign_in_at, version, in this order.
Member to_member(database::Transaction& tx, const policy::Modules& modules, const database::Row& row);

/// "all" or the ids.
json::value write_scope(const access::Scope& scope);
json::array write_names(const policy::Modules& modules, const policy::PermissionSet& set);
/// The body of a member (api/openapi.yaml: Member), in its reader's language.
json::object write_member(const Member& member, const access::RoleDefinition& role, const policy::Modules& modules,
                          Language language);

}  // namespace roster::members
