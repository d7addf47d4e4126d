#pragma once
// The letter of an invitation, and the token that its link carries.

#include <optional>
#include <string>

#include "access/standing_store.h"
#include "crypto/token.h"
#include "invitations/invitation.h"
#include "outbox/outbox.h"

namespace roster::invitations {

/// The token of the invitation's present generation.
Secret token_of(const crypto::ServerKey& key, const Invitation& invitation);
std::string digest_of_token(const crypto::ServerKey& key, const Invitation& invitation);
/// Where the letter's link leads: the page of this invitation.
std::string link_of(std::string_view public_url, const Secret& token);

/// `inviter`: a person's name; nothing when a service or the operator invites.
outbox::Letter compose_invitation(const access::Account& account, const Invitation& invitation,
                                  const access::RoleDefinition& role, const std::optional<std::string>& inviter);
/// Takes one letter to this recipient from the account's allowance; plus and dot variants of an address share it. Refusal:
/// rate_limited.
Result<void> debit_letter(change::Change& change, const EmailAddress& recipient);

}  // namespace roster::invitations
