#pragma once
// /access/v1/evaluation, /access/v1/evaluations, /access/v1/search/…, /.well-known/authzen-configuration

#include <vector>

#include "http/message.h"
#include "users/signed_in.h"

namespace roster::checks {

std::vector<http::Route> authzen_routes(const users::Door& door);

}  // namespace roster::checks
