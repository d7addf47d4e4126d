#pragma once
// The routes of invitations: /v1/accounts/{acc}/invitations…, /v1/me/invitations, and look-up and decline by token.

#include <vector>

#include "http/message.h"
#include "invitations/disposable_domains.h"
#include "users/signed_in.h"

namespace roster::invitations {

struct Options {
  bool links_in_person = false;  ///< an inviter may see the link, to hand it over
};

/// What is given must outlive the routes.
std::vector<http::Route> routes(const users::Door& door, const DisposableDomains& disposable, Options options);
/// Of them, those for the invited, in no account.
std::vector<http::Route> routes_of_the_invited(const users::Door& door);

}  // namespace roster::invitations
