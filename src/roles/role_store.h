#pragma once
// The roles table.

#include <optional>
#include <string_view>
#include <vector>

#include "roles/role.h"

namespace roster::roles {

void insert_role(database::Transaction& tx, const policy::Modules& modules, const CustomRole& role);
std::optional<CustomRole> find_custom_role(database::Transaction& tx, const policy::Modules& modules, const AccountId& account,
                                           const RoleId& id);
/// Title and permissions; raises the version.
void save_role(database::Transaction& tx, const policy::Modules& modules, const CustomRole& role);
void remove_role(database::Transaction& tx, const RoleId& id);
/// In the order that they were made, after the role `after` (empty: from the first).
std::vector<CustomRole> list_custom_roles(database::Transaction& tx, const policy::Modules& modules, const AccountId& account,
                                          std::string_view after, std::size_t limit);

}  // namespace roster::roles
