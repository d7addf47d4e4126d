#pragma once
// What the holder of a letter's token can see and do without joining. A token that is dead for whatever cause (unknown,
// malformed, used, cancelled, declined, expired, of a deleted account, backed by nobody any more) is not_found.

#include <optional>
#include <string>

#include "access/standing_store.h"
#include "change/context.h"
#include "invitations/invitation.h"
#include "invitations/invitation_rules.h"
#include "journal/journal.h"

namespace roster::invitations {

/// A live invitation, for the one who holds its token.
struct Offer {
  Invitation invitation;
  access::Account account;
  access::RoleDefinition role;
  std::optional<std::string> inviter;  ///< a person's name
  Session session = Session::none;
  bool address_has_user = false;
};
/// `user`: whose session it came with.
std::optional<Offer> find_offer(database::Transaction& tx, const policy::Catalogue& catalogue, std::string_view token,
                                const std::optional<UserId>& user);
/// Whose the session is, seen from the invited address.
Session session_of(database::Transaction& tx, const std::optional<UserId>& user, const EmailAddress& invited);

/// Ends it for good. The token suffices, whoever is signed in. Refusal: not_found.
Result<void> decline(const change::Context& context, std::string_view token, const journal::Circumstance& circumstance);

}  // namespace roster::invitations
