#pragma once
// /v1/accounts/{acc}/events: the account's journal, for people to read.

#include <vector>

#include "users/signed_in.h"

namespace roster::accounts {

std::vector<http::Route> event_routes(const users::Door& door);

}  // namespace roster::accounts
