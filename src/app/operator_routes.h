#pragma once
// What only the operator's socket answers (404 elsewhere): backup, verify, demo.

#include <vector>

#include "crypto/password.h"
#include "http/message.h"
#include "users/signed_in.h"

namespace roster::app {

std::vector<http::Route> operator_routes(const users::Door& door, const crypto::PasswordHasher& hasher);

}  // namespace roster::app
