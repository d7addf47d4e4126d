#pragma once
// A browser in which somebody has signed in is known for a year, by a signed cookie: whoever fails with that person's address
// elsewhere does not keep them out here. The cookie opens nothing, names nobody, and is forgotten at the server.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/id.h"
#include "base/instant.h"
#include "crypto/token.h"

namespace roster::users {

inline constexpr std::chrono::hours device_remembered{365 * 24};
/// People who take turns at one browser: of more the one is forgotten who has not signed in for longest.
inline constexpr std::size_t people_of_device_max = 5;

/// The device's own id, when `user` has signed in on it. `cookie`: the value as sent; anything may stand in it. For nobody
/// (an address without a user) it costs the same.
std::optional<std::string> find_known_device(const crypto::ServerKey& key, std::string_view cookie,
                                             const std::optional<UserId>& user, Instant now);
/// What the cookie holds from now on: the same device where it is one, a new one else; on it `user`, and who else was.
std::string remember_device(const crypto::ServerKey& key, std::string_view cookie, const UserId& user, Instant now);

}  // namespace roster::users
