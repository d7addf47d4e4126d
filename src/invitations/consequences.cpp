#include "invitations/consequences.h"

#include "invitations/invitation_actions.h"
#include "invitations/invitation_effects.h"
#include "invitations/invitation_store.h"
#include "invitations/inviter.h"
#include "invitations/wanted_grant.h"
#include "users/user_store.h"

namespace roster::invitations {

namespace {

void pass_on(change::Change& change, const Invitation& invitation, const UserId& heir) {
  save_inviter(change.tx(), invitation.id, heir.text());
  change.note({.type = "invitation.updated",
               .target = invitation.id.text(),
               .before = {{"invited_by", invitation.invited_by}},
               .after = {{"invited_by", heir.text()}, {"email", invitation.email.text()}}});
}

/// Those given by this user, or by anybody, that who gave them may not give any more, or whose role is gone.
std::vector<Invitation> list_unbacked(change::Change& change, const std::optional<UserId>& user) {
  auto& tx = change.tx();
  const auto& catalogue = change.context().catalogue;
  GrantDesk desk(tx, catalogue, change.account());
  std::map<std::string, std::optional<access::Standing>, std::less<>> standings;
  const auto is_backed = [&](const Invitation& invitation) {
    const auto grant = desk.grant_of(invitation);
    if (!grant) return false;
    const auto inviter = UserId::parse(invitation.invited_by);
    if (!inviter) return may_still_give(tx, catalogue, change.account(), invitation.invited_by, *grant);
    auto at = standings.find(invitation.invited_by);
    if (at == standings.end())
      at = standings.emplace(invitation.invited_by, access::find_standing(tx, catalogue, change.account(), *inviter)).first;
    return at->second && may_still_give(*at->second, *grant, change.modules());
  };
  auto given = user ? list_pending_by(tx, change.modules(), change.account().id, user->text())
                    : list_pending(tx, change.modules(), change.account().id);
  std::erase_if(given, is_backed);
  return given;
}

}  // namespace

void reconsider_invitations(change::Change& change, const change::Reduction& reduction) {
  std::vector<Invitation> cancelled, passed_on;
  (reduction.heir ? passed_on : cancelled) = list_unbacked(change, reduction.user);
  for (const auto& invitation : passed_on) pass_on(change, invitation, *reduction.heir);
  for (const auto& invitation : cancelled) end_by_cancelling(change, invitation);
  if (reduction.membership_ended) {
    // What was on its way to the person is not a way back in.
    const auto user = users::find_user(change.tx(), *reduction.user);
    auto own = user ? find_pending_to(change.tx(), change.modules(), change.account().id, user->email) : std::nullopt;
    if (own && own->is_pending(change.now())) {
      end_by_cancelling(change, *own);
      cancelled.push_back(std::move(*own));
    }
  }
  std::map<std::string, std::string> values;
  if (!passed_on.empty())
    if (const auto heir = find_inviter_person(change.tx(), reduction.heir->text())) values["heir"] = *heir;
  tell_many(change, "invitation_passes_on", passed_on, values);
  tell_many(change, "invitation_cancelled", cancelled);
}

}  // namespace roster::invitations
