#pragma once
// What there is to choose from: the policies of this server, the permissions of an account.

#include <vector>

#include "users/signed_in.h"

namespace roster::accounts {

std::vector<http::Route> catalogue_routes(const users::Door& door);

}  // namespace roster::accounts
