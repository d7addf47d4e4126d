#include "invitations/invitation_letter.h"

#include "crypto/digest.h"

namespace roster::invitations {

Secret token_of(const crypto::ServerKey& key, const Invitation& invitation) {
  return key.derive_token(crypto::token_kind::invitation, invitation.id.text(), invitation.generation);
}

std::string digest_of_token(const crypto::ServerKey& key, const Invitation& invitation) {
  return crypto::digest_of(token_of(key, invitation).reveal());
}

std::string link_of(std::string_view public_url, const Secret& token) {
  return std::string{public_url} + "/invitations/" + token.reveal();
}

outbox::Letter compose_invitation(const access::Account& account, const Invitation& invitation,
                                  const access::RoleDefinition& role, const std::optional<std::string>& inviter) {
  outbox::Letter letter{.kind = "invitation",
                        .recipient = invitation.email,
                        .language = invitation.language,
                        .account = account.id,
                        .about = invitation.id.text(),
                        .generation = invitation.generation,
                        .is_first = invitation.generation == 1,
                        .useful_until = invitation.expires_at};
  letter.fields = {{"account_name", account.name},
                   {"policy", account.policy->id},
                   {"role", role.id},
                   {"inviter_name", inviter.value_or("")},
                   {"expires_at", invitation.expires_at.text()},
                   {"message", invitation.message}};
  // A policy's role is described by the policy; one of the account's own only by what the account calls it.
  if (role.is_custom) letter.fields["role_title"] = role.title.in(invitation.language);
  return letter;
}

Result<void> debit_letter(change::Change& change, const EmailAddress& recipient) {
  const auto mailbox = crypto::sha256_hex(recipient.folded());
  const auto& rates = change.context().rates;
  // The account's own first: what it refuses takes nothing of what all others may send there.
  const auto own = "letters:" + change.account().id.text() + ":" + mailbox;
  if (auto taken = change.debit_sent(own, rates.letters_per_recipient); !taken) return taken;
  return change.debit_sent("letters:" + mailbox, rates.letters_per_mailbox);
}

}  // namespace roster::invitations
