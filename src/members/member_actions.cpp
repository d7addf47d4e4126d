#include "members/member_actions.h"

#include "members/member_effects.h"
#include "members/seat_refusal.h"
#include "users/user_store.h"

namespace roster::members {

namespace {

/// The member whom the actor is about to change, neither the actor nor the owner, in the state that the actor has seen.
Result<Member> find_target(change::Change& change, std::string_view permission, const UserId& user) {
  if (auto allowed = change.require(permission); !allowed) return refuse(allowed);
  auto member = find_in(change, user);
  if (!member) return member;
  const bool is_self = change.user() != nullptr && change.user()->user == user;
  if (auto judged = decide_target(is_self, member->role == access::owner_role); !judged) return refuse(judged);
  if (auto matched = change.match(member->version); !matched) return refuse(matched);
  return member;
}

Result<access::RoleDefinition> find_wanted_role(change::Change& change, const std::string& role_id) {
  auto role = access::find_role(change.tx(), change.context().catalogue, change.account(), role_id);
  if (!role || role->is_owner) return refuse(field_error("/role", reasons::role_unknown));
  return std::move(*role);
}

Result<access::Grant> find_wanted_grant(change::Change& change, const access::Grant& before, const GrantRequest& request) {
  auto after = before;
  if (request.role) {
    auto role = find_wanted_role(change, *request.role);
    if (!role) return refuse(role);
    after.role = std::move(*role);
  }
  if (request.scope) {
    auto scope = decide_scope(*request.scope, change.policy(), [&](const SubAccountId& id) {
      return access::sub_account_exists(change.tx(), change.account().id, id);
    });
    if (!scope) return refuse(scope);
    after.scope = std::move(*scope);
  }
  if (request.permissions) {
    auto picks = decide_picks(*request.permissions, after.role, after.scope, change.modules());
    if (!picks) return refuse(picks);
    after.picked = *picks;
  } else if (after.role.id != before.role.id) {
    after.picked = picks_kept(before.picked, after.role);
  }
  return after;
}

Result<void> require_seat(change::Change& change, std::string_view from, std::string_view to) {
  const auto& account = change.account();
  if (!is_limited(*account.policy, *account.plan, to)) return {};
  const auto use = access::count_limited_seats(change.tx(), account);
  if (const auto reached = decide_seat_change(*account.policy, *account.plan, use, from, to))
    return refuse(seat_refusal(account, *reached, change.language()));
  return {};
}

/// The fields of a grant that are others, for the event; with who it is about.
struct Written {
  json::object before, after;
};
Written write_difference(const change::Change& change, const Member& member, const access::Grant& before,
                         const access::Grant& after) {
  Written out;
  const auto& modules = change.modules();
  if (before.role.id != after.role.id) {
    out.before["role"] = before.role.id;
    out.after["role"] = after.role.id;
  }
  if (before.picked != after.picked) {
    out.before["picked"] = write_names(modules, before.picked);
    out.after["picked"] = write_names(modules, after.picked);
  }
  if (before.scope != after.scope) {
    out.before["sub_accounts"] = write_scope(before.scope);
    out.after["sub_accounts"] = write_scope(after.scope);
  }
  out.after["name"] = member.name;
  out.after["email"] = member.email;
  return out;
}

void note_status(change::Change& change, const Member& member, access::MemberStatus status) {
  const bool is_active = status == access::MemberStatus::active;
  change.note({.type = is_active ? "member.reactivated" : "member.deactivated",
               .target = member.user.text(),
               .before = {{"status", access::text_of(member.status)}},
               .after = {{"status", access::text_of(status)}, {"name", member.name}, {"email", member.email}}});
}

/// The rest of removing and leaving: nothing of the membership is left.
void end_membership(change::Change& change, const Member& member, std::string event_type) {
  remove_member(change.tx(), member.account, member.user);
  change.note({.type = std::move(event_type),
               .target = member.user.text(),
               .before = {{"role", member.role},
                          {"picked", write_names(change.modules(), member.picked)},
                          {"sub_accounts", write_scope(member.scope)},
                          {"status", access::text_of(member.status)},
                          {"name", member.name},
                          {"email", member.email}},
               .after = {}});
  change.effect(about_member("member_removed", member));
  if (member.status == access::MemberStatus::active) tell_seat_effects(change, "seat_freed", member, member.role);
  change.reduced({.user = member.user, .membership_ended = true});
}

void send_access_removed(change::Change& change, const Member& member) {
  const auto user = users::find_user(change.tx(), member.user);
  if (!user) return;
  change.send({.kind = "access_removed",
               .recipient = user->email,
               .language = user->language,
               .account = member.account,
               // Of this membership: who comes back and is removed again gets another letter.
               .about = member.user.text() + ":" + member.account.text() + ":removed:" + std::to_string(member.joined_at.ms),
               .fields = {{"account_name", change.account().name}}});
  change.effect(
      {.type = "letter_sent", .target = {{"type", "user"}, {"id", member.user.text()}}, .values = {{"name", member.name}}});
}

}  // namespace

Result<Member> find_in(change::View& view, const UserId& user) {
  auto member = find_member(view.tx(), view.modules(), view.account().id, user);
  if (!member) return refuse(reasons::not_found);
  return std::move(*member);
}

access::RoleDefinition role_of(change::View& view, std::string_view role_id) {
  if (auto role = access::find_role(view.tx(), view.context().catalogue, view.account(), role_id)) return std::move(*role);
  access::RoleDefinition gone;
  gone.id = role_id;
  gone.title.by_language.fill(std::string{role_id});
  return gone;
}

access::Grant grant_of(change::View& view, const Member& member) {
  return {role_of(view, member.role), member.picked, member.scope};
}

change::Answer member_answer(change::View& view, const Member& member) {
  return {.body = write_member(member, role_of(view, member.role), view.modules(), view.language()), .version = member.version};
}

Result<void> update_member(change::Change& change, const UserId& user, const GrantRequest& request) {
  const auto member = find_target(change, "members:manage", user);
  if (!member) return refuse(member);
  const auto before = grant_of(change, *member);
  const auto after = find_wanted_grant(change, before, request);
  if (!after) return refuse(after);
  if (after->role.id == before.role.id && after->picked == before.picked && after->scope == before.scope) return {};
  if (decide_is_giving(before, *after, change.modules()) && !change.may_give(*after)) return refuse(reasons::grant_exceeds_own);
  const bool is_active = member->status == access::MemberStatus::active;
  if (is_active && after->role.id != before.role.id)
    if (auto seat = require_seat(change, before.role.id, after->role.id); !seat) return refuse(seat);

  save_grant(change.tx(), change.modules(), member->account, user, after->role.id, after->picked, after->scope);
  auto written = write_difference(change, *member, before, *after);
  change.note(
      {.type = "member.updated", .target = user.text(), .before = std::move(written.before), .after = std::move(written.after)});
  tell_grant_effects(change, *member, before, *after);
  if (is_active) tell_seat_changes(change, *member, before.role.id, after->role.id);
  if (decide_is_taking(before, *after, change.modules())) change.reduced({.user = user});
  return {};
}

Result<void> deactivate_member(change::Change& change, const UserId& user) {
  const auto member = find_target(change, "members:manage", user);
  if (!member) return refuse(member);
  if (member->status == access::MemberStatus::deactivated) return {};
  save_status(change.tx(), member->account, user, access::MemberStatus::deactivated);
  note_status(change, *member, access::MemberStatus::deactivated);
  change.effect(about_member("member_deactivated", *member));
  tell_seat_effects(change, "seat_freed", *member, member->role);
  change.reduced({.user = user});
  return {};
}

Result<void> reactivate_member(change::Change& change, const UserId& user) {
  const auto member = find_target(change, "members:manage", user);
  if (!member) return refuse(member);
  if (member->status == access::MemberStatus::active) return {};
  if (!change.may_give(grant_of(change, *member))) return refuse(reasons::grant_exceeds_own);
  const auto& account = change.account();
  if (is_limited(*account.policy, *account.plan, member->role)) {
    const auto use = access::count_limited_seats(change.tx(), account);
    if (const auto reached = policy::decide_seat(*account.policy, *account.plan, use, member->role))
      return refuse(seat_refusal(account, *reached, change.language()));
  }
  save_status(change.tx(), member->account, user, access::MemberStatus::active);
  note_status(change, *member, access::MemberStatus::active);
  change.effect(about_member("member_reactivated", *member));
  tell_seat_effects(change, "seat_taken", *member, member->role);
  return {};
}

Result<void> remove_member_as_manager(change::Change& change, const UserId& user) {
  const auto member = find_target(change, "members:remove", user);
  if (!member) return refuse(member);
  end_membership(change, *member, "member.removed");
  send_access_removed(change, *member);
  return {};
}

Result<void> leave_account(change::Change& change) {
  if (change.standing() == nullptr) return refuse(reasons::forbidden);
  if (change.standing()->role.is_owner) return refuse(reasons::owner_must_transfer);
  const auto member = find_in(change, change.standing()->user);
  if (!member) return refuse(member);
  if (auto matched = change.match(member->version); !matched) return refuse(matched);
  end_membership(change, *member, "member.left");
  return {};
}

}  // namespace roster::members
