#include "accounts/policy_change.h"

#include "accounts/account_rules.h"
#include "accounts/account_store.h"
#include "change/effect_list.h"
#include "members/member_effects.h"

namespace roster::accounts {

namespace {

using change::Change;

/// The roles of an account under one policy, each looked up once.
class Roles {
 public:
  Roles(const Change& change, const access::Account& account) : change_(change), account_(account) {}

  /// A role that is gone gives nothing.
  const access::RoleDefinition& find(const std::string& id) {
    const auto known = roles_.find(id);
    if (known != roles_.end()) return known->second;
    auto role = access::find_role(change_.tx(), change_.context().catalogue, account_, id);
    if (!role) {
      role.emplace();
      role->id = id;
      role->title.by_language.fill(id);
    }
    return roles_.emplace(id, std::move(*role)).first->second;
  }

 private:
  const Change& change_;
  const access::Account& account_;
  std::map<std::string, access::RoleDefinition, std::less<>> roles_;
};

json::object describe(const policy::Modules& modules, const std::string& role, const policy::PermissionSet& picked) {
  return {{"role", role}, {"picked", members::write_names(modules, picked)}};
}

/// One pass over the members; what it says of them is told in the end.
class Move {
 public:
  Move(Change& change, const access::Account& before)
      : change_(change),
        before_(change, before),
        after_(change, change.account()),
        changes_(target(before)),
        losses_(target(before)),
        gains_(target(before)) {}

  void move(const members::Member& member) {
    const auto& old_role = before_.find(member.role);
    const auto old_effective = access::effective_permissions(old_role, member.picked, member.scope, change_.modules());
    const auto grant = decide_grant_under(change_.policy(), change_.modules(), {old_role, member.picked, old_effective});
    const auto& new_role = after_.find(grant.role);
    if (grant != NewGrant{member.role, member.picked}) save(member, grant);
    if (grant.role != member.role) tell_role(member, old_role, new_role);
    if (member.status != access::MemberStatus::active) return;
    const auto new_effective = access::effective_permissions(new_role, grant.picked, member.scope, change_.modules());
    tell_each(losses_, "member_loses_permission", member, old_effective & ~new_effective);
    tell_each(gains_, "member_gains_permission", member, new_effective & ~old_effective);
  }

  void finish() {
    changes_.tell(change_);
    losses_.tell(change_);
    gains_.tell(change_);
    change_.reduced({});
  }

 private:
  static json::object target(const access::Account& account) { return {{"type", "account"}, {"id", account.id.text()}}; }

  void tell_role(const members::Member& member, const access::RoleDefinition& from, const access::RoleDefinition& to) {
    auto effect = members::about_member("member_changes", member);
    effect.values["former_role"] = from.title.in(change_.language());
    effect.values["role"] = to.title.in(change_.language());
    changes_.add(std::move(effect));
  }

  void save(const members::Member& member, const NewGrant& grant) {
    members::save_grant(change_.tx(), change_.modules(), member.account, member.user, grant.role, grant.picked, member.scope);
    auto before = describe(change_.modules(), member.role, member.picked);
    auto after = describe(change_.modules(), grant.role, grant.picked);
    before["email"] = member.email;
    before["name"] = member.name;
    change_.note(
        {.type = "member.updated", .target = member.user.text(), .before = std::move(before), .after = std::move(after)});
  }

  void tell_each(change::EffectList& list, const std::string& type, const members::Member& member,
                 const policy::PermissionSet& set) {
    for (std::size_t i = 0; i < change_.modules().permissions().size(); ++i) {
      if (!set.test(i)) continue;
      const auto& permission = change_.modules().permissions()[i];
      auto effect = members::about_member(type, member);
      effect.target["permission"] = permission.name;
      effect.values["permission"] = permission.label.in(change_.language());
      list.add(std::move(effect));
    }
  }

  Change& change_;
  Roles before_, after_;
  change::EffectList changes_, losses_, gains_;
};

}  // namespace

void move_under_policy(Change& change, const access::Account& before) {
  const auto& after = change.account();
  change.note({.type = "policy.changed",
               .target = before.id.text(),
               .before = {{"policy", before.policy->id}, {"plan", before.plan->id}},
               .after = {{"policy", after.policy->id}, {"plan", after.plan->id}}});
  change.effect(
      {.type = "policy_changes",
       .target = {{"type", "account"}, {"id", before.id.text()}},
       .values = {{"from", before.policy->title.in(change.language())}, {"to", after.policy->title.in(change.language())}}});
  Move move(change, before);
  for (const auto& member : list_everybody(change.tx(), change.modules(), before.id)) move.move(member);
  move.finish();
}

}  // namespace roster::accounts
