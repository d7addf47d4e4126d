#pragma once
// What a change of a membership does to people, as the lines of a dry run.

#include "change/change.h"
#include "members/member_store.h"

namespace roster::members {

/// {"type": "member", "id": …}
json::object member_target(const UserId& user);
/// A line about a member: {name} in its sentence is the member's.
change::Effect about_member(std::string type, const Member& member);

/// Permissions and sub-accounts gained and lost, and a line when the role is another.
void tell_grant_effects(change::Change& change, const Member& member, const access::Grant& before, const access::Grant& after);
/// One line a limit: seat_freed of what a holder of `role` took, or seat_taken.
void tell_seat_effects(change::Change& change, std::string_view type, const Member& member, std::string_view role);
/// Seats that `leaving` frees as a holder of `from` and `arriving` takes as one of `to`, where they differ.
void tell_seat_changes(change::Change& change, const Member& leaving, std::string_view from, const Member& arriving,
                       std::string_view to);
inline void tell_seat_changes(change::Change& change, const Member& member, std::string_view from, std::string_view to) {
  tell_seat_changes(change, member, from, member, to);
}

}  // namespace roster::members
