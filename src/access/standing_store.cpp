#include "access/standing_store.h"

namespace roster::access {

namespace {

constexpr std::string_view account_columns = "a.id, a.name, a.policy, a.plan, a.owner_id, a.created_at, a.version";

Account read_account(const database::Row& row, const policy::Catalogue& catalogue) {
  Account account{.id = row.id<AccountId>(0),
                  .name = row.text(1),
                  .policy = catalogue.find(row.text(2)),
                  .owner = row.id<UserId>(4),
                  .created_at = row.instant(5),
                  .version = row.integer(6)};
  if (account.policy == nullptr)
    throw database::DatabaseError("account " + row.text(0) + " lives under the policy '" + row.text(2) +
                                  "', which is not loaded");
  account.plan = account.policy->find_plan(row.text(3));
  if (account.plan == nullptr)
    throw database::DatabaseError("account " + row.text(0) + " has the plan '" + row.text(3) +
                                  "', which its policy does not have");
  return account;
}

Scope read_scope(database::Transaction& tx, const AccountId& account, const UserId& user, bool all) {
  Scope scope{.all = all};
  if (all) return scope;
  for (const auto& row :
       tx.list("SELECT sub_account_id FROM member_sub_accounts WHERE account_id = ? AND user_id = ? ORDER BY sub_account_id",
               account, user))
    scope.sub_accounts.push_back(row.id<SubAccountId>(0));
  return scope;
}

Standing assemble(database::Transaction& tx, const policy::Catalogue& catalogue, const Account& account, const UserId& user,
                  const std::string& role_id, const std::string& picked, bool all_sub_accounts, const std::string& status) {
  Standing standing;
  standing.account = account.id;
  standing.user = user;
  standing.picked = catalogue.modules.from_column(picked);
  standing.scope = read_scope(tx, account.id, user, all_sub_accounts);
  standing.status = status == "active" ? MemberStatus::active : MemberStatus::deactivated;
  if (auto role = find_role(tx, catalogue, account, role_id)) {
    standing.role = std::move(*role);
    if (standing.status == MemberStatus::active)
      standing.effective = effective_permissions(standing.role, standing.picked, standing.scope, catalogue.modules);
  } else {
    // A role that is gone gives nothing: never "role missing, so allow".
    standing.role.id = role_id;
    standing.role.title.by_language.fill(role_id);
  }
  return standing;
}

}  // namespace

std::optional<Account> find_account(database::Transaction& tx, const policy::Catalogue& catalogue, const AccountId& id) {
  const auto row = tx.find(
      std::string{"SELECT "} + std::string{account_columns} + " FROM accounts a WHERE a.id = ? AND a.deleted_at IS NULL", id);
  if (!row) return std::nullopt;
  return read_account(*row, catalogue);
}

std::optional<Standing> find_standing(database::Transaction& tx, const policy::Catalogue& catalogue, const Account& account,
                                      const UserId& user) {
  const auto row = tx.find("SELECT role, picked, all_sub_accounts, status FROM members WHERE account_id = ? AND user_id = ?",
                           account.id, user);
  if (!row) return std::nullopt;
  return assemble(tx, catalogue, account, user, row->text(0), row->text(1), row->boolean(2), row->text(3));
}

std::optional<RoleDefinition> find_role(database::Transaction& tx, const policy::Catalogue& catalogue, const Account& account,
                                        std::string_view role_id) {
  if (const auto id = RoleId::parse(role_id)) {
    const auto row = tx.find("SELECT title, permissions FROM roles WHERE id = ? AND account_id = ?", *id, account.id);
    if (!row) return std::nullopt;
    return custom_role(*account.policy, catalogue.modules, id->text(), row->text(0), catalogue.modules.from_column(row->text(1)));
  }
  return find_policy_role(*account.policy, catalogue.modules, role_id);
}

std::vector<RoleDefinition> list_roles(database::Transaction& tx, const policy::Catalogue& catalogue, const Account& account) {
  std::vector<RoleDefinition> roles;
  roles.reserve(account.policy->roles.size());
  for (const auto& role : account.policy->roles) roles.push_back(*find_policy_role(*account.policy, catalogue.modules, role.id));
  for (const auto& row : tx.list("SELECT id, title, permissions FROM roles WHERE account_id = ? ORDER BY id", account.id))
    roles.push_back(
        custom_role(*account.policy, catalogue.modules, row.text(0), row.text(1), catalogue.modules.from_column(row.text(2))));
  return roles;
}

bool sub_account_exists(database::Transaction& tx, const AccountId& account, const SubAccountId& id) {
  return tx.find("SELECT 1 FROM sub_accounts WHERE id = ? AND account_id = ?", id, account).has_value();
}

std::vector<std::pair<Account, Standing>> list_standings(database::Transaction& tx, const policy::Catalogue& catalogue,
                                                         const UserId& user) {
  std::vector<std::pair<Account, Standing>> out;
  for (const auto& row :
       tx.list(std::string{"SELECT "} + std::string{account_columns} +
                   ", m.role, m.picked, m.all_sub_accounts, m.status FROM members m JOIN accounts a ON a.id = m.account_id "
                   "WHERE m.user_id = ? AND a.deleted_at IS NULL ORDER BY a.name, a.id",
               user)) {
    auto account = read_account(row, catalogue);
    auto standing = assemble(tx, catalogue, account, user, row.text(7), row.text(8), row.boolean(9), row.text(10));
    out.emplace_back(std::move(account), std::move(standing));
  }
  return out;
}

policy::SeatUse count_seats(database::Transaction& tx, const AccountId& account) {
  policy::SeatUse use;
  for (const auto& row :
       tx.list("SELECT role, COUNT(*) FROM members WHERE account_id = ? AND status = 'active' GROUP BY role", account))
    if (row.text(0) != owner_role) use.active_by_role[row.text(0)] = row.integer(1);
  for (const auto& row : tx.list(
           "SELECT role, COUNT(*) FROM invitations WHERE account_id = ? AND status = 'pending' AND expires_at > ? GROUP BY role",
           account, tx.now()))
    use.pending_by_role[row.text(0)] = row.integer(1);
  return use;
}

policy::SeatUse count_limited_seats(database::Transaction& tx, const Account& account) {
  return account.plan->limits.empty() ? policy::SeatUse{} : count_seats(tx, account.id);
}

std::vector<Giver> list_givers(database::Transaction& tx, const policy::Catalogue& catalogue, const Account& account,
                               std::size_t permission, const std::function<bool(const Standing&)>& may, std::size_t limit) {
  constexpr std::size_t members_max = 500;
  std::vector<Giver> givers;
  std::size_t looked_at = 0;
  const auto look = [&](std::string_view role) {
    for (const auto& row :
         tx.list("SELECT m.user_id, u.name FROM members m JOIN users u ON u.id = m.user_id WHERE m.account_id = ? AND m.role = ? "
                 "AND m.status = 'active' ORDER BY m.user_id LIMIT ?",
                 account.id, role, members_max - looked_at)) {
      if (givers.size() >= limit) return;
      ++looked_at;
      const auto standing = find_standing(tx, catalogue, account, row.id<UserId>(0));
      if (standing && standing->effective.test(permission) && may(*standing)) givers.push_back({standing->user, row.text(1)});
    }
  };
  look(owner_role);
  for (const auto& role : list_roles(tx, catalogue, account))
    if (role.permissions.test(permission) || role.pickable.test(permission)) look(role.id);
  return givers;
}

}  // namespace roster::access
