#pragma once
// What a reduced standing means for invitations: those that the person gave and may no longer give are cancelled, or, on a
// transfer, pass to the new owner. Under another policy that is asked of all. Registered with change::Context by app/.

#include "change/change.h"

namespace roster::invitations {

void reconsider_invitations(change::Change& change, const change::Reduction& reduction);

}  // namespace roster::invitations
