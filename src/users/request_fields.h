#pragma once
// What several requests of this room have in common.

#include <optional>
#include <string_view>

#include "users/sign_in_actions.h"
#include "users/signed_in.h"

namespace roster::users {

/// Longer texts are no live token; looking them up tells so.
inline constexpr std::size_t token_bytes_max = 4096;

/// Exactly one of the languages' codes.
std::optional<Language> read_language(Fields& fields, std::string_view name);
/// Who asks, when it is a person. Refusal: forbidden.
Result<access::UserActor> read_user_actor(const Call& call);
Hashing hashing_of(const Door& door, const crypto::PasswordHasher& hasher);
/// 202, whatever came of it.
change::Answer accepted_answer();

}  // namespace roster::users
