#include "ownership/transfer_actions.h"

#include "accounts/account_creation.h"
#include "members/member_actions.h"
#include "members/member_effects.h"
#include "members/member_rules.h"
#include "members/seat_refusal.h"
#include "ownership/ownership_store.h"
#include "ownership/transfer_letters.h"
#include "ownership/transfer_rules.h"
#include "users/sessions.h"

namespace roster::ownership {

namespace {

using members::Member;

/// Who transfers to whom, and what the former owner becomes.
struct Transfer {
  Member former;
  Member next;
  access::Grant former_grant;
};

Result<Member> find_receiver(change::Change& change, const std::string& to) {
  const auto user = UserId::parse(to);
  if (!user) return refuse(reasons::not_found);
  if (*user == change.account().owner) return refuse(field_error("/to", reasons::self_transfer));
  return members::find_in(change, *user);
}

/// The former owner needs a seat too; where there is none, the refusal says as what the former owner could stay: the titles to a
/// person, the ids to a program.
Result<void> require_seat(change::Change& change, const Receiver& receiver, const std::string& former_role) {
  const auto& account = change.account();
  if (!members::is_limited(*account.policy, *account.plan, former_role)) return {};
  const auto use = access::count_limited_seats(change.tx(), account);
  const auto reached = members::decide_seat_change(*account.policy, *account.plan, use, receiver.role, former_role);
  if (!reached) return {};
  auto refusal = members::seat_refusal(account, *reached, change.language());
  std::string choices, titles;
  for (const auto& role : list_roles_that_fit(*account.policy, *account.plan, use, receiver)) {
    choices += (choices.empty() ? "" : ", ") + role;
    titles += (titles.empty() ? "" : ", ") + account.policy->find_role(role)->title.in(change.language());
  }
  refusal.params["choices"] = choices;
  if (!choices.empty())
    refusal.params["contact"] = change.context().effect_texts.text("transfer_way_out", change.language(), {{"titles", titles}}) +
                                " " + refusal.params["contact"];
  return refuse(std::move(refusal));
}

Result<Transfer> judge(change::Change& change, const TransferRequest& request) {
  if (auto allowed = change.require("ownership:transfer"); !allowed) return refuse(allowed);
  if (auto recent = change.require_recent_sign_in(); !recent) return refuse(recent);
  if (auto matched = change.match(change.account().version); !matched) return refuse(matched);
  auto next = find_receiver(change, request.to);
  if (!next) return refuse(next);
  auto former = members::find_in(change, change.account().owner);
  if (!former) throw database::DatabaseError("the owner of " + change.account().id.text() + " is no member of it");
  const Receiver receiver{next->role, next->status};
  const auto role = decide_transfer(change.policy(), receiver, request.former_owner_role);
  if (!role) return refuse(role);
  if (auto seat = require_seat(change, receiver, *role); !seat) return refuse(seat);
  return Transfer{std::move(*former), std::move(*next), grant_of_former_owner(change.policy(), change.modules(), *role)};
}

void save(change::Change& change, const Transfer& transfer) {
  auto& tx = change.tx();
  const auto& account = change.account().id;
  // Down before up: the table has room for one owner.
  members::save_grant(tx, change.modules(), account, transfer.former.user, transfer.former_grant.role.id,
                      transfer.former_grant.picked, transfer.former_grant.scope);
  members::save_grant(tx, change.modules(), account, transfer.next.user, access::owner_role, {}, access::Scope{});
  save_owner(tx, account, transfer.next.user);
}

void note(change::Change& change, const Transfer& transfer) {
  change.note({.type = "ownership.transferred",
               .target = transfer.next.user.text(),
               .before = {{"owner", transfer.former.user.text()},
                          {"role", transfer.next.role},
                          {"picked", members::write_names(change.modules(), transfer.next.picked)},
                          {"sub_accounts", members::write_scope(transfer.next.scope)}},
               .after = {{"owner", transfer.next.user.text()},
                         {"former_owner", transfer.former.user.text()},
                         {"former_owner_role", transfer.former_grant.role.id},
                         {"former_owner_picked", members::write_names(change.modules(), transfer.former_grant.picked)},
                         {"name", transfer.next.name},
                         {"email", transfer.next.email}}});
}

void tell_effects(change::Change& change, const Transfer& transfer, const access::RoleDefinition& next_role) {
  const auto language = change.language();
  change.effect(
      {.type = "owner_changes",
       .target = {{"type", "account"}, {"id", change.account().id.text()}},
       .values = {
           {"name", transfer.next.name}, {"former", transfer.former.name}, {"title", change.policy().owner_title.in(language)}}});
  const auto tell_role = [&](const Member& member, const policy::LocalText& from, const policy::LocalText& to) {
    auto effect = members::about_member("member_changes", member);
    effect.values["former_role"] = from.in(language);
    effect.values["role"] = to.in(language);
    change.effect(std::move(effect));
  };
  tell_role(transfer.next, next_role.title, change.policy().owner_title);
  tell_role(transfer.former, change.policy().owner_title, transfer.former_grant.role.title);
  // The two change places; of the owner's own seat nothing changes.
  members::tell_seat_changes(change, transfer.next, transfer.next.role, transfer.former, transfer.former_grant.role.id);
}

/// The former owner is signed out everywhere: what a session showed until then is not theirs to do any more.
void end_sessions(change::Change& change, const Transfer& transfer) {
  const auto& asked = change.asked();
  const auto count = users::end_sessions(change.tx(), transfer.former.user, std::nullopt,
                                         {access::text_of(asked.actor), asked.ip, asked.request_id});
  if (count == 0) return;
  change.effect({.type = "session_ends",
                 .target = {{"type", "user"}, {"id", transfer.former.user.text()}},
                 .values = {{"name", transfer.former.name}, {"count", std::to_string(count)}}});
}

}  // namespace

Result<change::Answer> transfer_ownership(change::Change& change, const TransferRequest& request) {
  const auto transfer = judge(change, request);
  if (!transfer) return refuse(transfer);
  const auto next_role = members::role_of(change, transfer->next.role);
  save(change, *transfer);
  note(change, *transfer);
  tell_effects(change, *transfer, next_role);
  end_sessions(change, *transfer);
  change.reduced({.user = transfer->former.user, .heir = transfer->next.user});
  send_transfer_letters(change, transfer->former, transfer->next);
  change.reload();
  const bool is_former = change.user() != nullptr && change.user()->user == transfer->former.user;
  return change::Answer{.body = accounts::write_account(change.tx(), change.account()),
                        .version = change.account().version,
                        .clear_cookie = is_former};
}

}  // namespace roster::ownership
