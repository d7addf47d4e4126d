#pragma once
// Transfers the ownership: demotes, promotes and signs out in one transaction, so that there is one owner at every moment.

#include <optional>
#include <string>

#include "change/change.h"

namespace roster::ownership {

struct TransferRequest {
  std::string to;  ///< as sent: what is no member's id names nobody
  std::optional<std::string> former_owner_role{};
};

/// Answers with the account. Refusals: forbidden, reauthentication_required, precondition_failed, self_transfer, not_found,
/// those of the rules, seat_limit_reached.
Result<change::Answer> transfer_ownership(change::Change& change, const TransferRequest& request);

}  // namespace roster::ownership
