#pragma once
// The users table.

#include <optional>
#include <string>

#include "base/email_address.h"
#include "base/id.h"
#include "base/language.h"
#include "database/database.h"

namespace roster::users {

struct User {
  UserId id;
  EmailAddress email;
  std::string name;
  Language language = Language::en;
  std::optional<std::string> password_hash{};
  Instant created_at{};
  std::optional<Instant> last_sign_in_at{};
  std::int64_t version = 1;
};

std::optional<User> find_user(database::Transaction& tx, const UserId& id);
std::optional<User> find_user_by_email(database::Transaction& tx, const EmailAddress& email);
/// False when somebody has that address already (the table's constraint decides, whatever runs at the same time).
bool insert_user(database::Transaction& tx, const User& user);

}  // namespace roster::users
