#include "roles/holders.h"

#include "change/effect_list.h"
#include "members/member_effects.h"
#include "members/member_rules.h"

namespace roster::roles {

namespace {

using change::Change;
using members::Member;

json::object account_target(const Change& change) { return {{"type", "account"}, {"id", change.account().id.text()}}; }

/// What some members gain and lose, told in the end.
class Difference {
 public:
  explicit Difference(Change& change) : change_(change), losses_(account_target(change)), gains_(account_target(change)) {}

  /// Only what is in effect counts: who is deactivated has nothing to lose or gain now.
  void add(const Member& member, const access::Grant& before, const access::Grant& after) {
    if (member.status != access::MemberStatus::active) return;
    const auto had = access::effective_permissions(before.role, before.picked, before.scope, change_.modules());
    const auto has = access::effective_permissions(after.role, after.picked, after.scope, change_.modules());
    add_each(losses_, "member_loses_permission", member, had & ~has);
    add_each(gains_, "member_gains_permission", member, has & ~had);
    if (members::decide_is_taking(before, after, change_.modules())) reduced_.push_back(member.user);
  }

  void tell() {
    losses_.tell(change_);
    gains_.tell(change_);
    for (const auto& user : reduced_) change_.reduced({.user = user});
  }

 private:
  void add_each(change::EffectList& list, const std::string& type, const Member& member, const policy::PermissionSet& set) {
    const auto& permissions = change_.modules().permissions();
    for (std::size_t i = 0; i < permissions.size(); ++i) {
      if (!set.test(i)) continue;
      auto effect = members::about_member(type, member);
      effect.target["permission"] = permissions[i].name;
      effect.values["permission"] = permissions[i].label.in(change_.language());
      list.add(std::move(effect));
    }
  }

  Change& change_;
  change::EffectList losses_, gains_;
  std::vector<UserId> reduced_;
};

void note_move(Change& change, const Member& member, const access::RoleDefinition& from, const access::RoleDefinition& to) {
  json::object before{{"role", from.id}}, after{{"role", to.id}, {"name", member.name}, {"email", member.email}};
  if (member.picked.any()) {
    before["picked"] = members::write_names(change.modules(), member.picked);
    after["picked"] = json::array{};
  }
  change.note({.type = "member.updated", .target = member.user.text(), .before = std::move(before), .after = std::move(after)});
}

}  // namespace

std::vector<Member> list_members_with(Change& change, std::string_view role) {
  std::vector<Member> holders;
  for (const auto& user : members::list_holders(change.tx(), change.account().id, role))
    if (auto member = members::find_member(change.tx(), change.modules(), change.account().id, user))
      holders.push_back(std::move(*member));
  return holders;
}

void tell_edit(Change& change, const std::vector<Member>& holders, const access::RoleDefinition& before,
               const access::RoleDefinition& after) {
  Difference difference(change);
  for (const auto& member : holders)
    difference.add(member, {before, member.picked, member.scope}, {after, member.picked, member.scope});
  difference.tell();
}

bool may_move(const Change& change, const std::vector<Member>& holders, const access::RoleDefinition& from,
              const access::RoleDefinition& to) {
  const auto may_turn = [&](const access::Grant& before, const access::Grant& after) {
    return !members::decide_is_giving(before, after, change.modules()) || change.may_give(after);
  };
  // An invitation's scope is no wider than the whole account, so this covers those that are limited too.
  if (!may_turn({from, {}, {}}, {to, {}, {}})) return false;
  for (const auto& member : holders)
    if (!may_turn({from, member.picked, member.scope}, {to, {}, member.scope})) return false;
  return true;
}

void move_holders(Change& change, const std::vector<Member>& holders, const access::RoleDefinition& from,
                  const access::RoleDefinition& to) {
  Difference difference(change);
  change::EffectList changes(account_target(change));
  const bool is_limited = members::is_limited(change.policy(), *change.account().plan, to.id);
  for (const auto& member : holders) {
    members::save_grant(change.tx(), change.modules(), member.account, member.user, to.id, {}, member.scope);
    note_move(change, member, from, to);
    auto effect = members::about_member("member_changes", member);
    effect.values["former_role"] = from.title.in(change.language());
    effect.values["role"] = to.title.in(change.language());
    changes.add(std::move(effect));
    if (is_limited && member.status == access::MemberStatus::active) members::tell_seat_changes(change, member, from.id, to.id);
    difference.add(member, {from, member.picked, member.scope}, {to, {}, member.scope});
  }
  changes.tell(change);
  difference.tell();
}

}  // namespace roster::roles
