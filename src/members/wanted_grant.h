#pragma once
// What a request asks to give (role, permissions beyond it, sub-accounts), as written: not yet compared with what the account
// has.

#include "base/json.h"
#include "members/member_rules.h"

namespace roster::members {

/// Reads `role`, `permissions` and `sub_accounts`; faults of their shape go into `fields`, among them what stands there twice.
GrantRequest read_wanted_grant(Fields& fields);

}  // namespace roster::members
