#include "policy/policy.h"

#include <algorithm>
#include <stdexcept>

namespace roster::policy {

namespace {

template <class Item>
const Item* find_by_id(const std::vector<Item>& items, std::string_view id) {
  const auto at = std::find_if(items.begin(), items.end(), [&](const Item& item) { return item.id == id; });
  return at == items.end() ? nullptr : &*at;
}

}  // namespace

const Role* Policy::find_role(std::string_view role_id) const { return find_by_id(roles, role_id); }

const Plan* Policy::find_plan(std::string_view plan_id) const { return find_by_id(plans, plan_id); }

const LocalText& Policy::text(std::string_view key) const {
  const auto at = texts.find(std::string{key});
  if (at == texts.end()) throw std::logic_error("policy " + id + " has no text " + std::string{key});
  return at->second;
}

}  // namespace roster::policy
