#pragma once
// /v1/accounts/{acc}/contacts

#include <vector>

#include "users/signed_in.h"

namespace roster::accounts {

std::vector<http::Route> contact_routes(const users::Door& door);

}  // namespace roster::accounts
