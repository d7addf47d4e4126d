#pragma once
// Every way to ask whether a person may do something: GET /v1/check, AuthZEN, forward-auth.

#include <vector>

#include "base/sentences.h"
#include "http/message.h"
#include "users/signed_in.h"

namespace roster::checks {

/// `texts`: locales/checks.toml.
std::vector<http::Route> routes(const users::Door& door, const Sentences& texts);

}  // namespace roster::checks
