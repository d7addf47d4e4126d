#include "roles/role_actions.h"

#include <algorithm>

#include "change/effect_list.h"
#include "invitations/invitation_rules.h"
#include "invitations/invitation_store.h"
#include "members/seat_refusal.h"
#include "roles/holders.h"
#include "roles/role_rules.h"

namespace roster::roles {

namespace {

using change::Change;

constexpr std::string_view manage = "roles:manage";
/// How many holders a refusal names.
constexpr std::size_t named_max = 50;

access::RoleDefinition define(const Change& change, const CustomRole& role) {
  return access::custom_role(change.policy(), change.modules(), role.id.text(), role.title, role.permissions);
}

json::object target_of(const CustomRole& role) { return {{"type", "role"}, {"id", role.id.text()}}; }

change::Effect about_role(std::string type, const CustomRole& role) {
  return {.type = std::move(type), .target = target_of(role), .values = {{"role", role.title}}};
}

json::object describe(const policy::Modules& modules, const CustomRole& role) {
  return {{"title", role.title}, {"permissions", members::write_names(modules, role.permissions)}};
}

/// The account's own role of that id, in the state that the actor has seen.
Result<CustomRole> find_to_change(const Change& change, std::string_view id) {
  if (auto allowed = change.require(manage); !allowed) return refuse(allowed);
  if (change.policy().find_role(id) != nullptr) return refuse(reasons::not_offered);
  const auto parsed = RoleId::parse(id);
  if (!parsed) return refuse(reasons::not_found);
  auto role = find_custom_role(change.tx(), change.modules(), change.account().id, *parsed);
  if (!role) return refuse(reasons::not_found);
  if (auto matched = change.match(role->version); !matched) return refuse(matched);
  return std::move(*role);
}

bool is_held_by_actor(const Change& change, const CustomRole& role) {
  return change.standing() != nullptr && change.standing()->role.id == role.id.text();
}

/// What stands in the way of deleting a role, named.
Error in_use(const std::vector<members::Member>& holders, const std::vector<invitations::Holder>& invited) {
  Error error{reasons::role_in_use,
              {{"members", std::to_string(holders.size())}, {"invitations", std::to_string(invited.size())}}};
  for (const auto& member : holders)
    if (error.holders.size() < named_max) error.holders.push_back({"member", member.user.text(), member.name});
  for (const auto& invitation : invited)
    if (error.holders.size() < named_max) error.holders.push_back({"invitation", invitation.id.text(), invitation.email});
  return error;
}

Result<access::RoleDefinition> find_replacement(const Change& change, const CustomRole& role, const std::string& id) {
  auto found = access::find_role(change.tx(), change.context().catalogue, change.account(), id);
  if (!found || found->is_owner || id == role.id.text()) return refuse(field_error("replace_with", reasons::role_unknown));
  return std::move(*found);
}

template <class Counts>
void move_count(Counts& counts, const std::string& from, const std::string& to) {
  const auto at = counts.find(from);
  if (at == counts.end()) return;
  counts[to] += at->second;
  counts.erase(from);
}

/// Seats for everybody who moves, members and invitations.
Result<void> require_seats(Change& change, const std::string& from, const std::string& to) {
  const auto& account = change.account();
  const auto before = access::count_limited_seats(change.tx(), account);
  auto after = before;
  move_count(after.active_by_role, from, to);
  move_count(after.pending_by_role, from, to);
  if (const auto reached = invitations::decide_growth(*account.policy, *account.plan, before, after))
    return refuse(members::seat_refusal(account, *reached, change.language()));
  return {};
}

/// Whoever replaces the role stands behind what is given from then on, as whoever edits an invitation does.
void move_invitations(Change& change, const std::string& from, const std::string& to) {
  const auto giver = access::text_of(change.asked().actor);
  change::EffectList changes({{"type", "account"}, {"id", change.account().id.text()}});
  for (const auto& invitation : invitations::replace_role(change.tx(), change.account().id, from, to, giver)) {
    change.note({.type = "invitation.updated",
                 .target = invitation.id.text(),
                 .before = {{"role", from}, {"invited_by", invitation.invited_by}},
                 .after = {{"role", to}, {"invited_by", giver}, {"email", invitation.email}}});
    changes.add({.type = "invitation_changes",
                 .target = {{"type", "invitation"}, {"id", invitation.id.text()}},
                 .values = {{"email", invitation.email}}});
  }
  changes.tell(change);
}

/// Giving people another role is managing them, and giving invitations another is inviting: whoever may only define roles
/// does neither by this way round.
Result<void> replace(Change& change, const CustomRole& role, const access::RoleDefinition& to,
                     const std::vector<members::Member>& holders, bool is_offered) {
  if (is_held_by_actor(change, role)) return refuse(reasons::cannot_change_self);
  if (!holders.empty())
    if (auto allowed = change.require("members:manage"); !allowed) return allowed;
  if (is_offered)
    if (auto allowed = change.require("members:invite"); !allowed) return allowed;
  const auto from = define(change, role);
  if (!may_move(change, holders, from, to)) return refuse(reasons::grant_exceeds_own);
  if (auto seats = require_seats(change, from.id, to.id); !seats) return seats;
  move_invitations(change, from.id, to.id);
  move_holders(change, holders, from, to);
  return {};
}

}  // namespace

Result<CustomRole> define_role(Change& change, const RoleDetails& details) {
  if (auto allowed = change.require(manage); !allowed) return refuse(allowed);
  if (!change.policy().custom_roles.allowed) return refuse(reasons::not_offered);
  const auto permissions = decide_permissions(details.permissions, change.policy(), change.modules());
  if (!permissions) return refuse(permissions);
  if (!change.may_give(*permissions)) return refuse(reasons::grant_exceeds_own);
  CustomRole role{.id = RoleId::make(change.now()),
                  .account = change.account().id,
                  .title = details.title,
                  .permissions = *permissions,
                  .created_at = change.now()};
  insert_role(change.tx(), change.modules(), role);
  change.note({.type = "role.created", .target = role.id.text(), .after = describe(change.modules(), role)});
  change.effect({.type = "role_created", .target = {{"type", "role"}, {"id", nullptr}}, .values = {{"role", role.title}}});
  return role;
}

Result<CustomRole> change_role(Change& change, std::string_view id, const RolePatch& patch) {
  auto role = find_to_change(change, id);
  if (!role) return role;
  if (!change.policy().custom_roles.allowed) return refuse(reasons::not_offered);
  if (is_held_by_actor(change, *role)) return refuse(reasons::cannot_change_self);
  auto changed = *role;
  if (patch.title) changed.title = *patch.title;
  if (patch.permissions) {
    const auto permissions = decide_permissions(*patch.permissions, change.policy(), change.modules());
    if (!permissions) return refuse(permissions);
    changed.permissions = *permissions;
  }
  const auto before = define(change, *role), after = define(change, changed);
  const auto edit = decide_edit(before, after);
  if (edit.gained.any() && !change.may_give(edit.gained)) return refuse(reasons::grant_exceeds_own);
  if (changed.title == role->title && changed.permissions == role->permissions) return role;

  save_role(change.tx(), change.modules(), changed);
  ++changed.version;
  auto written_before = describe(change.modules(), *role), written_after = describe(change.modules(), changed);
  for (const auto* field : {"title", "permissions"}) {
    if (written_before.at(field) != written_after.at(field)) continue;
    written_before.erase(field);
    written_after.erase(field);
  }
  change.note({.type = "role.updated",
               .target = role->id.text(),
               .before = std::move(written_before),
               .after = std::move(written_after)});
  change.effect(about_role("role_changes", *role));
  if (edit.gained.any() || edit.lost.any()) tell_edit(change, list_members_with(change, before.id), before, after);
  return changed;
}

Result<void> delete_role(Change& change, std::string_view id, const std::optional<std::string>& replacement) {
  const auto role = find_to_change(change, id);
  if (!role) return refuse(role);
  const auto holders = list_members_with(change, role->id.text());
  const auto invited = invitations::list_pending_with_role(change.tx(), change.account().id, role->id.text());
  if (replacement) {
    const auto to = find_replacement(change, *role, *replacement);
    if (!to) return refuse(to);
    if (auto replaced = replace(change, *role, *to, holders, !invited.empty()); !replaced) return replaced;
  } else if (!holders.empty() || !invited.empty()) {
    return refuse(in_use(holders, invited));
  }
  remove_role(change.tx(), role->id);
  change.note({.type = "role.removed", .target = role->id.text(), .before = describe(change.modules(), *role)});
  change.effect(about_role("role_deleted", *role));
  return {};
}

}  // namespace roster::roles
