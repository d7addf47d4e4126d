#pragma once
// What this room forgets by itself, run by the schedule in app/.

#include <cstdint>

#include "database/database.h"

namespace roster::users {

/// How long the sign-in log is kept; docs/operations.md says so too.
inline constexpr std::chrono::hours sign_ins_kept{90 * 24};

/// Deletes ended sessions (past their end, or unused for longer than `idle`), dead tokens, forgotten
/// failures, old sign-ins: a part of each. Returns how many rows, 0 once none is left; nothing that is still good is among them.
std::int64_t forget_expired(database::Transaction& tx, std::chrono::milliseconds idle);

}  // namespace roster::users
