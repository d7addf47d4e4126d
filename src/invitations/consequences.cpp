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

/// Those given by this user that the user may not give any more.
std::vector<Invitation> list_unbacked(change::Change& change, const UserId& user) {
  auto& tx = change.tx();
  const auto standing = access::find_standing(tx, change.context().catalogue, change.account(), user);
  GrantDesk desk(tx, change.context().catalogue, change.account());
  auto given = list_pending_by(tx, change.modules(), change.account().id, user.text());
  std::erase_if(given, [&](const Invitation& invitation) {
    const auto grant = desk.grant_of(invitation);
    return standing && grant && may_still_give(*standing, *grant, change.modules());
  });
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
    const auto user = users::find_user(change.tx(), reduction.user);
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
