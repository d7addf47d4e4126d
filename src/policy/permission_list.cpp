#include "policy/permission_list.h"

#include <fmt/format.h>

#include <algorithm>

namespace roster::policy {

namespace {

PermissionSet permissions_of(const Modules& modules, std::string_view module) {
  PermissionSet set;
  for (std::size_t i = 0; i < modules.permissions().size(); ++i)
    if (modules.permissions()[i].module == module) set.set(i);
  return set;
}

std::vector<std::string> every_entry(const Modules& modules) {
  std::vector<std::string> entries{"all", "@product"};
  for (const auto& module : modules.modules()) entries.push_back(module.id + ":*");
  for (const auto& permission : modules.permissions()) entries.push_back(permission.name);
  return entries;
}

/// Sorts one entry into the list; false when it means nothing.
bool take_entry(const Modules& modules, const std::string& entry, PermissionList& list) {
  if (entry == "all") {
    list.all = true;
  } else if (entry == "@product") {
    list.matched |= modules.product();
  } else if (entry.ends_with(":*")) {
    const auto set = permissions_of(modules, std::string_view{entry}.substr(0, entry.size() - 2));
    list.matched |= set;
    return set.any();
  } else if (const auto at = modules.find(entry)) {
    list.named.set(*at);
  } else {
    return false;
  }
  return true;
}

PermissionList take_entries(TableReader& table, std::string_view key, const Modules& modules) {
  PermissionList list;
  for (const auto& entry : table.words(key))
    if (!take_entry(modules, entry, list))
      table.fault(key, fmt::format("\"{}\" is no permission of this deployment", entry), allowed(every_entry(modules), entry));
  return list;
}

}  // namespace

PermissionList read_permission_list(TableReader& table, std::string_view key, const Modules& modules, FaultList& faults) {
  const auto* node = table.any(key);
  if (node == nullptr || node->kind != Node::Kind::table) return take_entries(table, key, modules);
  TableReader parts(*node, table.path_to(key), faults);
  parts.required("list", Node::Kind::list, "the permissions");
  auto list = take_entries(parts, "list", modules);
  const auto except = take_entries(parts, "except", modules);
  if (except.all) parts.fault("except", "\"all\" leaves nothing", "name what is taken out");
  list.except = except.named | except.matched;
  parts.finish();
  return list;
}

}  // namespace roster::policy
