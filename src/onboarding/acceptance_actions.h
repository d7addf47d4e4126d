#pragma once
// An invitation accepted, by a new person who becomes a user by it, or by the user of the invited address. Everything is
// judged inside the transaction that makes the membership.

#include <optional>
#include <string>

#include "base/secret.h"
#include "invitations/invitation.h"
#include "users/sign_in_actions.h"

namespace roster::onboarding {

struct AcceptRequest {
  std::string token;
  std::optional<std::string> name{};  ///< with a password: of a new person
  std::optional<Secret> password{};
  std::optional<access::UserActor> actor{};  ///< whose session it came with
  users::SessionOrigin origin{};
  std::string request_id{};
  Language language = Language::en;
};

struct Accepted {
  json::object membership;
  std::int64_t revision = 0;                        ///< the account's
  std::optional<users::SignedInSession> session{};  ///< of a new person
};

/// May hash: call it on the hashing lane. Refusals: not_found for every dead token (an invitation that nobody stands behind
/// any more ends by this); invitation_email_mismatch, sign_in_required, missing fields, weak_password, already_member,
/// member_deactivated, scope_gone, seat_limit_reached, which leave the invitation as it is.
Result<Accepted> accept_invitation(const users::Hashing& hashing, const AcceptRequest& request);

}  // namespace roster::onboarding
