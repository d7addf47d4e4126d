#include "policy/policy_reader.h"

#include <fmt/format.h>

#include <algorithm>

#include "policy/permission_list.h"
#include "policy/table_reader.h"
#include "policy/wording_reader.h"

namespace roster::policy {

namespace {

constexpr std::int64_t lifetime_hours_min = 1, lifetime_hours_max = 30 * 24;
constexpr std::int64_t limit_max = 1'000'000;

/// What the readers of the sections share. Sections are read in the order in which they build on each other.
struct Reading {
  TableReader& top;
  const Modules& modules;
  FaultList& faults;
  Policy policy{};
};

template <class Item>
std::vector<std::string> ids_of(const std::vector<Item>& items) {
  std::vector<std::string> ids;
  ids.reserve(items.size());
  for (const auto& item : items) ids.push_back(item.id);
  return ids;
}

void check_identifier(const std::string& id, std::size_t line, const std::string& path, FaultList& faults) {
  if (!is_identifier(id))
    faults.add(line, path, fmt::format("\"{}\" cannot be an id", id),
               "use lower-case letters, digits and _, a letter first, at most 32");
}

/// Calls `read(id, TableReader)` for each table of a section like [roles.administrator].
template <class Read>
void read_each(Reading& reading, std::string_view section, const Node& node, Read read) {
  for (const auto& [id, part] : node.members) {
    const auto path = fmt::format("{}.{}", section, id);
    check_identifier(id, part.line, path, reading.faults);
    if (part.kind != Node::Kind::table) {
      reading.faults.add(part.line, path, fmt::format("this is {}, not a table", name_of(part.kind)),
                         fmt::format("write [{}]", path));
      continue;
    }
    TableReader table(part, path, reading.faults);
    read(id, table);
    table.finish();
  }
}

void read_names(Reading& reading) {
  auto& top = reading.top;
  auto& policy = reading.policy;
  policy.id = top.word("id", "the name that accounts refer to");
  if (const auto* id = top.node().find("id"); id != nullptr && id->kind == Node::Kind::text)
    check_identifier(policy.id, id->line, "id", reading.faults);
  policy.title = top.text("title", "the policy's name for people");
  policy.description = top.text("description", "what kind of account it is for");
  policy.owner_title = top.text("owner_title", "what the owner is called");
  policy.sub_accounts = top.boolean("sub_accounts", false);
}

void read_invitations(Reading& reading) {
  const auto* node = reading.top.required("invitations", Node::Kind::table, "how long an invitation is valid, and for whom");
  if (node == nullptr) return;
  TableReader table(*node, "invitations", reading.faults);
  reading.policy.invitation_lifetime = std::chrono::hours{
      table.integer("lifetime_hours", "how long an invitation is valid", lifetime_hours_min, lifetime_hours_max)};
  reading.policy.invitations_refuse_disposable = table.boolean("refuse_disposable", false);
  table.finish();
}

/// A list of what may not be given: the owner's own may stand in it, "all" would leave nothing.
PermissionSet read_refused(TableReader& table, std::string_view key, Reading& reading) {
  const auto list = read_permission_list(table, key, reading.modules, reading.faults);
  if (list.all) table.fault(key, "\"all\" leaves nothing to give", "name the permissions, or modules as \"payments:*\"");
  return (list.named | list.matched) & ~list.except;
}

void read_custom_roles(Reading& reading) {
  const auto* node = reading.top.optional("custom_roles", Node::Kind::table);
  if (node == nullptr) return;
  TableReader table(*node, "custom_roles", reading.faults);
  reading.policy.custom_roles.allowed = table.boolean("allowed", true);
  reading.policy.custom_roles.never = read_refused(table, "never", reading);
  table.finish();
}

/// Names that a role lists although nobody can have them through it.
void refuse_names(TableReader& table, std::string_view key, const PermissionSet& refused, std::string_view why,
                  const Modules& modules) {
  for (const auto& name : modules.names(refused))
    table.fault(key, fmt::format("\"{}\" {}", name, why), "take it out of the list");
}

PermissionSet read_grant(TableReader& table, std::string_view key, const PermissionList& list, const Role& role,
                         const Reading& reading) {
  const auto& modules = reading.modules;
  const auto reserved = reading.policy.reserved_to_owner & ~modules.owner_only();
  const auto never = role.never & ~modules.owner_only() & ~reserved;
  refuse_names(table, key, list.named & modules.owner_only(), "is the owner's alone and cannot be given", modules);
  refuse_names(table, key, list.named & reserved, "is reserved to the owner in this policy", modules);
  refuse_names(table, key, list.named & never, "stands under `never` of the same role", modules);
  return list.within(reading.policy.grantable(modules) & ~role.never);
}

void read_role_permissions(TableReader& table, Role& role, Reading& reading) {
  role.never = read_refused(table, "never", reading);
  const auto fixed = read_permission_list(table, "permissions", reading.modules, reading.faults);
  role.all = fixed.all;
  // A dynamic role keeps no list, so what is taken out of "all" is kept as what it never has.
  if (role.all) role.never |= fixed.except;
  const auto permissions = read_grant(table, "permissions", fixed, role, reading);
  if (!role.all) role.permissions = permissions;
  const auto pickable = read_permission_list(table, "pickable", reading.modules, reading.faults);
  role.pickable = read_grant(table, "pickable", pickable, role, reading) & ~role.permissions;
  if (role.all && role.pickable.any())
    table.fault("pickable", "a role that has \"all\" has nothing left to pick", "leave `pickable` out, or list `permissions`");
  if (!role.all && role.permissions.none() && role.pickable.none())
    reading.faults.add(table.node().line, table.path_to("permissions"),
                       "the role permits nothing, and nothing can be picked for it", "list `permissions` or `pickable`");
}

Role read_role(const std::string& id, TableReader& table, Reading& reading) {
  Role role;
  role.id = id;
  if (id == "owner")
    reading.faults.add(table.node().line, "roles.owner", "\"owner\" is the owner's own role",
                       "use owner_title, and another id here");
  if (id.starts_with("rol_"))
    reading.faults.add(table.node().line, "roles." + id, "ids that begin with rol_ are those of custom roles",
                       "choose another id");
  role.title = table.text("title", "what holders of the role are called");
  role.choice_label = table.optional_text("choice_label").value_or(role.title);
  role.description = table.text("description", "what the role is for, one sentence");
  role.invitation_sentence = table.text("invitation_sentence", "tells the invited what they will be, one sentence");
  role.is_administrator = table.boolean("administrator", false);
  read_role_permissions(table, role, reading);
  return role;
}

void read_roles(Reading& reading) {
  auto& policy = reading.policy;
  if (const auto* node = reading.top.required("roles", Node::Kind::table, "at least one, as [roles.user]")) {
    if (node->members.empty()) reading.top.fault("roles", "there is no role", "add at least one, as [roles.user]");
    read_each(reading, "roles", *node,
              [&](const std::string& id, TableReader& table) { policy.roles.push_back(read_role(id, table, reading)); });
  }
  policy.default_role = reading.top.word("default_role", "the role of who is invited without one");
  if (!policy.default_role.empty() && policy.find_role(policy.default_role) == nullptr)
    reading.top.fault("default_role", fmt::format("\"{}\" is no role of this policy", policy.default_role),
                      allowed(ids_of(policy.roles), policy.default_role));
}

void check_former_owner(TableReader& table, const Policy& policy) {
  const auto& transfer = policy.transfer;
  const auto* role = policy.find_role(transfer.former_owner_role);
  if (role == nullptr) {
    if (!transfer.former_owner_role.empty())
      table.fault("former_owner_role", fmt::format("\"{}\" is no role of this policy", transfer.former_owner_role),
                  allowed(ids_of(policy.roles), transfer.former_owner_role));
    return;
  }
  const auto& choices = transfer.former_owner_role_choices;
  if (std::find(choices.begin(), choices.end(), role->id) != choices.end())
    table.fault("former_owner_role_choices", fmt::format("\"{}\" is what the former owner becomes anyway", role->id),
                "list only the other roles that may be asked for");
  if (transfer.former_owner_keeps_snapshot && role->pickable.none())
    table.fault("former_owner_keeps_snapshot", fmt::format("nothing can be picked for the role \"{}\"", role->id),
                "set it to false, or give that role `pickable` permissions");
}

void read_transfer(Reading& reading) {
  const auto* node =
      reading.top.required("transfer", Node::Kind::table, "who can become the owner, and what the former one becomes");
  if (node == nullptr) return;
  TableReader table(*node, "transfer", reading.faults);
  auto& transfer = reading.policy.transfer;
  const auto roles = ids_of(reading.policy.roles);
  transfer.to_roles = table.words_of("to_roles", roles, "role");
  transfer.former_owner_role = table.word("former_owner_role", "the role that the former owner gets");
  transfer.former_owner_role_choices = table.words_of("former_owner_role_choices", roles, "role");
  transfer.former_owner_keeps_snapshot = table.boolean("former_owner_keeps_snapshot", false);
  check_former_owner(table, reading.policy);
  table.finish();
}

Limit read_limit(const std::string& id, TableReader& table, const Reading& reading) {
  Limit limit;
  limit.id = id;
  limit.title = table.text("title", "what is counted");
  limit.reached = table.text("reached", "tells that none is left", "max plan");
  limit.roles = table.words_of("roles", ids_of(reading.policy.roles), "role");
  limit.counts_owner = table.boolean("counts_owner", false);
  limit.counts_pending = table.boolean("counts_pending", true);
  return limit;
}

void read_limits(Reading& reading) {
  auto& policy = reading.policy;
  if (const auto* node = reading.top.optional("limits", Node::Kind::table))
    read_each(reading, "limits", *node,
              [&](const std::string& id, TableReader& table) { policy.limits.push_back(read_limit(id, table, reading)); });
  if (const auto contact = reading.top.optional_text("more_seats_contact")) {
    policy.more_seats_contact = *contact;
  } else if (!policy.limits.empty()) {
    reading.top.fault("more_seats_contact", "the text is missing, and the policy has limits",
                      "add it: whom to ask for more, a whole sentence");
  }
}

std::map<std::string, std::int64_t> read_plan_limits(TableReader& plan, Reading& reading) {
  std::map<std::string, std::int64_t> limits;
  const auto* node = plan.optional("limits", Node::Kind::table);
  if (node == nullptr) return limits;
  const auto known = ids_of(reading.policy.limits);
  TableReader table(*node, plan.path_to("limits"), reading.faults);
  for (const auto& [id, value] : node->members) {
    if (std::find(known.begin(), known.end(), id) == known.end()) {
      table.any(id);
      table.fault(id, fmt::format("\"{}\" is no limit of this policy", id),
                  known.empty() ? "define it first, as [limits." + id + "]" : allowed(known, id));
      continue;
    }
    limits[id] = table.integer(id, "how many", 0, limit_max);
  }
  return limits;
}

void read_plans(Reading& reading) {
  auto& policy = reading.policy;
  const auto* node =
      reading.top.required("plans", Node::Kind::table, "at least one; a policy without limits has [plans.default]");
  if (node == nullptr) return;
  if (node->members.empty()) reading.top.fault("plans", "there is no plan", "add at least one, as [plans.default]");
  read_each(reading, "plans", *node, [&](const std::string& id, TableReader& table) {
    policy.plans.push_back({id, table.text("title", "the plan's name"), read_plan_limits(table, reading)});
  });
  for (const auto& limit : policy.limits) {
    const auto is_set = [&](const Plan& plan) { return plan.limits.contains(limit.id); };
    if (std::any_of(policy.plans.begin(), policy.plans.end(), is_set)) continue;
    reading.faults.add(node->line, "plans", fmt::format("no plan sets the limit \"{}\"", limit.id),
                       fmt::format("set limits.{} in a plan, or take the limit out", limit.id));
  }
}

}  // namespace

std::string Fault::text() const {
  std::string where = file;
  if (line > 0) where += fmt::format(":{}", line);
  if (!key.empty()) where += ": " + key;
  return fmt::format("{}: {} — {}", where, problem, remedy);
}

tl::expected<Policy, std::vector<Fault>> read_policy(const SourceFile& file, const Modules& modules) {
  const auto document = read_document(file);
  if (!document) return tl::unexpected(std::vector<Fault>{document.error()});
  FaultList faults(file.name);
  TableReader top(*document, "", faults);
  Reading reading{top, modules, faults};
  read_names(reading);
  read_invitations(reading);
  reading.policy.reserved_to_owner = read_refused(top, "reserved_to_owner", reading);
  read_custom_roles(reading);
  read_roles(reading);
  read_transfer(reading);
  read_limits(reading);
  read_plans(reading);
  reading.policy.texts = read_texts(top, faults);
  reading.policy.arrangement = read_arrangement(top, faults);
  top.finish();
  if (!faults.empty()) return tl::unexpected(faults.take());
  return std::move(reading.policy);
}

tl::expected<Catalogue, std::vector<Fault>> read_catalogue(const SourceFile& modules_file,
                                                           const std::vector<SourceFile>& policies) {
  auto modules = read_modules(modules_file);
  if (!modules) return tl::unexpected(std::move(modules.error()));
  Catalogue catalogue{std::move(*modules), {}};
  std::vector<Fault> faults;
  for (const auto& file : policies) {
    auto policy = read_policy(file, catalogue.modules);
    if (!policy) {
      faults.insert(faults.end(), policy.error().begin(), policy.error().end());
      continue;
    }
    auto id = policy->id;
    if (!catalogue.policies.emplace(id, std::move(*policy)).second)
      faults.push_back(
          {file.name, 0, "id", fmt::format("another file defines the policy \"{}\" too", id), "give one of them another id"});
  }
  if (policies.empty())
    faults.push_back({modules_file.name, 0, "", "there is no policy beside it", "add at least one policy file"});
  if (!faults.empty()) return tl::unexpected(std::move(faults));
  return catalogue;
}

}  // namespace roster::policy
