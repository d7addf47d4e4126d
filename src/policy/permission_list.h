#pragma once
// The lists of permissions in a policy file. An entry is a permission ("payments:read"), a module ("payments:*"), every
// module of the product ("@product") or everything ("all"). `{ list = […], except = […] }` takes some out again.

#include "policy/table_reader.h"

namespace roster::policy {

struct PermissionList {
  bool all = false;       ///< "all" stands in the list
  PermissionSet named;    ///< asked for by name
  PermissionSet matched;  ///< asked for by module or "@product"
  PermissionSet except;

  /// What the list comes to among permissions that may be listed: patterns pass over the others silently.
  [[nodiscard]] PermissionSet within(const PermissionSet& listable) const {
    const auto asked = all ? listable : named | matched;
    return asked & listable & ~except;
  }
};

/// An absent key is an empty list.
PermissionList read_permission_list(TableReader& table, std::string_view key, const Modules& modules, FaultList& faults);

}  // namespace roster::policy
