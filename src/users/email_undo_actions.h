#pragma once
// Undoing a change of address, from the former one: for who was robbed of the sign-in by somebody who knew the password and
// could confirm another address.

#include <string>

#include "users/me_actions.h"
#include "users/sessions.h"

namespace roster::users {

/// The former address holds again. Whoever made the change knew the password: so that ends too, with every session and all
/// that waits for a proof; a letter to the address that holds again leads to a new one, the other address is told. Refusal:
/// not_found, the same for every dead token, and when somebody else has the address by now.
Result<void> undo_email_change(const change::Context& context, std::string_view token, const SessionOrigin& origin,
                               const std::string& request_id, const UserChanged& changed);

}  // namespace roster::users
