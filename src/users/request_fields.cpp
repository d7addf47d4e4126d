#include "users/request_fields.h"

#include <algorithm>

namespace roster::users {

std::optional<Language> read_language(Fields& fields, std::string_view name) {
  const auto code = fields.optional_verbatim(name, 64);
  if (!code) return std::nullopt;
  if (std::find(language_codes.begin(), language_codes.end(), *code) == language_codes.end()) {
    fields.fault(name, reasons::invalid_value);
    return std::nullopt;
  }
  return parse_language(*code);
}

Result<access::UserActor> read_user_actor(const Call& call) {
  if (const auto* user = access::user_of(call.actor)) return *user;
  return refuse(reasons::forbidden);
}

Hashing hashing_of(const Door& door, const crypto::PasswordHasher& hasher) {
  return {door.context(), hasher, door.options().lifetimes};
}

change::Answer accepted_answer() { return {.status = 202, .body = json::object{{"status", "accepted"}}}; }

}  // namespace roster::users
