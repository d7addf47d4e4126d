#pragma once
// Changing members: role, permissions and scope; deactivate, reactivate, remove, leave. Each judges all of it before it
// writes anything, so that a refused one changes nothing, also among others in one transaction.

#include "change/change.h"
#include "members/member_rules.h"
#include "members/member_store.h"

namespace roster::members {

/// The member, or not_found.
Result<Member> find_in(change::View& view, const UserId& user);
/// What a member holds: a role that is gone gives nothing.
access::RoleDefinition role_of(change::View& view, std::string_view role_id);
access::Grant grant_of(change::View& view, const Member& member);
/// 200 with the member's body and version.
change::Answer member_answer(change::View& view, const Member& member);

/// Merge patch of role, permissions and scope; what is as asked already is not changed. Refusals: those of the rules;
/// not_offered, sub_account_unknown, role_unknown, grant_exceeds_own, seat_limit_reached, precondition_failed.
Result<void> update_member(change::Change& change, const UserId& user, const GrantRequest& request);

/// All with members:manage. Who is in that state already stays so, without an event.
Result<void> deactivate_member(change::Change& change, const UserId& user);
/// Counts as giving what the member then holds, and needs a free seat.
Result<void> reactivate_member(change::Change& change, const UserId& user);
/// With members:remove. Refusals: not_found, cannot_change_self, owner_untouchable, precondition_failed.
Result<void> remove_member_as_manager(change::Change& change, const UserId& user);
/// The actor's own membership ends. Refusals: owner_must_transfer; forbidden for who is no member.
Result<void> leave_account(change::Change& change);

}  // namespace roster::members
