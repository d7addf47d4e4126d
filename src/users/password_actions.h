#pragma once
// Setting a password anew: with the current one, or with the token of a letter. Either ends sessions, kills what else waits
// for a proof, and tells the person by a letter. The hashing ones belong on the hashing lane.

#include "users/sign_in_actions.h"

namespace roster::users {

/// Asks for a letter to set a new password. The same work and the same answer whether the address has a user or not; past
/// the limit of letters to one address none goes out, silently. Refusal: rate_limited, by the client's network.
Result<void> request_password_reset(const change::Context& context, const EmailAddress& email, std::string_view ip);

/// Sets the password, ends every session, forgets failed tries. Refusals: not_found (one answer for every dead token), and
/// those of check_password.
Result<void> complete_password_reset(const Hashing& hashing, std::string_view token, const Secret& password,
                                     const SessionOrigin& origin, const std::string& request_id);

/// With the current password, which must be right whatever the new one is like. Ends all other sessions. Refusals: those of
/// prove_password with wrong_password at /current_password, those of check_password at /new_password.
Result<void> change_password(const Hashing& hashing, const PasswordAttempt& attempt, const Secret& new_password);

}  // namespace roster::users
