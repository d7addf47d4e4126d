#include "invitations/invite_actions.h"

#include <algorithm>
#include <set>

#include "invitations/invitation_body.h"
#include "invitations/invitation_effects.h"
#include "invitations/invitation_letter.h"
#include "invitations/invitation_rules.h"
#include "invitations/invitation_store.h"
#include "invitations/inviter.h"
#include "members/seat_refusal.h"

namespace roster::invitations {

namespace {

/// A row says one thing only: of faults of several fields the first.
Error first_fault(const Error& error) {
  return error.fields.empty() ? error : Error{error.fields.front().reason, error.fields.front().params};
}

/// The work of one call, with what is read once for all its rows.
class Inviting {
 public:
  Inviting(change::Change& change, const InviteRequest& request, const DisposableDomains& disposable)
      : change_(change),
        request_(request),
        disposable_(disposable),
        desk_(change.tx(), change.context().catalogue, change.account()) {}

  Result<std::vector<RowResult>> run() {
    if (auto judged = judge_shared(); !judged) return refuse(judged);
    if (auto allowed = open_allowance(); !allowed) return refuse(allowed);
    read_what_stands();
    std::vector<RowResult> results;
    results.reserve(request_.invitees.size());
    for (const auto& invitee : request_.invitees) results.push_back(invite_one(invitee));
    if (invited_ > 0)
      if (auto taken = change_.debit_sent(allowance(), change_.context().rates.invitations_per_account, invited_); !taken)
        return refuse(taken);
    return results;
  }

 private:
  Result<void> judge_shared() {
    auto grant = desk_.resolve(request_.shared, {.role = change_.policy().default_role});
    if (!grant) return refuse(grant);
    shared_ = std::move(*grant);
    const bool is_used = !is_empty(request_.shared) || std::any_of(request_.invitees.begin(), request_.invitees.end(),
                                                                   [](const Invitee& invitee) { return is_empty(invitee.own); });
    if (is_used && !change_.may_give(shared_)) return refuse(reasons::grant_exceeds_own);
    return {};
  }

  [[nodiscard]] std::string allowance() const { return "invitations:" + change_.account().id.text(); }

  Result<void> open_allowance() {
    const auto& rate = change_.context().rates.invitations_per_account;
    left_ = change::left_of(change_.tx(), allowance(), rate);
    if (left_ == 0) return change_.debit(allowance(), rate);  // refuses, and says when to come back
    return {};
  }

  void read_what_stands() {
    std::vector<std::string> keys;
    keys.reserve(request_.invitees.size());
    for (const auto& invitee : request_.invitees)
      if (invitee.email) keys.push_back(invitee.email->key());
    occupancy_ = find_occupancy(change_.tx(), change_.account().id, keys);
    use_ = access::count_limited_seats(change_.tx(), change_.account());
    inviter_ = find_inviter_person(change_.tx(), access::text_of(change_.asked().actor));
  }

  /// What this row is to give. Refusals: the first thing that is wrong with it, grant_exceeds_own.
  Result<access::Grant> find_grant(const Invitee& invitee) {
    if (is_empty(invitee.own)) return shared_;
    const auto& default_role = change_.policy().default_role;
    auto grant = desk_.resolve(combine(invitee.own, request_.shared, default_role), {.role = default_role});
    if (!grant) return refuse(first_fault(grant.error()));
    if (!change_.may_give(*grant)) return refuse(reasons::grant_exceeds_own);
    return grant;
  }

  RowResult invite_one(const Invitee& invitee) {
    if (!invitee.email) return {.fault = Error{reasons::invalid_address}};
    const auto& email = *invitee.email;
    const auto grant = find_grant(invitee);
    const auto member = occupancy_.members.find(email.key());
    const auto earlier = occupancy_.invited.find(email.key());
    RowFacts facts;
    facts.is_duplicate = !seen_.insert(email.key()).second;
    if (member != occupancy_.members.end()) facts.member = member->second;
    facts.is_invited = earlier != occupancy_.invited.end() && earlier->second.expires_at > change_.now();
    facts.is_refused_domain = change_.policy().invitations_refuse_disposable && disposable_.contains(email.domain());
    if (!grant) facts.not_given = grant.error().reason;
    const auto reached =
        grant ? policy::decide_seat(change_.policy(), *change_.account().plan, use_, grant->role.id) : std::nullopt;
    facts.has_seat = !reached;
    if (const auto fault = decide_invite(facts)) {
      if (*fault == reasons::seat_limit_reached)
        return {.fault = members::seat_refusal(change_.account(), *reached, change_.language())};
      return {.fault = facts.not_given == *fault ? grant.error() : Error{*fault}};
    }
    if (invited_ == left_) return {.fault = Error{reasons::rate_limited}};
    if (auto taken = debit_letter(change_, email); !taken) return {.fault = taken.error()};
    if (earlier != occupancy_.invited.end()) save_end(change_.tx(), earlier->second.id, Status::expired);
    return {.invitation = create(email, *grant)};
  }

  Invitation create(const EmailAddress& email, const access::Grant& grant) {
    const auto now = change_.now();
    Invitation invitation{.id = InvitationId::make(now), .account = change_.account().id, .email = email, .role = grant.role.id};
    invitation.picked = grant.picked;
    invitation.scope = grant.scope;
    invitation.language = request_.language;
    invitation.message = request_.message;
    invitation.invited_by = access::text_of(change_.asked().actor);
    invitation.created_at = invitation.sent_at = now;
    invitation.expires_at = now + change_.policy().invitation_lifetime;
    insert_invitation(change_.tx(), change_.modules(), invitation, digest_of_token(change_.context().server_key, invitation));
    change_.send(compose_invitation(change_.account(), invitation, grant.role, inviter_));
    note(invitation);
    ++invited_;
    ++use_.pending_by_role[invitation.role];
    return invitation;
  }

  void note(const Invitation& invitation) {
    auto after = write_given(invitation, change_.modules());
    after["email"] = invitation.email.text();
    after["locale"] = code_of(invitation.language);
    if (!invitation.message.empty()) after["message"] = invitation.message;
    after["expires_at"] = invitation.expires_at.text();
    change_.note({.type = "invitation.created", .target = invitation.id.text(), .after = std::move(after)});
    if (!change_.is_planned()) return;
    change_.effect(about_invitation("invitation_created", invitation, Known::only_now));
    tell_seats(change_, "seat_taken", invitation, Known::only_now);
  }

  change::Change& change_;
  const InviteRequest& request_;
  const DisposableDomains& disposable_;
  GrantDesk desk_;
  access::Grant shared_{};
  Occupancy occupancy_;
  policy::SeatUse use_;
  std::optional<std::string> inviter_;
  std::set<std::string, std::less<>> seen_;
  std::int64_t left_ = 0, invited_ = 0;
};

}  // namespace

Result<std::vector<RowResult>> invite(change::Change& change, const InviteRequest& request, const DisposableDomains& disposable) {
  if (auto allowed = change.require("members:invite"); !allowed) return refuse(allowed);
  return Inviting{change, request, disposable}.run();
}

}  // namespace roster::invitations
