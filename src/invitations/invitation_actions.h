#pragma once
// What is done to an invitation after it was sent. Each act runs inside a change of its account.

#include "change/change.h"
#include "invitations/invitation.h"
#include "invitations/wanted_grant.h"
#include "members/bulk_actions.h"

namespace roster::invitations {

/// Refusals: forbidden, not_found.
Result<Invitation> read_invitation(change::View& view, const InvitationId& id);

/// Changes what a pending one gives; whoever edits it gives it from then on. Refusals: forbidden, not_found,
/// precondition_failed, invitation_not_pending, faults of the fields (see GrantDesk::resolve), grant_exceeds_own,
/// seat_limit_reached.
Result<Invitation> edit(change::Change& change, const InvitationId& id, const GrantRequest& wanted);

/// Who may invite or remove may cancel. Refusals: forbidden, not_found, precondition_failed, invitation_not_pending.
Result<void> cancel(change::Change& change, const InvitationId& id);

/// A new link and the lifetime anew, the earlier link is dead; whoever resends it gives it from then on. An expired one
/// takes a seat again. Refusals: forbidden, not_found, precondition_failed, invitation_not_pending, grant_exceeds_own,
/// seat_limit_reached, rate_limited.
Result<Invitation> resend(change::Change& change, const InvitationId& id);

struct HandedLink {
  std::string link;
  Instant expires_at;
};
/// A new link to hand over in person; every earlier one is dead, the lifetime stays. Refusals: forbidden, not_offered unless
/// `is_offered`, not_found, invitation_not_pending, grant_exceeds_own, rate_limited.
Result<HandedLink> hand_over(change::Change& change, const InvitationId& id, bool is_offered);

/// For acts on many: as cancel and resend, without If-Match. Nothing of a refused one is left in the transaction.
Result<void> cancel_one(change::Change& change, const InvitationId& id);
Result<void> resend_one(change::Change& change, const InvitationId& id);
/// "resend" and "cancel", for the members' route that acts on many; app/ hands them to it.
members::BulkActions bulk_actions();

/// Ends a pending one in whoever's name the change is: row, letter that still waits, event. The effects are the caller's.
void end_by_cancelling(change::Change& change, const Invitation& invitation);

}  // namespace roster::invitations
