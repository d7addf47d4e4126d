#pragma once
// `roster demo`: five living accounts, one a policy, so that a first look has something to look at.

#include "base/json.h"
#include "change/context.h"
#include "crypto/password.h"

namespace roster::app {

/// How many members the largest of the accounts has, unless asked for otherwise.
inline constexpr std::int64_t demo_members = 240;
inline constexpr std::int64_t demo_members_max = 50'000;

/// Fills an empty database, all of it in one transaction. Refusal: forbidden when there is any user already.
/// The body: {"password": …, "accounts": [{"id", "name", "policy", "people": [{"email", "name", "title", "status"}], "more"}]};
/// `more`: how many members there are besides.
Result<json::object> fill_with_demo(const change::Context& context, const crypto::PasswordHasher& hasher, std::int64_t members);
/// The same body again, of what the demo has become. Refusal: not_found where there is none.
Result<json::object> describe_demo(const change::Context& context);
/// That body for people.
void print_demo(const json::value& body);

}  // namespace roster::app
