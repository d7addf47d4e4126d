#pragma once
// Who opens a page, and what the page is told of them before its first paint.

#include <optional>

#include "users/signed_in.h"

namespace roster::console {

struct Visitor {
  Language language = Language::en;
  std::optional<UserId> user{};
  json::value session{};   ///< the body of GET /v1/session; null for who is not signed in
  json::array policies{};  ///< of the session's accounts, as GET /v1/policies has them
};

/// Refusal: malformed_request (two credentials). Throws database::Unavailable.
Result<Visitor> find_visitor(const users::Door& door, const http::Request& request);

}  // namespace roster::console
