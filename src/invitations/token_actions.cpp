#include "invitations/token_actions.h"

#include "crypto/token.h"
#include "invitations/invitation_store.h"
#include "invitations/inviter.h"
#include "invitations/wanted_grant.h"
#include "outbox/outbox.h"
#include "users/user_store.h"

namespace roster::invitations {

Session session_of(database::Transaction& tx, const std::optional<UserId>& user, const EmailAddress& invited) {
  if (!user) return Session::none;
  const auto found = users::find_user(tx, *user);
  return found && found->email == invited ? Session::of_invited : Session::of_another;
}

std::optional<Offer> find_offer(database::Transaction& tx, const policy::Catalogue& catalogue, std::string_view token,
                                const std::optional<UserId>& user) {
  auto invitation = find_by_digest(tx, catalogue.modules, crypto::digest_of(token));
  if (!invitation) return std::nullopt;
  auto account = access::find_account(tx, catalogue, invitation->account);
  if (!account) return std::nullopt;
  GrantDesk desk(tx, catalogue, *account);
  auto grant = desk.grant_of(*invitation);
  if (!grant || !may_still_give(tx, catalogue, *account, invitation->invited_by, *grant)) return std::nullopt;
  Offer offer{
      .invitation = std::move(*invitation), .account = std::move(*account), .role = std::move(grant->role), .inviter = {}};
  offer.inviter = find_inviter_person(tx, offer.invitation.invited_by);
  offer.session = session_of(tx, user, offer.invitation.email);
  offer.address_has_user = users::find_user_by_email(tx, offer.invitation.email).has_value();
  return offer;
}

Result<void> decline(const change::Context& context, std::string_view token, const journal::Circumstance& circumstance) {
  const auto digest = crypto::digest_of(token);
  const auto& modules = context.catalogue.modules;
  // Which account to lock has to be known before the write; nothing else is taken from this look.
  const auto seen = context.database.read([&](database::Transaction& tx) { return find_by_digest(tx, modules, digest); });
  if (!seen) return refuse(reasons::not_found);
  return context.database.write([&](database::Transaction& tx) -> Result<void> {
    tx.lock("accounts", {seen->account.text()});
    const auto invitation = find_by_digest(tx, modules, digest);
    if (!invitation) return refuse(reasons::not_found);
    save_end(tx, invitation->id, Status::declined);
    outbox::supersede(tx, invitation->id.text());
    journal::append(tx, invitation->account.text(), circumstance,
                    {.type = "invitation.declined",
                     .target = invitation->id.text(),
                     .before = {{"status", "pending"}, {"email", invitation->email.text()}},
                     .after = {{"status", "declined"}}});
    return {};
  });
}

}  // namespace roster::invitations
