#include "invitations/consequences.h"

#include <algorithm>

#include "crypto/digest.h"
#include "invitations/invitation_actions.h"
#include "invitations/invitation_store.h"
#include "invitations/inviter.h"
#include "invitations/wanted_grant.h"
#include "users/user_store.h"

namespace roster::invitations {

namespace {

/// So many are listed one by one; the rest is one line with their number.
constexpr std::size_t listed_max = 50;

void tell(change::Change& change, const std::string& type, const std::vector<Invitation>& invitations,
          const std::map<std::string, std::string>& values) {
  for (std::size_t i = 0; i < std::min(listed_max, invitations.size()); ++i) {
    change::Effect effect{.type = type, .target = {{"type", "invitation"}, {"id", invitations[i].id.text()}, {"name", invitations[i].email.text()}}};
    effect.values = values;
    effect.values["email"] = effect.values["name"] = invitations[i].email.text();
    change.effect(std::move(effect));
  }
  if (invitations.size() <= listed_max) return;
  std::string rest;
  for (std::size_t i = listed_max; i < invitations.size(); ++i) rest += invitations[i].id.text() + "\n";
  change::Effect effect{.type = type, .target = {{"type", "account"}, {"id", change.account().id.text()}, {"name", change.account().name}}};
  effect.values = values;
  effect.values["count"] = std::to_string(invitations.size() - listed_max);
  effect.sentence = type + "_more";
  effect.stands_for = crypto::sha256_hex(rest);
  change.effect(std::move(effect));
}

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
  tell(change, "invitation_passes_on", passed_on, values);
  tell(change, "invitation_cancelled", cancelled, {});
}

}  // namespace roster::invitations
