#pragma once
// /v1/keys: served to the operator's socket only.

#include <vector>

#include "users/signed_in.h"

namespace roster::keys {

/// `door` outlives the routes.
std::vector<http::Route> routes(const users::Door& door);

}  // namespace roster::keys
