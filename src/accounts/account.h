#pragma once
// What can be refused of an account, its contacts and what is asked about them.

#include "change/change.h"

namespace roster::accounts::reasons {
using namespace roster::change::reasons;
inline constexpr Reason policy_unknown{ErrorKind::invalid, "policy_unknown"};
inline constexpr Reason plan_unknown{ErrorKind::invalid, "plan_unknown"};
inline constexpr Reason user_unknown{ErrorKind::invalid, "user_unknown"};
inline constexpr Reason name_mismatch{ErrorKind::invalid, "name_mismatch"};
inline constexpr Reason account_limit_reached{ErrorKind::conflict, "account_limit_reached"};

}  // namespace roster::accounts::reasons
