#include "users/user_routes.h"

#include <algorithm>
#include <iterator>

namespace roster::users {

std::vector<http::Route> routes(const Door& door, const crypto::PasswordHasher& hasher, const UserChanged& changed) {
  auto all = sign_in_routes(door, hasher);
  for (auto part : {me_routes(door, hasher, changed), my_list_routes(door)})
    std::move(part.begin(), part.end(), std::back_inserter(all));
  return all;
}

}  // namespace roster::users
