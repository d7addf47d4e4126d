#pragma once
// How a person begins: a letter that proves the mailbox, then a user. Nothing is created before the proof. Completing a
// registration, which may make an account too, is onboarding's; the steps of it that are the user's are here.

#include <optional>
#include <string>

#include "users/password_rules.h"
#include "users/signed_in.h"
#include "users/user_store.h"

namespace roster::users {

/// Asks for a registration letter. The same work and the same answer whether the address has a user (who is told by a
/// letter) or not; past the limit of letters to one address none goes out, silently. Refusal: rate_limited, by the
/// client's network.
Result<void> request_registration(const change::Context& context, const EmailAddress& email, Language language,
                                  std::string_view ip);

/// An address that the token of a letter proves.
struct PendingRegistration {
  EmailAddress email;
  Language language;  ///< as asked for; the letter was written in it
};
/// Looks without using the token up: for what must be known before the password is hashed. Nothing when it is unknown,
/// used or expired, or when the address got a user meanwhile.
std::optional<PendingRegistration> find_pending_registration(database::Transaction& tx, std::string_view token);
/// Uses the token up, in the write that creates the user. Refusal: not_found, the same for unknown, used and expired ones.
Result<EmailAddress> consume_registration(database::Transaction& tx, std::string_view token);

struct NewUser {
  UserId id;
  EmailAddress email;  ///< proved
  std::string name;
  Language language = Language::en;
  std::optional<std::string> password_hash{};  ///< none until the person has chosen a password
};
/// The user's row and user.registered on its history; whatever else waited for a proof of this address is dead.
/// Refusal: not_found when the address has a user already; who must tell that apart looks before.
Result<User> create_user(database::Transaction& tx, const NewUser& user, const journal::Circumstance& circumstance);

}  // namespace roster::users
