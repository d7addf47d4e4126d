#include "invitations/invitation_actions.h"

#include "invitations/invitation_body.h"
#include "invitations/invitation_effects.h"
#include "invitations/invitation_letter.h"
#include "invitations/invitation_rules.h"
#include "invitations/invitation_store.h"
#include "invitations/inviter.h"
#include "members/seat_refusal.h"

namespace roster::invitations {

namespace {

Result<Invitation> find(const change::View& view, const InvitationId& id) {
  auto found = find_invitation(view.tx(), view.modules(), view.account().id, id);
  if (!found) return refuse(reasons::not_found);
  return std::move(*found);
}

Result<Invitation> find_pending(const change::View& view, const InvitationId& id) {
  auto found = find(view, id);
  if (found && !found->is_pending(view.now())) return refuse(reasons::invitation_not_pending);
  return found;
}

/// Whether there is room when `left` pending seats of one role are given up and `taken` of another are taken.
Result<void> check_seat(const change::View& view, const std::optional<std::string>& left, const std::string& taken) {
  const auto before = access::count_seats(view.tx(), view.account().id);
  auto after = before;
  if (left) --after.pending_by_role[*left];
  ++after.pending_by_role[taken];
  if (const auto reached = decide_growth(view.policy(), *view.account().plan, before, after))
    return refuse(members::seat_refusal(view.account(), *reached, view.language()));
  return {};
}

/// The grant that the invitation stands for, for one who is about to stand behind it.
Result<access::Grant> find_giveable(const change::View& view, const Invitation& invitation) {
  GrantDesk desk(view.tx(), view.context().catalogue, view.account());
  auto grant = desk.grant_of(invitation);
  // Without its role there is nothing left to send: as over as if its time had run out.
  if (!grant) return refuse(reasons::invitation_not_pending);
  // Never the whole account instead, and a letter would promise what accepting refuses.
  if (!grant->scope.all && grant->scope.sub_accounts.empty()) return refuse(reasons::scope_gone);
  if (!view.may_give(*grant)) return refuse(reasons::grant_exceeds_own);
  return std::move(*grant);
}

Result<void> debit_renewal(change::Change& change, const Invitation& invitation) {
  return change.debit("resend:" + invitation.id.text(), change.context().rates.resends_per_invitation);
}

/// A new token in the actor's name; the earlier ones are dead.
void renew_token(change::Change& change, Invitation& invitation) {
  ++invitation.generation;
  invitation.invited_by = access::text_of(change.asked().actor);
  save_token(change.tx(), invitation, digest_of_token(change.context().server_key, invitation));
  ++invitation.version;
}

Result<Invitation> resend_found(change::Change& change, Invitation invitation) {
  if (invitation.kept_status != Status::pending) return refuse(reasons::invitation_not_pending);
  const auto grant = find_giveable(change, invitation);
  if (!grant) return refuse(grant);
  const bool was_expired = !invitation.is_pending(change.now());
  if (was_expired)
    if (auto seat = check_seat(change, std::nullopt, invitation.role); !seat) return refuse(seat);
  if (auto taken = debit_renewal(change, invitation); !taken) return refuse(taken);
  if (auto taken = debit_letter(change, invitation.email); !taken) return refuse(taken);

  const auto earlier_expiry = invitation.expires_at;
  invitation.sent_at = change.now();
  invitation.expires_at = change.now() + change.policy().invitation_lifetime;
  renew_token(change, invitation);
  change.send(
      compose_invitation(change.account(), invitation, grant->role, find_inviter_person(change.tx(), invitation.invited_by)));
  change.note({.type = "invitation.resent",
               .target = invitation.id.text(),
               .before = {{"expires_at", earlier_expiry.text()}},
               .after = {{"email", invitation.email.text()}, {"expires_at", invitation.expires_at.text()}}});
  change.effect(about_invitation("invitation_resent", invitation));
  if (was_expired) tell_seats(change, "seat_taken", invitation);
  return invitation;
}

/// One whose time ran out can be put away too: else it would stay among those that are open for good.
Result<void> cancel_found(change::Change& change, const Invitation& invitation) {
  if (invitation.kept_status != Status::pending) return refuse(reasons::invitation_not_pending);
  end_by_cancelling(change, invitation);
  change.effect(about_invitation("invitation_cancelled", invitation));
  if (invitation.is_pending(change.now())) tell_seats(change, "seat_freed", invitation);
  return {};
}

Result<void> require_cancelling(const change::View& view) {
  if (view.may("members:remove")) return {};
  return view.require("members:invite");
}

/// The fields of `from` that differ in `to`.
json::object changed_of(const json::object& from, const json::object& to) {
  json::object changed;
  for (const auto& field : from)
    if (to.at(field.key()) != field.value()) changed[field.key()] = field.value();
  return changed;
}

void note_edit(change::Change& change, const Invitation& before, const Invitation& after) {
  const auto given_before = write_given(before, change.modules());
  const auto given_after = write_given(after, change.modules());
  auto now = changed_of(given_after, given_before);
  now["email"] = after.email.text();
  change.note({.type = "invitation.updated",
               .target = after.id.text(),
               .before = changed_of(given_before, given_after),
               .after = std::move(now)});
  change.effect(about_invitation("invitation_changes", after));
}

auto act_by_id(Result<void> (*act)(change::Change&, const InvitationId&)) {
  return [act](change::Change& change, const std::string& text) -> Result<void> {
    const auto id = InvitationId::parse(text);
    if (!id) return refuse(reasons::not_found);
    return act(change, *id);
  };
}

/// Without a status: those that can still be accepted.
Result<members::BulkMatches> match_invitations(change::View& view, const members::BulkFilter& wanted, std::size_t limit) {
  const auto status = wanted.status.value_or("pending");
  const Filter filter{.status = parse_status(status), .is_open = status == "open", .role = wanted.role, .q = wanted.q};
  if (!filter.is_open && filter.status != Status::pending && filter.status != Status::expired)
    return refuse(field_error("/filter/status", reasons::invalid_value));
  members::BulkMatches matches;
  for (const auto& id : list_ids(view.tx(), view.account().id, filter, limit)) matches.ids.push_back(id.text());
  matches.remaining = count_invitations(view.tx(), view.account().id, filter) - static_cast<std::int64_t>(matches.ids.size());
  return matches;
}

}  // namespace

Result<Invitation> read_invitation(change::View& view, const InvitationId& id) {
  if (auto allowed = view.require("members:read"); !allowed) return refuse(allowed);
  return find(view, id);
}

Result<Invitation> edit(change::Change& change, const InvitationId& id, const GrantRequest& wanted) {
  if (auto allowed = change.require("members:invite"); !allowed) return refuse(allowed);
  const auto before = find(change, id);
  if (!before) return refuse(before);
  if (auto matched = change.match(before->version); !matched) return refuse(matched);
  if (!before->is_pending(change.now())) return refuse(reasons::invitation_not_pending);
  GrantDesk desk(change.tx(), change.context().catalogue, change.account());
  const auto grant = desk.resolve(wanted, {.role = before->role, .picked = before->picked, .scope = before->scope});
  if (!grant) return refuse(grant);
  if (!change.may_give(*grant)) return refuse(reasons::grant_exceeds_own);

  Invitation after = *before;
  after.role = grant->role.id;
  after.picked = grant->picked;
  after.scope = grant->scope;
  if (after.role == before->role && after.picked == before->picked && after.scope == before->scope) return after;
  if (auto seat = check_seat(change, before->role, after.role); !seat) return refuse(seat);
  after.invited_by = access::text_of(change.asked().actor);
  save_grant(change.tx(), change.modules(), after);
  ++after.version;
  note_edit(change, *before, after);
  return after;
}

Result<void> cancel(change::Change& change, const InvitationId& id) {
  if (auto allowed = require_cancelling(change); !allowed) return refuse(allowed);
  const auto invitation = find(change, id);
  if (!invitation) return refuse(invitation);
  if (auto matched = change.match(invitation->version); !matched) return refuse(matched);
  return cancel_found(change, *invitation);
}

Result<void> cancel_one(change::Change& change, const InvitationId& id) {
  if (auto allowed = require_cancelling(change); !allowed) return refuse(allowed);
  const auto invitation = find(change, id);
  if (!invitation) return refuse(invitation);
  return cancel_found(change, *invitation);
}

Result<Invitation> resend(change::Change& change, const InvitationId& id) {
  if (auto allowed = change.require("members:invite"); !allowed) return refuse(allowed);
  auto invitation = find(change, id);
  if (!invitation) return refuse(invitation);
  if (auto matched = change.match(invitation->version); !matched) return refuse(matched);
  return resend_found(change, std::move(*invitation));
}

Result<void> resend_one(change::Change& change, const InvitationId& id) {
  if (auto allowed = change.require("members:invite"); !allowed) return refuse(allowed);
  auto invitation = find(change, id);
  if (!invitation) return refuse(invitation);
  auto resent = resend_found(change, std::move(*invitation));
  if (!resent) return refuse(resent);
  return {};
}

Result<HandedLink> hand_over(change::Change& change, const InvitationId& id, bool is_offered) {
  if (auto allowed = change.require("members:invite"); !allowed) return refuse(allowed);
  if (!is_offered) return refuse(reasons::not_offered);
  auto invitation = find_pending(change, id);
  if (!invitation) return refuse(invitation);
  if (const auto grant = find_giveable(change, *invitation); !grant) return refuse(grant);
  if (auto taken = debit_renewal(change, *invitation); !taken) return refuse(taken);
  renew_token(change, *invitation);
  // What still waits to be sent carries a dead link by now.
  outbox::supersede(change.tx(), invitation->id.text());
  change.note({.type = "invitation.updated",
               .target = invitation->id.text(),
               .after = {{"email", invitation->email.text()}, {"link", "handed_over"}}});
  change.effect(about_invitation("invitation_changes", *invitation, Known::before, "invitation_link_renewed"));
  return HandedLink{link_of(change.context().public_url, token_of(change.context().server_key, *invitation)),
                    invitation->expires_at};
}

members::BulkActions bulk_actions() {
  return {{"resend", {"members:invite", act_by_id(resend_one), match_invitations}},
          {"cancel", {"members:invite", act_by_id(cancel_one), match_invitations}}};
}

void end_by_cancelling(change::Change& change, const Invitation& invitation) {
  save_end(change.tx(), invitation.id, Status::cancelled);
  outbox::supersede(change.tx(), invitation.id.text());
  change.note({.type = "invitation.cancelled",
               .target = invitation.id.text(),
               .before = {{"status", "pending"}, {"email", invitation.email.text()}},
               .after = {{"status", "cancelled"}}});
}

}  // namespace roster::invitations
