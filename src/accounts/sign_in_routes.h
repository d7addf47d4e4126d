#pragma once
// /v1/accounts/{acc}/sign-ins: the sign-ins of an account's members.

#include <vector>

#include "users/signed_in.h"

namespace roster::accounts {

std::vector<http::Route> sign_in_routes(const users::Door& door);

}  // namespace roster::accounts
