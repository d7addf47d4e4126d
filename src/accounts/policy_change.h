#pragma once
// An account goes over to another policy: roles, titles and limits are others from that moment on.

#include "change/change.h"

namespace roster::accounts {

/// The account's row says the new policy already; `before` is what it said. Notes policy.changed, gives every member a grant
/// that the new policy knows (account_rules.h), and runs the consequences: pending invitations whose role is gone, or whose
/// inviter may not give them any more, are cancelled.
void move_under_policy(change::Change& change, const access::Account& before);

}  // namespace roster::accounts
