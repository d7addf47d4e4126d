#pragma once
// /v1/accounts/{acc}/sub-accounts

#include <vector>

#include "users/signed_in.h"

namespace roster::sub_accounts {

std::vector<http::Route> routes(const users::Door& door);

}  // namespace roster::sub_accounts
