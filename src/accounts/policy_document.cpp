#include "accounts/policy_document.h"

#include "access/standing.h"
#include "members/member_store.h"

namespace roster::accounts {

namespace {

json::array write_roles(const policy::Policy& policy, const policy::Modules& modules, Language language) {
  json::array roles;
  for (const auto& role : policy.roles) {
    const auto definition = *access::find_policy_role(policy, modules, role.id);
    roles.push_back(json::object{{"id", role.id},
                                 {"title", role.title.in(language)},
                                 {"description", role.description.in(language)},
                                 {"is_default", role.id == policy.default_role},
                                 {"administrator", role.is_administrator},
                                 {"all", definition.all},
                                 {"permissions", members::write_names(modules, definition.permissions)},
                                 {"pickable", members::write_names(modules, definition.pickable)}});
  }
  return roles;
}

json::array write_plans(const policy::Policy& policy, Language language) {
  json::array plans;
  for (const auto& plan : policy.plans) {
    json::array limits;
    for (const auto& limit : policy.limits) {
      const auto max = plan.limits.find(limit.id);
      limits.push_back(json::object{{"limit", limit.id},
                                    {"title", limit.title.in(language)},
                                    {"max", max == plan.limits.end() ? json::value(nullptr) : json::value(max->second)}});
    }
    plans.push_back(json::object{{"id", plan.id}, {"title", plan.title.in(language)}, {"limits", std::move(limits)}});
  }
  return plans;
}

json::object write_transfer(const policy::Transfer& transfer) {
  json::value to_roles = "all";
  if (!transfer.to_roles.empty()) {
    json::array ids;
    for (const auto& id : transfer.to_roles) ids.emplace_back(id);
    to_roles = std::move(ids);
  }
  json::array choices{json::value(transfer.former_owner_role)};
  for (const auto& id : transfer.former_owner_role_choices)
    if (id != transfer.former_owner_role) choices.emplace_back(id);
  return {{"to_roles", std::move(to_roles)},
          {"former_owner_role", transfer.former_owner_role},
          {"former_owner_roles", std::move(choices)},
          {"former_owner_signed_out", true}};
}

/// The policy's own sentences, and those that stand with its roles and limits, under keys of the same kind.
json::object write_texts(const policy::Policy& policy, Language language) {
  json::object texts{{"more_seats_contact", policy.more_seats_contact.in(language)}};
  for (const auto& [key, text] : policy.texts) texts[key] = text.in(language);
  for (const auto& role : policy.roles) texts["roles." + role.id + ".choice_label"] = role.choice_label.in(language);
  return texts;
}

}  // namespace

json::object write_policy(const policy::Policy& policy, const policy::Modules& modules, Language language) {
  json::object arrangement;
  for (const auto& [key, value] : policy.arrangement) arrangement[key] = value;
  return {{"id", policy.id},
          {"title", policy.title.in(language)},
          {"description", policy.description.in(language)},
          {"owner_title", policy.owner_title.in(language)},
          {"roles", write_roles(policy, modules, language)},
          {"plans", write_plans(policy, language)},
          {"features", json::object{{"sub_accounts", policy.sub_accounts},
                                    {"custom_roles", policy.custom_roles.allowed},
                                    {"disposable_addresses", !policy.invitations_refuse_disposable}}},
          {"invitation_lifetime_seconds", std::chrono::seconds{policy.invitation_lifetime}.count()},
          {"transfer", write_transfer(policy.transfer)},
          {"texts", write_texts(policy, language)},
          {"arrangement", std::move(arrangement)}};
}

}  // namespace roster::accounts
