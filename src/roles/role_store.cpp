#include "roles/role_store.h"

namespace roster::roles {

namespace {

constexpr std::string_view role_query =
    "SELECT id, account_id, title, permissions, created_at, version FROM roles WHERE account_id = ? AND ";

CustomRole read_role(const database::Row& row, const policy::Modules& modules) {
  return {.id = row.id<RoleId>(0),
          .account = row.id<AccountId>(1),
          .title = row.text(2),
          .permissions = modules.from_column(row.text(3)),
          .created_at = row.instant(4),
          .version = row.integer(5)};
}

}  // namespace

void insert_role(database::Transaction& tx, const policy::Modules& modules, const CustomRole& role) {
  tx.execute("INSERT INTO roles (id, account_id, title, permissions, created_at) VALUES (?, ?, ?, ?, ?)", role.id, role.account,
             role.title, modules.to_column(role.permissions), role.created_at);
}

std::optional<CustomRole> find_custom_role(database::Transaction& tx, const policy::Modules& modules, const AccountId& account,
                                           const RoleId& id) {
  const auto row = tx.find(std::string{role_query} + "id = ?", account, id);
  if (!row) return std::nullopt;
  return read_role(*row, modules);
}

void save_role(database::Transaction& tx, const policy::Modules& modules, const CustomRole& role) {
  tx.execute("UPDATE roles SET title = ?, permissions = ?, version = version + 1 WHERE id = ?", role.title,
             modules.to_column(role.permissions), role.id);
}

void remove_role(database::Transaction& tx, const RoleId& id) { tx.execute("DELETE FROM roles WHERE id = ?", id); }

std::vector<CustomRole> list_custom_roles(database::Transaction& tx, const policy::Modules& modules, const AccountId& account,
                                          std::string_view after, std::size_t limit) {
  std::vector<CustomRole> roles;
  for (const auto& row : tx.list(std::string{role_query} + "id > ? ORDER BY id LIMIT ?", account, after, limit))
    roles.push_back(read_role(row, modules));
  return roles;
}

}  // namespace roster::roles
