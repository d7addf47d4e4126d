#pragma once
// The routes by which people come in: a registration completed, an invitation accepted.

#include <string>
#include <vector>

#include "crypto/password.h"
#include "http/message.h"
#include "users/signed_in.h"

namespace roster::onboarding {

/// `door` and `hasher` outlive the routes. `open_policies`: what may be chosen at registration; empty: every one that is loaded.
std::vector<http::Route> routes(const users::Door& door, const crypto::PasswordHasher& hasher,
                                std::vector<std::string> open_policies);

}  // namespace roster::onboarding
