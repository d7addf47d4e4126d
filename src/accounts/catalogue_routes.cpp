#include "accounts/catalogue_routes.h"

#include "accounts/policy_document.h"

namespace roster::accounts {

namespace {

using change::Answer;

Result<Answer> list_policies(const users::Door& door, const users::Call& call) {
  const auto& catalogue = door.context().catalogue;
  json::array data;
  for (const auto& [id, policy] : catalogue.policies) data.push_back(write_policy(policy, catalogue.modules, call.language));
  return Answer{.body = users::write_page(std::move(data), std::nullopt)};
}

json::array write_permissions(const change::View& view, const policy::Module& module) {
  const auto grantable = view.policy().grantable(view.modules());
  const auto carriable = view.policy().carriable(view.modules());
  json::array permissions;
  for (const auto& permission : view.modules().permissions()) {
    if (permission.module != module.id) continue;
    const auto only = view.modules().only(permission.name);
    permissions.push_back(json::object{{"id", permission.name},
                                       {"label", permission.label.in(view.language())},
                                       {"grantable", policy::is_subset(only, grantable) && view.may_give(only)},
                                       {"needs_whole_account", !policy::is_subset(only, view.modules().product())},
                                       {"for_custom_roles", policy::is_subset(only, carriable)}});
  }
  return permissions;
}

Result<Answer> list_permissions(const users::Door& door, const users::Call& call) {
  const auto account = call.account();
  if (!account) return refuse(account);
  return change::look(door.context(), call.asked(*account), [](change::View& view) -> Result<Answer> {
    json::array modules;
    for (const auto& module : view.modules().modules())
      modules.push_back(json::object{
          {"id", module.id}, {"title", module.title.in(view.language())}, {"permissions", write_permissions(view, module)}});
    return Answer{.body = json::object{{"modules", std::move(modules)}}};
  });
}

}  // namespace

std::vector<http::Route> catalogue_routes(const users::Door& door) {
  return {
      {http::Method::get, "/v1/policies",
       door.handle({.anyone = true}, [&door](const users::Call& call) { return list_policies(door, call); })},
      {http::Method::get, "/v1/accounts/{acc}/permissions",
       door.handle({}, [&door](const users::Call& call) { return list_permissions(door, call); })},
  };
}

}  // namespace roster::accounts
