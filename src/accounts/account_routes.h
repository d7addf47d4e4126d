#pragma once
// /v1/accounts and what an account says of itself.

#include <string>
#include <vector>

#include "users/signed_in.h"

namespace roster::accounts {

/// All routes of this room. `policies_open_to_all`: the policies that people may choose for an account of their own
/// (registration.policies); none: every one that is loaded.
std::vector<http::Route> routes(const users::Door& door, std::vector<std::string> policies_open_to_all);

}  // namespace roster::accounts
