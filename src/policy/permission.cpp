#include "policy/permission.h"

#include <algorithm>
#include <stdexcept>

#include "policy/own_permissions.h"

namespace roster::policy {

namespace {

bool is_product(const std::vector<Module>& modules, std::string_view id) {
  return std::any_of(modules.begin(), modules.end(), [&](const Module& m) { return m.id == id && m.is_product; });
}

}  // namespace

Modules::Modules(std::vector<Module> modules, std::vector<Permission> permissions)
    : modules_(std::move(modules)), permissions_(std::move(permissions)) {
  if (permissions_.size() > permissions_max) throw std::length_error("more permissions than a set can hold");
  for (std::size_t i = 0; i < permissions_.size(); ++i) {
    const auto& permission = permissions_[i];
    if (!by_name_.emplace(permission.name, i).second) throw std::invalid_argument("two permissions named " + permission.name);
    all_.set(i);
    if (is_product(modules_, permission.module)) product_.set(i);
    if (permission.name == ownership_transfer || permission.name == account_delete) owner_only_.set(i);
  }
  for (const auto& [name, at] : by_name_) in_order_.push_back(at);
}

std::optional<std::size_t> Modules::find(std::string_view name) const {
  const auto at = by_name_.find(name);
  if (at == by_name_.end()) return std::nullopt;
  return at->second;
}

PermissionSet Modules::only(std::string_view name) const {
  const auto at = find(name);
  if (!at) throw std::logic_error("no permission named " + std::string{name});
  PermissionSet set;
  set.set(*at);
  return set;
}

std::vector<std::string> Modules::names(const PermissionSet& set) const {
  std::vector<std::string> names;
  names.reserve(set.count());
  for (const auto& [name, at] : by_name_)
    if (set.test(at)) names.push_back(name);
  return names;
}

void Modules::append_names(const PermissionSet& set, std::string& to) const {
  const auto begin = to.size();
  for (const auto at : in_order_) {
    if (!set.test(at)) continue;
    if (to.size() > begin) to += ',';
    to += permissions_[at].name;
  }
}

PermissionSet Modules::read(const std::vector<std::string>& names) const {
  PermissionSet set;
  for (const auto& name : names)
    if (const auto at = find(name)) set.set(*at);
  return set;
}

std::string Modules::to_column(const PermissionSet& set) const {
  std::string column;
  for (const auto& name : names(set)) {
    if (!column.empty()) column += ' ';
    column += name;
  }
  return column;
}

PermissionSet Modules::from_column(std::string_view column) const {
  PermissionSet set;
  while (!column.empty()) {
    const auto space = column.find(' ');
    if (const auto at = find(column.substr(0, space))) set.set(*at);
    column = space == std::string_view::npos ? std::string_view{} : column.substr(space + 1);
  }
  return set;
}

}  // namespace roster::policy
