#pragma once
// Inviting many at once: what the rows share is judged for the call, each row for itself.

#include <optional>
#include <string>
#include <vector>

#include "change/change.h"
#include "invitations/disposable_domains.h"
#include "invitations/invitation.h"
#include "invitations/wanted_grant.h"

namespace roster::invitations {

struct Invitee {
  std::string text;                   ///< the address as it was sent
  std::optional<EmailAddress> email;  ///< nothing when that is none
  GrantRequest own{};
};

struct InviteRequest {
  std::vector<Invitee> invitees;
  GrantRequest shared{};
  Language language = Language::en;  ///< of the letters
  std::string message{};
};

/// One row's outcome: the invitation, or why there is none. (A row's Error is never the call's.)
struct RowResult {
  std::optional<Invitation> invitation{};
  std::optional<Error> fault{};
};

/// One result a row, in order. Nothing in it tells whether an address has a user elsewhere. Refusals: forbidden, faults of
/// the shared fields (see GrantDesk::resolve), grant_exceeds_own when those are above the inviter, rate_limited when the
/// account has no invitation left at all.
Result<std::vector<RowResult>> invite(change::Change& change, const InviteRequest& request, const DisposableDomains& disposable);

}  // namespace roster::invitations
