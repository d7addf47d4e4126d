#pragma once
// A policy as clients read it, in one language.

#include "base/json.h"
#include "policy/policy.h"

namespace roster::accounts {

/// As GET /v1/policies has it.
json::object write_policy(const policy::Policy& policy, const policy::Modules& modules, Language language);

}  // namespace roster::accounts
