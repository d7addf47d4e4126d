#pragma once
// What acts on invitations do, as the lines of a dry run.

#include <string>

#include "change/change.h"
#include "invitations/invitation.h"

namespace roster::invitations {

/// Whether it existed before the change: an id that the change itself made is in no target.
enum class Known { before, only_now };

/// A line about an invitation: {email} in its sentence is the invited address, and {name} too. `sentence`: where it is not
/// the type's.
change::Effect about_invitation(std::string type, const Invitation& invitation, Known known = Known::before,
                                std::string sentence = "");
/// One line a limit that a holder of the invitation's role takes a seat of: seat_taken, or seat_freed.
void tell_seats(change::Change& change, const std::string& type, const Invitation& invitation, Known known = Known::before);
/// Many lines of one type. From the 51st on they are one line with their number.
void tell_many(change::Change& change, const std::string& type, const std::vector<Invitation>& invitations,
               const std::map<std::string, std::string>& values = {});

}  // namespace roster::invitations
