#pragma once
// /v1/accounts/{acc}/roles

#include <vector>

#include "users/signed_in.h"

namespace roster::roles {

std::vector<http::Route> routes(const users::Door& door);

}  // namespace roster::roles
