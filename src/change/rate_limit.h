#pragma once
// Rate limits, counted in the database so that they hold over restarts and nodes.

#include "change/context.h"

namespace roster::change {

/// Takes `amount` of the bucket's window, all or nothing. Refusal: rate_limited with retry_after.
Result<void> debit(database::Transaction& tx, const std::string& bucket, const Rate& rate, std::int64_t amount = 1);
/// How much of the window is left.
std::int64_t left_of(database::Transaction& tx, const std::string& bucket, const Rate& rate);

/// Deletes kept answers older than a day and windows long past, a part of each. Returns how many rows, 0 once none is left.
std::int64_t forget_old(database::Transaction& tx);

}  // namespace roster::change
