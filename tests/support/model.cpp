#include "support/model.h"

#include <algorithm>

namespace roster::testing::model {

namespace {

Names minus(const Names& from, const Names& what) {
  Names out;
  std::set_difference(from.begin(), from.end(), what.begin(), what.end(), std::inserter(out, out.end()));
  return out;
}

Names both(const Names& a, const Names& b) {
  Names out;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::inserter(out, out.end()));
  return out;
}

bool is_part(const Names& part, const Names& whole) {
  return std::includes(whole.begin(), whole.end(), part.begin(), part.end());
}

const Names members_module{"members:invite", "members:manage", "members:read", "members:remove"};
const Names owners_alone{"account:delete", "ownership:transfer"};

Names portal_user_never() {
  Names never = members_module;
  never.insert({"pricing:read", "pricing:write", "payments:read", "payments:write", "roles:manage"});
  return never;
}

std::vector<Rules> write_policies() {
  const auto everything = minus(all_permissions(), owners_alone);
  Rules stage{.policy = "stage", .roles = {}, .default_role = "operator", .former_owner_role = "administrator", .plans = {}};
  Names operators = product_permissions();
  operators.insert({"account:read", "members:read"});
  stage.roles = {{.id = "administrator", .all = true}, {.id = "operator", .fixed = operators}};
  stage.custom_never = {"account:update",      "members:invite",  "members:manage",  "members:remove", "roles:manage",
                        "sub_accounts:manage", "contacts:manage", "api_keys:manage", "webhooks:manage"};
  stage.former_owner_choices = {"operator"};
  stage.limited_role = "administrator";
  stage.plans = {{"essential", 2}, {"standard", 5}};

  Rules platform{.policy = "platform",
                 .roles = {},
                 .default_role = "chosen",
                 .former_owner_role = "all",
                 .plans = {{"default", std::nullopt}}};
  platform.roles = {{.id = "all", .all = true}, {.id = "chosen", .pickable = everything}};

  Rules creator{.policy = "creator",
                .roles = {},
                .default_role = "administrator",
                .former_owner_role = "administrator",
                .plans = {{"default", std::nullopt}}};
  creator.roles = {{.id = "administrator", .all = true}};
  creator.reserved = {"members:invite", "members:manage", "members:remove"};
  creator.lifetime_hours = 720;
  creator.to_roles = {"administrator"};

  Rules portal{.policy = "portal",
               .roles = {},
               .default_role = "user",
               .former_owner_role = "admin",
               .plans = {{"default", std::nullopt}}};
  portal.roles = {{.id = "admin", .all = true}, {.id = "user", .pickable = everything, .never = portal_user_never()}};
  portal.custom_never = portal_user_never();
  portal.sub_accounts = true;

  Rules master{
      .policy = "master", .roles = {}, .default_role = "user", .former_owner_role = "user", .plans = {{"default", std::nullopt}}};
  master.roles = {{.id = "user", .pickable = everything}};
  master.former_owner_keeps_snapshot = true;
  return {stage, platform, creator, portal, master};
}

}  // namespace

const Names& product_permissions() {
  static const Names names{"pricing:read",    "pricing:write",   "payments:read", "payments:write", "products:read",
                           "products:manage", "content:publish", "messages:send", "reports:read",   "support:open"};
  return names;
}

const Names& all_permissions() {
  static const Names names = [] {
    Names all = product_permissions();
    all.insert({"account:read", "account:update", "account:delete", "members:read", "members:invite", "members:manage",
                "members:remove", "ownership:transfer", "roles:manage", "sub_accounts:read", "sub_accounts:manage",
                "contacts:read", "contacts:manage", "events:read", "sign_ins:read", "api_keys:manage", "webhooks:manage"});
    return all;
  }();
  return names;
}

const std::vector<Rules>& policies() {
  static const std::vector<Rules> all = write_policies();
  return all;
}

const Rules& rules_of(const std::string& policy) {
  return *std::find_if(policies().begin(), policies().end(), [&](const Rules& rules) { return rules.policy == policy; });
}

const Role* Rules::find(const std::string& role) const {
  const auto at = std::find_if(roles.begin(), roles.end(), [&](const Role& r) { return r.id == role; });
  return at == roles.end() ? nullptr : &*at;
}

Names Rules::grantable() const { return minus(minus(all_permissions(), owners_alone), reserved); }

bool Verdict::allows(int status, const std::string& code) const {
  if (status >= 200 && status < 300) return open || refusals.empty();
  return std::any_of(refusals.begin(), refusals.end(), [&](const Refusal& r) { return r.status == status && r.code == code; });
}

std::string Verdict::text() const {
  std::string out = refusals.empty() || open ? "success" : "";
  for (const auto& refusal : refusals) out += (out.empty() ? "" : " or ") + std::to_string(refusal.status) + " " + refusal.code;
  return out;
}

Account::Account(const Rules& of, std::string owner_id, std::string plan_name)
    : rules(&of), owner(std::move(owner_id)), plan(std::move(plan_name)) {
  members[owner] = {};
}

const Member* Account::find(const std::string& user) const {
  const auto at = members.find(user);
  return at == members.end() ? nullptr : &at->second;
}

std::optional<Role> Account::role(const std::string& id) const {
  if (const auto* own = rules->find(id)) return *own;
  const auto custom = roles.find(id);
  if (custom == roles.end()) return std::nullopt;
  return Role{.id = id, .fixed = custom->second.permissions, .never = rules->custom_never};
}

Names Account::effective(const Grant& grant) const {
  const auto of = role(grant.role);
  if (!of) return {};
  Names names = of->all ? rules->grantable() : of->fixed;
  names.merge(both(grant.picked, of->pickable));
  names = minus(both(names, rules->grantable()), of->never);
  return grant.scope ? both(names, product_permissions()) : names;
}

Names Account::effective(const std::string& user) const {
  const auto* member = find(user);
  if (member == nullptr || !member->active) return {};
  return is_owner(user) ? all_permissions() : effective(member->grant);
}

bool Account::may(const std::string& user, const std::string& permission, const std::string& sub_account) const {
  if (!effective(user).contains(permission)) return false;
  const auto scope = is_owner(user) ? Scope{} : find(user)->grant.scope;
  if (sub_account.empty()) return !scope;
  return sub_accounts.contains(sub_account) && (!scope || scope->contains(sub_account));
}

std::string Account::status_of(const Invitation& invitation) const {
  if (invitation.status == "pending" && hour - invitation.sent_at_hour >= rules->lifetime_hours) return "expired";
  return invitation.status;
}

const std::string* Account::find_pending(const std::string& email) const {
  for (const auto& [id, invitation] : invitations)
    if (invitation.email == email && is_live(invitation)) return &id;
  return nullptr;
}

int Account::used_seats() const {
  int used = 0;
  for (const auto& [user, member] : members) used += !is_owner(user) && member.active && takes_seat(member.grant.role) ? 1 : 0;
  for (const auto& [id, invitation] : invitations) used += is_live(invitation) && takes_seat(invitation.grant.role) ? 1 : 0;
  return used;
}

std::optional<int> Account::max_seats() const { return rules->limited_role.empty() ? std::nullopt : rules->plans.at(plan); }

bool Account::has_room(int more) const { return more <= 0 || !max_seats() || used_seats() + more <= *max_seats(); }

bool Account::may_give(const std::string& user, const Grant& grant) const {
  const auto* member = find(user);
  const auto of = role(grant.role);
  if (member == nullptr || !member->active || !of) return false;
  if (is_owner(user)) return true;
  const auto own = role(member->grant.role);
  if (of->all && !own->all) return false;
  if (member->grant.scope && (!grant.scope || !is_part(*grant.scope, *member->grant.scope))) return false;
  return is_part(effective(grant), effective(user));
}

bool Account::may_still_give(const std::string& user, const Grant& grant) const {
  return effective(user).contains("members:invite") && may_give(user, grant);
}

std::optional<Verdict> Account::shut_out(const std::string& actor) const {
  const auto* member = find(actor);
  if (member == nullptr) return Verdict{{{404, "not_found"}}};
  if (!member->active) return Verdict{{{403, "membership_deactivated"}}};
  return std::nullopt;
}

Account::Resolved Account::resolve(const Wanted& wanted, const Grant& base, bool keeps_picks_of_same_role) const {
  Resolved out;
  out.grant = base;
  if (wanted.role) out.grant.role = *wanted.role;
  const auto of = role(out.grant.role);
  if (!of) {
    out.faults.push_back({422, "role_unknown"});
    return out;
  }
  if (wanted.scope) {
    out.grant.scope = *wanted.scope;
    if (out.grant.scope && !rules->sub_accounts)
      out.faults.push_back({409, "not_offered"});
    else if (out.grant.scope && !is_part(*out.grant.scope, sub_accounts))
      out.faults.push_back({422, "sub_account_unknown"});
  }
  // What may be picked, now that role and scope are known.
  auto pickable = both(minus(of->pickable, of->never), rules->grantable());
  if (wanted.permissions) {
    out.grant.picked = *wanted.permissions;
    if (out.grant.scope) pickable = both(pickable, product_permissions());
    if (!is_part(*wanted.permissions, pickable)) out.faults.push_back({422, "permission_not_grantable"});
    if (!is_part(*wanted.permissions, all_permissions())) out.faults.push_back({422, "permission_unknown"});
  } else if (!keeps_picks_of_same_role || out.grant.role != base.role) {
    out.grant.picked = both(out.grant.picked, pickable);
  }
  return out;
}

bool Account::is_covered(const Grant& part, const Grant& whole) const {
  if (role(part.role)->all && !role(whole.role)->all) return false;
  const bool within = !whole.scope || (part.scope && is_part(*part.scope, *whole.scope));
  return within && is_part(effective(part), effective(whole));
}

/// Giving is capped by what the giver holds, taking is not. What of the rest may stay is left open.
void Account::judge_giving(const std::string& actor, const Grant& before, const Grant& after, Verdict& verdict) const {
  if (is_covered(after, before) || may_give(actor, after)) return;
  verdict.refusals.push_back({403, "grant_exceeds_own"});
  const bool widens = before.scope && (!after.scope || !is_part(*after.scope, *before.scope));
  const auto given = widens ? effective(after) : minus(effective(after), effective(before));
  const bool gives_all = role(after.role)->all && !role(before.role)->all;
  const bool may_give_all = is_owner(actor) || role(find(actor)->grant.role)->all;
  verdict.open =
      is_part(given, effective(actor)) && (!gives_all || may_give_all) && (is_owner(actor) || !find(actor)->grant.scope);
}

void Account::reconsider(const std::string& user, const std::string& heir) {
  for (auto& [id, invitation] : invitations) {
    if (!is_live(invitation) || invitation.inviter != user || may_still_give(user, invitation.grant)) continue;
    if (heir.empty())
      invitation.status = "cancelled";
    else
      invitation.inviter = heir;
  }
}

Verdict Account::judge_invite(const std::string& actor, const Wanted& wanted) const {
  if (auto shut = shut_out(actor)) return *shut;
  Verdict verdict;
  if (!effective(actor).contains("members:invite")) verdict.refusals.push_back({403, "forbidden"});
  const auto resolved = resolve(wanted, {.role = rules->default_role}, false);
  verdict.refusals.insert(verdict.refusals.end(), resolved.faults.begin(), resolved.faults.end());
  if (resolved.faults.empty() && !may_give(actor, resolved.grant)) verdict.refusals.push_back({403, "grant_exceeds_own"});
  return verdict;
}

Names Account::judge_row(const std::string& email, const Wanted& wanted) const {
  Names outcomes;
  for (const auto& [user, member] : members)
    if (emails.contains(user) && emails.at(user) == email)
      outcomes.insert(member.active ? "already_member" : "member_deactivated");
  if (find_pending(email) != nullptr) outcomes.insert("already_invited");
  if (takes_seat(wanted.role.value_or(rules->default_role)) && !has_room(1)) outcomes.insert("seat_limit_reached");
  return outcomes.empty() ? Names{"invited"} : outcomes;
}

void Account::invite(const std::string& actor, const std::string& id, const std::string& email, const Wanted& wanted) {
  // An expired one of the same address makes room for it.
  for (auto& [other, invitation] : invitations)
    if (invitation.email == email && invitation.status == "pending") invitation.status = "expired";
  invitations[id] = {.email = email,
                     .grant = resolve(wanted, {.role = rules->default_role}, false).grant,
                     .inviter = actor,
                     .sent_at_hour = hour};
}

Verdict Account::judge_edit(const std::string& actor, const std::string& id, const Wanted& wanted) const {
  if (auto shut = shut_out(actor)) return *shut;
  Verdict verdict;
  if (!effective(actor).contains("members:invite")) verdict.refusals.push_back({403, "forbidden"});
  const auto at = invitations.find(id);
  if (at == invitations.end()) {
    verdict.refusals.push_back({404, "not_found"});
    return verdict;
  }
  if (!is_live(at->second)) verdict.refusals.push_back({409, "invitation_not_pending"});
  const auto resolved = resolve(wanted, at->second.grant, false);
  verdict.refusals.insert(verdict.refusals.end(), resolved.faults.begin(), resolved.faults.end());
  if (!resolved.faults.empty()) return verdict;
  if (!may_give(actor, resolved.grant)) verdict.refusals.push_back({403, "grant_exceeds_own"});
  if (takes_seat(resolved.grant.role) && !takes_seat(at->second.grant.role) && !has_room(1))
    verdict.refusals.push_back({409, "seat_limit_reached"});
  return verdict;
}

void Account::edit(const std::string& actor, const std::string& id, const Wanted& wanted) {
  auto& invitation = invitations.at(id);
  const auto grant = resolve(wanted, invitation.grant, false).grant;
  if (grant == invitation.grant) return;
  invitation.grant = grant;
  invitation.inviter = actor;  // whoever changes what it gives, gives it
}

Verdict Account::judge_resend(const std::string& actor, const std::string& id) const {
  if (auto shut = shut_out(actor)) return *shut;
  Verdict verdict;
  if (!effective(actor).contains("members:invite")) verdict.refusals.push_back({403, "forbidden"});
  const auto at = invitations.find(id);
  if (at == invitations.end()) {
    verdict.refusals.push_back({404, "not_found"});
    return verdict;
  }
  const auto& invitation = at->second;
  // Once it has expired, its role can be deleted: then nothing is left that anybody could give.
  const bool has_role = role(invitation.grant.role).has_value();
  if (invitation.status != "pending" || !has_role) verdict.refusals.push_back({409, "invitation_not_pending"});
  if (has_role && invitation.grant.scope && invitation.grant.scope->empty()) verdict.refusals.push_back({409, "scope_gone"});
  if (has_role && !may_give(actor, invitation.grant)) verdict.refusals.push_back({403, "grant_exceeds_own"});
  if (status_of(invitation) == "expired" && takes_seat(invitation.grant.role) && !has_room(1))
    verdict.refusals.push_back({409, "seat_limit_reached"});
  return verdict;
}

void Account::resend(const std::string& actor, const std::string& id) {
  auto& invitation = invitations.at(id);
  invitation.sent_at_hour = hour;
  invitation.inviter = actor;
}

Verdict Account::judge_link(const std::string& actor, const std::string& id) const {
  auto verdict = judge_resend(actor, id);
  const auto at = invitations.find(id);
  if (at == invitations.end() || !find(actor) || !find(actor)->active) return verdict;
  if (!is_live(at->second)) verdict.refusals.push_back({409, "invitation_not_pending"});
  return verdict;
}

void Account::link(const std::string& actor, const std::string& id) { invitations.at(id).inviter = actor; }

Verdict Account::judge_cancel(const std::string& actor, const std::string& id) const {
  if (auto shut = shut_out(actor)) return *shut;
  Verdict verdict;
  const auto own = effective(actor);
  if (!own.contains("members:invite") && !own.contains("members:remove")) verdict.refusals.push_back({403, "forbidden"});
  const auto at = invitations.find(id);
  if (at == invitations.end())
    verdict.refusals.push_back({404, "not_found"});
  else if (at->second.status != "pending")  // one that ran out is put away by it
    verdict.refusals.push_back({409, "invitation_not_pending"});
  return verdict;
}

void Account::cancel(const std::string& id) { invitations.at(id).status = "cancelled"; }

Verdict Account::judge_accept(const std::string& actor, const std::string& id) const {
  const auto& invitation = invitations.at(id);
  if (invitation.status == "accepted") {
    // To who joined by it, the membership again; what is left of one who was put to rest since is left open.
    const auto* member = find(actor);
    if (invitation.accepted_by != actor || member == nullptr) return {{{404, "not_found"}}};
    if (!member->active) return {{{404, "not_found"}, {403, "membership_deactivated"}}, true};
    return {};
  }
  if (!is_live(invitation) || !may_still_give(invitation.inviter, invitation.grant)) return {{{404, "not_found"}}};
  if (emails.at(actor) != invitation.email) return {{{403, "invitation_email_mismatch"}}};
  if (const auto* member = find(actor)) return {{{409, member->active ? "already_member" : "member_deactivated"}}};
  if (invitation.grant.scope && invitation.grant.scope->empty()) return {{{409, "scope_gone"}}};
  return {};
}

void Account::accept(const std::string& actor, const std::string& id) {
  auto& invitation = invitations.at(id);
  if (invitation.status == "accepted") return;
  invitation.status = "accepted";
  invitation.accepted_by = actor;
  members[actor] = {.grant = invitation.grant};
}

void Account::refuse_accept(const std::string& actor, const std::string& id) {
  auto& invitation = invitations.at(id);
  static_cast<void>(actor);
  if (is_live(invitation) && !may_still_give(invitation.inviter, invitation.grant)) invitation.status = "cancelled";
}

Verdict Account::judge_decline(const std::string& id) const {
  const auto& invitation = invitations.at(id);
  if (!is_live(invitation)) return {{{404, "not_found"}}};
  if (!may_still_give(invitation.inviter, invitation.grant)) return {{{404, "not_found"}}, true};
  return {};
}

void Account::decline(const std::string& id) { invitations.at(id).status = "declined"; }

Verdict Account::judge_patch(const std::string& actor, const std::string& target, const Wanted& wanted) const {
  if (auto shut = shut_out(actor)) return *shut;
  Verdict verdict;
  if (!effective(actor).contains("members:manage")) verdict.refusals.push_back({403, "forbidden"});
  if (actor == target) verdict.refusals.push_back({403, "cannot_change_self"});
  const auto* member = find(target);
  if (member == nullptr) {
    verdict.refusals.push_back({404, "not_found"});
    return verdict;
  }
  if (is_owner(target)) {
    verdict.refusals.push_back({403, "owner_untouchable"});
    return verdict;
  }
  const auto resolved = resolve(wanted, member->grant, true);
  verdict.refusals.insert(verdict.refusals.end(), resolved.faults.begin(), resolved.faults.end());
  if (!resolved.faults.empty()) return verdict;
  if (verdict.refusals.empty()) judge_giving(actor, member->grant, resolved.grant, verdict);
  if (member->active && takes_seat(resolved.grant.role) && !takes_seat(member->grant.role) && !has_room(1)) {
    verdict.refusals.push_back({409, "seat_limit_reached"});
    verdict.open = false;
  }
  return verdict;
}

void Account::patch(const std::string& target, const Wanted& wanted) {
  auto& member = members.at(target);
  const auto before = member.grant;
  member.grant = resolve(wanted, before, true).grant;
  if (!is_covered(before, member.grant)) reconsider(target);
}

Verdict Account::judge_deactivate(const std::string& actor, const std::string& target) const {
  if (auto shut = shut_out(actor)) return *shut;
  Verdict verdict;
  if (!effective(actor).contains("members:manage")) verdict.refusals.push_back({403, "forbidden"});
  if (actor == target) verdict.refusals.push_back({403, "cannot_change_self"});
  if (find(target) == nullptr) verdict.refusals.push_back({404, "not_found"});
  if (is_owner(target)) verdict.refusals.push_back({403, "owner_untouchable"});
  return verdict;
}

void Account::deactivate(const std::string& target) {
  members.at(target).active = false;
  reconsider(target);
}

Verdict Account::judge_reactivate(const std::string& actor, const std::string& target) const {
  auto verdict = judge_deactivate(actor, target);
  const auto* member = find(target);
  if (!verdict.refusals.empty() || member->active) return verdict;
  if (!may_give(actor, member->grant)) verdict.refusals.push_back({403, "grant_exceeds_own"});
  if (takes_seat(member->grant.role) && !has_room(1)) verdict.refusals.push_back({409, "seat_limit_reached"});
  return verdict;
}

void Account::reactivate(const std::string& target) { members.at(target).active = true; }

Verdict Account::judge_remove(const std::string& actor, const std::string& target) const {
  if (auto shut = shut_out(actor)) return *shut;
  Verdict verdict;
  if (!effective(actor).contains("members:remove")) verdict.refusals.push_back({403, "forbidden"});
  if (find(target) == nullptr) verdict.refusals.push_back({404, "not_found"});
  if (is_owner(target)) verdict.refusals.push_back({403, "owner_untouchable"});
  if (actor == target) {
    // Refused, or taken as leaving, which everybody may but the owner.
    verdict.refusals.push_back({403, "cannot_change_self"});
    verdict.open = !is_owner(target);
  }
  return verdict;
}

void Account::remove(const std::string& target) {
  members.erase(target);
  reconsider(target);
  for (auto& [id, invitation] : invitations)
    if (is_live(invitation) && emails.contains(target) && invitation.email == emails.at(target)) invitation.status = "cancelled";
}

Verdict Account::judge_leave(const std::string& actor) const {
  if (auto shut = shut_out(actor)) return *shut;
  if (is_owner(actor)) return {{{409, "owner_must_transfer"}}};
  return {};
}

Verdict Account::judge_transfer(const std::string& actor, const std::string& target,
                                const std::optional<std::string>& former_role, bool signed_in_recently) const {
  if (auto shut = shut_out(actor)) return *shut;
  Verdict verdict;
  if (!is_owner(actor)) {
    verdict.refusals.push_back({403, "forbidden"});
    return verdict;
  }
  if (!signed_in_recently) verdict.refusals.push_back({403, "reauthentication_required"});
  if (is_owner(target)) {
    verdict.refusals.push_back({422, "self_transfer"});
    return verdict;
  }
  const auto becomes = former_role.value_or(rules->former_owner_role);
  if (becomes != rules->former_owner_role && !rules->former_owner_choices.contains(becomes))
    verdict.refusals.push_back({422, "role_unknown"});
  const auto* member = find(target);
  if (member == nullptr) {
    verdict.refusals.push_back({404, "not_found"});
    return verdict;
  }
  if (!member->active) verdict.refusals.push_back({409, "target_not_active"});
  if (!rules->to_roles.empty() && !rules->to_roles.contains(member->grant.role))
    verdict.refusals.push_back({409, "target_not_eligible"});
  const int more = (takes_seat(becomes) ? 1 : 0) - (takes_seat(member->grant.role) ? 1 : 0);
  if (!has_room(more)) verdict.refusals.push_back({409, "seat_limit_reached"});
  return verdict;
}

void Account::transfer(const std::string& target, const std::optional<std::string>& former_role) {
  const auto former = owner;
  owner = target;
  members.at(target) = {};
  Grant grant{.role = former_role.value_or(rules->former_owner_role)};
  if (rules->former_owner_keeps_snapshot) grant.picked = both(rules->find(grant.role)->pickable, rules->grantable());
  members.at(former) = {.grant = grant};
  reconsider(former, target);
}

Verdict Account::judge_create_role(const std::string& actor, const Names& permissions) const {
  if (auto shut = shut_out(actor)) return *shut;
  Verdict verdict;
  if (!effective(actor).contains("roles:manage")) verdict.refusals.push_back({403, "forbidden"});
  if (!is_part(permissions, minus(rules->grantable(), rules->custom_never)))
    verdict.refusals.push_back({422, "permission_not_grantable"});
  if (!is_part(permissions, all_permissions())) verdict.refusals.push_back({422, "permission_unknown"});
  if (!is_part(permissions, effective(actor))) verdict.refusals.push_back({403, "grant_exceeds_own"});
  return verdict;
}

void Account::create_role(const std::string& id, const std::string& title, const Names& permissions) {
  roles[id] = {title, permissions};
}

Verdict Account::judge_edit_role(const std::string& actor, const std::string& id, const Names& permissions) const {
  if (auto shut = shut_out(actor)) return *shut;
  Verdict verdict;
  if (!effective(actor).contains("roles:manage")) verdict.refusals.push_back({403, "forbidden"});
  const auto at = roles.find(id);
  if (at == roles.end()) {
    verdict.refusals.push_back({404, "not_found"});
    return verdict;
  }
  if (!is_owner(actor) && find(actor)->grant.role == id) verdict.refusals.push_back({403, "cannot_change_self"});
  if (!is_part(permissions, minus(rules->grantable(), rules->custom_never)))
    verdict.refusals.push_back({422, "permission_not_grantable"});
  if (!is_part(permissions, all_permissions())) verdict.refusals.push_back({422, "permission_unknown"});
  if (!is_part(minus(permissions, at->second.permissions), effective(actor)))
    verdict.refusals.push_back({403, "grant_exceeds_own"});
  return verdict;
}

void Account::edit_role(const std::string& id, const Names& permissions) {
  const bool takes = !is_part(roles.at(id).permissions, permissions);
  roles.at(id).permissions = permissions;
  if (!takes) return;
  for (const auto& [user, member] : members)
    if (!is_owner(user) && member.grant.role == id) reconsider(user);
}

Verdict Account::judge_delete_role(const std::string& actor, const std::string& id,
                                   const std::optional<std::string>& replacement) const {
  if (auto shut = shut_out(actor)) return *shut;
  Verdict verdict;
  if (!effective(actor).contains("roles:manage")) verdict.refusals.push_back({403, "forbidden"});
  if (!roles.contains(id)) {
    verdict.refusals.push_back({404, "not_found"});
    return verdict;
  }
  std::vector<Grant> holders;
  int seats = 0;
  Names needed;
  for (const auto& [user, member] : members) {
    if (is_owner(user) || member.grant.role != id) continue;
    holders.push_back(member.grant);
    seats += member.active ? 1 : 0;
    needed.insert("members:manage");
  }
  for (const auto& [other, invitation] : invitations) {
    if (!is_live(invitation) || invitation.grant.role != id) continue;
    holders.push_back(invitation.grant);
    ++seats;
    needed.insert("members:invite");
  }
  if (!replacement) {
    if (!holders.empty()) verdict.refusals.push_back({409, "role_in_use"});
    return verdict;
  }
  const auto to = role(*replacement);
  if (!to || *replacement == id) {
    verdict.refusals.push_back({422, "role_unknown"});
    return verdict;
  }
  if (!is_owner(actor) && find(actor)->grant.role == id) verdict.refusals.push_back({403, "cannot_change_self"});
  if (!is_part(needed, effective(actor))) verdict.refusals.push_back({403, "forbidden"});
  if (takes_seat(*replacement) && !has_room(seats)) verdict.refusals.push_back({409, "seat_limit_reached"});
  if (!verdict.refusals.empty()) return verdict;
  for (const auto& before : holders) {
    Verdict giving;
    judge_giving(actor, before, {.role = *replacement, .scope = before.scope}, giving);
    if (giving.must_succeed()) continue;
    verdict.refusals = giving.refusals;
    verdict.open = giving.open;
    if (!verdict.open) return verdict;
  }
  if (!may_give(actor, {.role = *replacement}) && verdict.refusals.empty()) {
    // Nobody, or nobody as widely, gets it now: whether it still counts as giving is left open.
    verdict.refusals.push_back({403, "grant_exceeds_own"});
    verdict.open = true;
  }
  return verdict;
}

void Account::delete_role(const std::string& actor, const std::string& id, const std::optional<std::string>& replacement) {
  Names reduced;
  if (replacement) {
    for (auto& [other, invitation] : invitations)
      if (invitation.status == "pending" && invitation.grant.role == id) {
        invitation.grant = {.role = *replacement, .scope = invitation.grant.scope};
        invitation.inviter = actor;
      }
    for (auto& [user, member] : members) {
      if (is_owner(user) || member.grant.role != id) continue;
      const auto before = member.grant;
      member.grant = {.role = *replacement, .scope = before.scope};
      if (!is_covered(before, member.grant)) reduced.insert(user);
    }
  }
  roles.erase(id);
  for (const auto& user : reduced) reconsider(user);
}

Verdict Account::judge_create_sub_account(const std::string& actor) const {
  if (auto shut = shut_out(actor)) return *shut;
  Verdict verdict;
  if (!effective(actor).contains("sub_accounts:manage")) verdict.refusals.push_back({403, "forbidden"});
  if (!rules->sub_accounts) verdict.refusals.push_back({409, "not_offered"});
  return verdict;
}

Verdict Account::judge_delete_sub_account(const std::string& actor, const std::string& id) const {
  if (auto shut = shut_out(actor)) return *shut;
  Verdict verdict;
  if (!effective(actor).contains("sub_accounts:manage")) verdict.refusals.push_back({403, "forbidden"});
  if (!sub_accounts.contains(id)) verdict.refusals.push_back({404, "not_found"});
  return verdict;
}

void Account::delete_sub_account(const std::string& id) {
  sub_accounts.erase(id);
  for (auto& [user, member] : members)
    if (member.grant.scope) member.grant.scope->erase(id);
  for (auto& [other, invitation] : invitations)
    if (invitation.grant.scope) invitation.grant.scope->erase(id);
}

}  // namespace roster::testing::model
