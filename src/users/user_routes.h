#pragma once
// The routes of this room: registration, session, password, and what is the user's own under /v1/me; POST /v1/users.

#include <vector>

#include "crypto/password.h"
#include "users/me_actions.h"
#include "users/signed_in.h"

namespace roster::users {

/// `door` and `hasher` outlive the routes. `changed` refreshes the copies that rooms above keep of names and addresses.
std::vector<http::Route> routes(const Door& door, const crypto::PasswordHasher& hasher, const UserChanged& changed);

/// Their parts.
std::vector<http::Route> sign_in_routes(const Door& door, const crypto::PasswordHasher& hasher);
std::vector<http::Route> me_routes(const Door& door, const crypto::PasswordHasher& hasher, const UserChanged& changed);
std::vector<http::Route> my_list_routes(const Door& door);

}  // namespace roster::users
