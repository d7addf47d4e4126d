#pragma once
// Who is told of a transfer: both parties, and the account's contacts for security.

#include "change/change.h"
#include "members/member_store.h"

namespace roster::ownership {

void send_transfer_letters(change::Change& change, const members::Member& former, const members::Member& next);

}  // namespace roster::ownership
