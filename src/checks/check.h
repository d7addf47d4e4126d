#pragma once
// GET /v1/check: what the answer says, and waiting for a revision.

#include <chrono>
#include <optional>
#include <string>

#include "base/sentences.h"
#include "users/signed_in.h"

namespace roster::checks {

struct CheckRequest {
  std::string account, permission;           ///< as sent
  std::optional<std::string> sub_account{};  ///< as sent
  std::optional<std::string> user{};         ///< as sent; nothing: the caller
  std::int64_t at_least = 0;
  bool explain = false;
};

inline constexpr std::chrono::milliseconds revision_wait{1000};

/// Whether `response` is the answer, made of memory alone. Nothing that is to be refused, explained or waited for is.
bool check_at_once(const users::Door& door, const http::Request& request, http::Response& response);

/// Refusals: permission_unknown, missing_field and invalid_value of a query parameter, service_key_required, revision_not_reached
/// when the account has not come to `at_least` within `revision_wait`.
Result<change::Answer> check(const change::Context& context, const change::Asked& asked, const CheckRequest& request,
                             const Sentences& texts);

}  // namespace roster::checks
