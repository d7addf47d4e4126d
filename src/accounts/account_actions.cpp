#include "accounts/account_actions.h"

#include <algorithm>

#include "accounts/account.h"
#include "accounts/account_rules.h"
#include "accounts/account_store.h"
#include "accounts/contact_store.h"
#include "accounts/policy_change.h"
#include "change/effect_list.h"
#include "members/member_effects.h"
#include "users/user_store.h"

namespace roster::accounts {

namespace {

using change::Change;

json::object target_of(const access::Account& account) { return {{"type", "account"}, {"id", account.id.text()}}; }

/// A plan of the policy; its first when none is named.
Result<const policy::Plan*> choose_plan(const policy::Policy& policy, const std::optional<std::string>& plan) {
  if (!plan) return &policy.plans.front();
  const auto* found = policy.find_plan(*plan);
  if (found == nullptr) return refuse(field_error("/plan", reasons::plan_unknown));
  return found;
}

Result<const policy::Policy*> choose_policy(const policy::Catalogue& catalogue, const std::string& id,
                                            const std::vector<std::string>& allowed) {
  const bool is_allowed = allowed.empty() || std::find(allowed.begin(), allowed.end(), id) != allowed.end();
  const auto* policy = is_allowed ? catalogue.find(id) : nullptr;
  if (policy != nullptr) return policy;
  std::string names;
  for (const auto& [name, known] : catalogue.policies)
    if (allowed.empty() || std::find(allowed.begin(), allowed.end(), name) != allowed.end())
      names += (names.empty() ? "" : ", ") + name;
  return refuse(field_error("/policy", reasons::policy_unknown, {{"allowed", names}}));
}

Result<UserId> choose_owner(const Change& change, const AccountRequest& request) {
  if (!change.is_trusted()) return change.user()->user;
  if (!request.owner) return refuse(field_error("/owner", reasons::missing_field));
  if (!users::find_user(change.tx(), *request.owner)) return refuse(field_error("/owner", reasons::user_unknown));
  return *request.owner;
}

/// One person's accounts are bounded, and how fast they come: whoever opens a thousand has the rates of a thousand.
Result<void> debit_account(Change& change) {
  if (change.user() == nullptr) return {};
  const auto& rates = change.context().rates;
  if (count_owned(change.tx(), change.user()->user) >= rates.accounts_owned_max)
    return refuse(Error{reasons::account_limit_reached, {{"limit", std::to_string(rates.accounts_owned_max)}}});
  return change.debit_sent("accounts:" + change.user()->user.text(), rates.accounts_per_user);
}

/// A plan was changed under the same policy: whoever pays hears of it.
void tell_billing_contacts(Change& change, const access::Account& before) {
  const auto owner = users::find_user(change.tx(), change.account().owner);
  change::EffectList letters(target_of(before));
  for (const auto& contact : contacts_for_topic(change.tx(), before.id, "billing")) {
    change.send({.kind = "plan_changed",
                 .recipient = contact.email,
                 .language = owner ? owner->language : Language::en,
                 .account = before.id,
                 .about = contact.id.text() + ":plan:" + std::to_string(change.account().version),
                 .fields = {{"account_name", change.account().name},
                            {"policy", change.policy().id},
                            {"old_plan", before.plan->id},
                            {"new_plan", change.account().plan->id}}});
    letters.add(
        {.type = "letter_sent", .target = {{"type", "contact"}, {"id", contact.id.text()}}, .values = {{"name", contact.name}}});
  }
  letters.tell(change);
}

Result<void> authorize(const Change& change, const AccountPatch& patch) {
  if (patch.plan || patch.policy) {
    if (auto trusted = change.require_trusted(); !trusted) return trusted;
  }
  if (patch.name || (!patch.plan && !patch.policy)) return change.require("account:update");
  return {};
}

void note_rename(Change& change, const access::Account& before) {
  if (change.account().name == before.name) return;
  change.note({.type = "account.updated",
               .target = before.id.text(),
               .before = {{"name", before.name}},
               .after = {{"name", change.account().name}}});
  change.effect({.type = "account_changes",
                 .target = target_of(before),
                 .values = {{"account", before.name}, {"name", change.account().name}}});
}

void note_plan(Change& change, const access::Account& before) {
  if (change.account().plan->id == before.plan->id) return;
  change.note({.type = "plan.changed",
               .target = before.id.text(),
               .before = {{"plan", before.plan->id}},
               .after = {{"plan", change.account().plan->id}}});
  change.effect({.type = "plan_changes",
                 .target = target_of(before),
                 .values = {{"from", before.plan->title.in(change.language())},
                            {"to", change.account().plan->title.in(change.language())}}});
  tell_billing_contacts(change, before);
}

/// Who loses the account with it, and what else ends.
void tell_deletion(Change& change) {
  const auto& account = change.account();
  change.effect({.type = "account_deleted", .target = target_of(account), .values = {{"account", account.name}}});
  change::EffectList people(target_of(account));
  for (const auto& member : list_everybody(change.tx(), change.modules(), account.id))
    people.add(members::about_member("member_removed", member));
  people.tell(change);
  std::int64_t pending = 0;
  for (const auto& [role, count] : access::count_seats(change.tx(), account.id).pending_by_role) pending += count;
  if (pending > 0)
    change.effect({.type = "invitation_cancelled",
                   .target = target_of(account),
                   .values = {{"count", std::to_string(pending)}},
                   .sentence = "invitations_end_with_account",
                   .stands_for = std::to_string(pending)});
}

}  // namespace

Result<void> open_account(Change& change, const AccountRequest& request, const std::vector<std::string>& open_to_all) {
  if (request.owner || request.plan) {
    if (auto trusted = change.require_trusted(); !trusted) return trusted;
  }
  const auto policy =
      choose_policy(change.context().catalogue, request.policy, change.is_trusted() ? std::vector<std::string>{} : open_to_all);
  if (!policy) return refuse(policy);
  const auto plan = choose_plan(**policy, request.plan);
  if (!plan) return refuse(plan);
  const auto owner = choose_owner(change, request);
  if (!owner) return refuse(owner);
  if (auto debited = debit_account(change); !debited) return debited;
  const NewAccount account{
      .id = AccountId::make(change.now()), .name = request.name, .policy = *policy, .plan = *plan, .owner = *owner};
  create_account(change.tx(), change.modules(), account,
                 {access::text_of(change.asked().actor), change.asked().ip, change.asked().request_id});
  return change.enter_created(account.id);
}

Result<void> update_account(Change& change, const AccountPatch& patch) {
  if (auto allowed = authorize(change, patch); !allowed) return allowed;
  const auto before = change.account();
  if (auto matched = change.match(before.version); !matched) return matched;
  const auto policy = choose_policy(change.context().catalogue, patch.policy.value_or(before.policy->id), {});
  if (!policy) return refuse(policy);
  const auto plan = choose_plan(**policy, patch.plan ? *patch.plan : decide_plan_under(**policy, before.plan->id).id);
  if (!plan) return refuse(plan);
  const auto name = patch.name.value_or(before.name);
  if (name == before.name && *policy == before.policy && *plan == before.plan) return {};

  save_account(change.tx(), before.id, name, (*policy)->id, (*plan)->id);
  change.reload();
  note_rename(change, before);
  if (*policy == before.policy)
    note_plan(change, before);
  else
    move_under_policy(change, before);
  return {};
}

Result<void> delete_account(Change& change, const std::optional<std::string>& confirm_name) {
  if (auto allowed = change.require("account:delete"); !allowed) return allowed;
  const auto account = change.account();
  if (auto matched = change.match(account.version); !matched) return matched;
  if (auto recent = change.require_recent_sign_in(); !recent) return recent;
  if (!confirm_name && !change.asked().dry_run) return refuse(field_error("/confirm_name", reasons::missing_field));
  if (confirm_name && *confirm_name != account.name) return refuse(field_error("/confirm_name", reasons::name_mismatch));

  tell_deletion(change);
  mark_deleted(change.tx(), account.id);
  outbox::supersede_of_account(change.tx(), account.id, "invitation");
  change.note(
      {.type = "account.deleted",
       .target = account.id.text(),
       .before = {
           {"name", account.name}, {"policy", account.policy->id}, {"plan", account.plan->id}, {"owner", account.owner.text()}}});
  if (const auto owner = users::find_user(change.tx(), account.owner))
    change.send({.kind = "account_deleted",
                 .recipient = owner->email,
                 .language = owner->language,
                 .account = account.id,
                 .about = account.id.text() + ":deleted",
                 .fields = {{"account_name", account.name}}});
  return {};
}

}  // namespace roster::accounts
