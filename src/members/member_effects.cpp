#include "members/member_effects.h"

#include <algorithm>

namespace roster::members {

namespace {

void tell_permissions(change::Change& change, std::string_view type, const Member& member, const policy::PermissionSet& set) {
  const auto& modules = change.modules();
  for (const auto& name : modules.names(set)) {
    auto effect = about_member(std::string{type}, member);
    effect.target["permission"] = name;
    effect.values["permission"] = modules.permissions()[*modules.find(name)].label.in(change.language());
    change.effect(std::move(effect));
  }
}

void tell_sub_accounts(change::Change& change, const Member& member, const access::Scope& before, const access::Scope& after) {
  if (before == after) return;
  for (const auto& row :
       change.tx().list("SELECT id, name FROM sub_accounts WHERE account_id = ? ORDER BY id", change.account().id)) {
    const auto id = row.id<SubAccountId>(0);
    if (before.covers(id) == after.covers(id)) continue;
    auto effect = about_member(after.covers(id) ? "member_gains_sub_account" : "member_loses_sub_account", member);
    effect.target["sub_account"] = id.text();
    effect.values["sub_account"] = row.text(1);
    change.effect(std::move(effect));
  }
}

void tell_seat(change::Change& change, std::string_view type, const Member& member, const std::string& limit) {
  const auto& limits = change.policy().limits;
  const auto at = std::find_if(limits.begin(), limits.end(), [&](const policy::Limit& l) { return l.id == limit; });
  auto effect = about_member(std::string{type}, member);
  effect.values["limit"] = at == limits.end() ? limit : at->title.in(change.language());
  change.effect(std::move(effect));
}

}  // namespace

json::object member_target(const UserId& user) { return {{"type", "member"}, {"id", user.text()}}; }

change::Effect about_member(std::string type, const Member& member) {
  return {.type = std::move(type), .target = member_target(member.user), .values = {{"name", member.name}}};
}

void tell_grant_effects(change::Change& change, const Member& member, const access::Grant& before, const access::Grant& after) {
  const auto& modules = change.modules();
  if (before.role.id != after.role.id) {
    auto effect = about_member("member_changes", member);
    effect.values["role"] = after.role.title.in(change.language());
    effect.values["former_role"] = before.role.title.in(change.language());
    change.effect(std::move(effect));
  }
  const auto had = access::effective_permissions(before.role, before.picked, before.scope, modules);
  const auto has = access::effective_permissions(after.role, after.picked, after.scope, modules);
  tell_permissions(change, "member_gains_permission", member, has & ~had);
  tell_permissions(change, "member_loses_permission", member, had & ~has);
  tell_sub_accounts(change, member, before.scope, after.scope);
}

void tell_seat_effects(change::Change& change, std::string_view type, const Member& member, std::string_view role) {
  for (const auto& limit : policy::limits_counting(change.policy(), role)) tell_seat(change, type, member, limit);
}

void tell_seat_changes(change::Change& change, const Member& leaving, std::string_view from, const Member& arriving,
                       std::string_view to) {
  const auto left = policy::limits_counting(change.policy(), from);
  const auto taken = policy::limits_counting(change.policy(), to);
  for (const auto& limit : left)
    if (std::find(taken.begin(), taken.end(), limit) == taken.end()) tell_seat(change, "seat_freed", leaving, limit);
  for (const auto& limit : taken)
    if (std::find(left.begin(), left.end(), limit) == left.end()) tell_seat(change, "seat_taken", arriving, limit);
}

}  // namespace roster::members
