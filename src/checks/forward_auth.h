#pragma once
// /forward-auth: a reverse proxy asks whether the request that it holds may pass (nginx auth_request, Caddy forward_auth).
// Every answer carries all five headers, empty where there is nothing to say, so that what a client sent under those
// names never reaches the product.

#include <vector>

#include "http/message.h"
#include "users/signed_in.h"

namespace roster::checks {

std::vector<http::Route> forward_auth_routes(const users::Door& door);

}  // namespace roster::checks
