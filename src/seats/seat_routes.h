#pragma once
// /v1/accounts/{acc}/seats: the limits of the plan, and every seat with its holder and why it counts.

#include <vector>

#include "base/sentences.h"
#include "users/signed_in.h"

namespace roster::seats {

/// `sentences`: locales/seats.toml; outlives the routes.
std::vector<http::Route> routes(const users::Door& door, const Sentences& sentences);

}  // namespace roster::seats
