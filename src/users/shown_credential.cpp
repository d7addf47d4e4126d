#include "users/shown_credential.h"

#include "crypto/token.h"

namespace roster::users {

std::optional<std::string_view> find_cookie(const http::Request& request, std::string_view name) {
  std::optional<std::string_view> found;
  for (const auto& [field, value] : request.headers.fields()) {
    if (!http::equals_ignoring_case(field, "Cookie")) continue;
    for (std::string_view header = value; !header.empty();) {
      const auto end = header.find(';');
      auto pair = header.substr(0, end);
      header = end == std::string_view::npos ? std::string_view{} : header.substr(end + 1);
      while (!pair.empty() && pair.front() == ' ') pair.remove_prefix(1);
      const auto equals = pair.find('=');
      if (equals == std::string_view::npos || pair.substr(0, equals) != name) continue;
      if (found) return std::nullopt;
      found = pair.substr(equals + 1);
    }
  }
  return found;
}

Single find_single(const http::Request& request, std::string_view name) {
  Single found;
  for (const auto& [field, value] : request.headers.fields()) {
    if (!http::equals_ignoring_case(field, name)) continue;
    found.value = value;
    ++found.count;
  }
  return found;
}

Result<Shown> find_credential(const http::Request& request, std::string_view cookie_name, Door::Credentials credentials) {
  constexpr std::string_view scheme = "bearer ";
  const auto cookie = find_cookie(request, cookie_name);
  const auto authorization = credentials == Door::Credentials::any ? find_single(request, "Authorization") : Single{};
  if (authorization.count > 1 || (authorization.count == 1 && cookie)) return refuse(reasons::malformed_request);
  if (cookie) return Shown{.token = *cookie, .by_cookie = true};
  if (authorization.count == 0) return Shown{};
  const auto value = authorization.value;
  const bool bearer = value.size() > scheme.size() && http::equals_ignoring_case(value.substr(0, scheme.size()), scheme);
  return bearer ? Shown{.token = value.substr(scheme.size())} : Shown{.other_scheme = true};
}

bool is_api_key(std::string_view token) {
  constexpr auto prefix = crypto::token_kind::api_key;
  return token.starts_with(prefix) && token.size() > prefix.size() && token[prefix.size()] == '_';
}

}  // namespace roster::users
