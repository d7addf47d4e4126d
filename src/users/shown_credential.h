#pragma once
// The credential that a request shows: found without taking memory, because a check is answered in a microsecond.

#include <optional>
#include <string_view>

#include "users/signed_in.h"

namespace roster::users {

/// A header field that may be there once.
struct Single {
  std::string_view value{};  ///< the last one's
  int count = 0;
};

Single find_single(const http::Request& request, std::string_view name);

/// The value of one cookie; nothing when it is absent or there are two of that name.
std::optional<std::string_view> find_cookie(const http::Request& request, std::string_view name);

/// What a request shows of who sent it.
struct Shown {
  std::string_view token{};  ///< empty: none
  bool by_cookie = false;
  bool other_scheme = false;  ///< an Authorization that is none of ours
};

/// Refusals: malformed_request (two credentials: which one was meant cannot be known).
Result<Shown> find_credential(const http::Request& request, std::string_view cookie_name, Door::Credentials credentials);
bool is_api_key(std::string_view token);

}  // namespace roster::users
