#pragma once
// `roster demo`: five living accounts, one a policy, so that a first look has something to look at.

#include "base/json.h"
#include "change/context.h"
#include "crypto/password.h"

namespace roster::app {

/// Fills an empty database. Refusal: forbidden when there is any user already.
/// The body: {"password": …, "accounts": [{"id", "name", "policy", "people": [{"email", "name", "title"}]}]}.
Result<json::object> fill_with_demo(const change::Context& context, const crypto::PasswordHasher& hasher);
/// That body for people.
void print_demo(const json::value& body);

}  // namespace roster::app
