#pragma once
// POST /v1/accounts/{acc}/ownership-transfers

#include <vector>

#include "http/message.h"
#include "users/signed_in.h"

namespace roster::ownership {

std::vector<http::Route> routes(const users::Door& door);

}  // namespace roster::ownership
