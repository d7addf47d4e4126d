#include "sub_accounts/sub_account_actions.h"

#include <algorithm>

#include "change/effect_list.h"
#include "invitations/invitation_store.h"
#include "members/member_effects.h"

namespace roster::sub_accounts {

namespace {

using change::Change;

constexpr std::string_view manage = "sub_accounts:manage";

json::object target_of(const SubAccount& sub_account) { return {{"type", "sub_account"}, {"id", sub_account.id.text()}}; }

json::object account_target(const Change& change) { return {{"type", "account"}, {"id", change.account().id.text()}}; }

Result<SubAccount> find_to_change(const Change& change, const SubAccountId& id) {
  if (auto allowed = change.require(manage); !allowed) return refuse(allowed);
  auto sub_account = find_sub_account(change.tx(), change.account().id, id);
  if (!sub_account) return refuse(reasons::not_found);
  if (auto matched = change.match(sub_account->version); !matched) return refuse(matched);
  return std::move(*sub_account);
}

access::Scope without(access::Scope scope, const SubAccountId& id) {
  scope.sub_accounts.erase(std::remove(scope.sub_accounts.begin(), scope.sub_accounts.end(), id), scope.sub_accounts.end());
  return scope;
}

/// Returns the active ones: what they had given is judged again, once the sub-account is gone.
std::vector<UserId> take_from_members(Change& change, const SubAccount& sub_account) {
  std::vector<UserId> reduced;
  change::EffectList losses(account_target(change));
  for (const auto& user : list_limited_members(change.tx(), change.account().id, sub_account.id)) {
    const auto member = members::find_member(change.tx(), change.modules(), change.account().id, user);
    if (!member) continue;
    const auto scope = without(member->scope, sub_account.id);
    members::save_grant(change.tx(), change.modules(), member->account, user, member->role, member->picked, scope);
    change.note({.type = "member.updated",
                 .target = user.text(),
                 .before = {{"sub_accounts", members::write_scope(member->scope)}},
                 .after = {{"sub_accounts", members::write_scope(scope)}, {"name", member->name}, {"email", member->email}}});
    auto effect = members::about_member("member_loses_sub_account", *member);
    effect.target["sub_account"] = sub_account.id.text();
    effect.values["sub_account"] = sub_account.name;
    losses.add(std::move(effect));
    if (member->status == access::MemberStatus::active) reduced.push_back(user);
  }
  losses.tell(change);
  return reduced;
}

void take_from_invitations(Change& change, const SubAccount& sub_account) {
  change::EffectList changes(account_target(change));
  for (const auto& holder : invitations::list_open_with_sub_account(change.tx(), change.account().id, sub_account.id)) {
    const auto invitation = invitations::find_invitation(change.tx(), change.modules(), change.account().id, holder.id);
    if (!invitation) continue;
    change.note(
        {.type = "invitation.updated",
         .target = holder.id.text(),
         .before = {{"sub_accounts", members::write_scope(invitation->scope)}},
         .after = {{"sub_accounts", members::write_scope(without(invitation->scope, sub_account.id))}, {"email", holder.email}}});
    changes.add({.type = "invitation_changes",
                 .target = {{"type", "invitation"}, {"id", holder.id.text()}},
                 .values = {{"email", holder.email}}});
  }
  invitations::remove_sub_account(change.tx(), sub_account.id);
  changes.tell(change);
}

}  // namespace

Result<SubAccount> add_sub_account(Change& change, const std::string& name) {
  if (auto allowed = change.require(manage); !allowed) return refuse(allowed);
  if (!change.policy().sub_accounts) return refuse(reasons::not_offered);
  SubAccount sub_account{
      .id = SubAccountId::make(change.now()), .account = change.account().id, .name = name, .created_at = change.now()};
  insert_sub_account(change.tx(), sub_account);
  change.note({.type = "sub_account.created", .target = sub_account.id.text(), .after = {{"name", name}}});
  change.effect(
      {.type = "sub_account_created", .target = {{"type", "sub_account"}, {"id", nullptr}}, .values = {{"sub_account", name}}});
  return sub_account;
}

Result<SubAccount> rename_sub_account(Change& change, const SubAccountId& id, const std::optional<std::string>& name) {
  auto sub_account = find_to_change(change, id);
  if (!sub_account || !name || *name == sub_account->name) return sub_account;
  const auto former = sub_account->name;
  sub_account->name = *name;
  save_sub_account(change.tx(), *sub_account);
  ++sub_account->version;
  change.note({.type = "sub_account.updated", .target = id.text(), .before = {{"name", former}}, .after = {{"name", *name}}});
  change.effect(
      {.type = "sub_account_changes", .target = target_of(*sub_account), .values = {{"sub_account", former}, {"name", *name}}});
  return sub_account;
}

Result<void> delete_sub_account(Change& change, const SubAccountId& id) {
  const auto sub_account = find_to_change(change, id);
  if (!sub_account) return refuse(sub_account);
  change.effect(
      {.type = "sub_account_deleted", .target = target_of(*sub_account), .values = {{"sub_account", sub_account->name}}});
  take_from_invitations(change, *sub_account);
  const auto reduced = take_from_members(change, *sub_account);
  remove_sub_account(change.tx(), id);
  change.note({.type = "sub_account.removed", .target = id.text(), .before = {{"name", sub_account->name}}});
  for (const auto& user : reduced) change.reduced({.user = user});
  return {};
}

}  // namespace roster::sub_accounts
