#include "roles/role_rules.h"

namespace roster::roles {

Result<policy::PermissionSet> decide_permissions(const std::vector<std::string>& names, const policy::Policy& policy,
                                                 const policy::Modules& modules) {
  const auto allowed = policy.carriable(modules);
  policy::PermissionSet set;
  std::vector<FieldError> faults;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto pointer = "/permissions/" + std::to_string(i);
    const auto permission = modules.find(names[i]);
    if (!permission) {
      faults.push_back({pointer, reasons::permission_unknown, {}});
    } else if (!allowed.test(*permission)) {
      faults.push_back({pointer, reasons::permission_not_grantable, {}});
    } else if (set.test(*permission)) {
      faults.push_back({pointer, reasons::invalid_value, {}});
    } else {
      set.set(*permission);
    }
  }
  if (!faults.empty()) return refuse(Error{reasons::validation_failed, std::move(faults)});
  return set;
}

Edit decide_edit(const access::RoleDefinition& before, const access::RoleDefinition& after) {
  return {after.permissions & ~before.permissions, before.permissions & ~after.permissions};
}

}  // namespace roster::roles
