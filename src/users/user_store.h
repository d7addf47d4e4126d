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
/// By the text of a key, which may be no address at all: then nobody has it.
std::optional<User> find_user_by_key(database::Transaction& tx, std::string_view email_key);
/// False when somebody has that address already (the table's constraint decides, whatever runs at the same time).
bool insert_user(database::Transaction& tx, const User& user);

/// Name and language; raises the version.
void save_details(database::Transaction& tx, const UserId& id, std::string_view name, Language language);
/// A new password, chosen by the person.
void save_password(database::Transaction& tx, const UserId& id, std::string_view password_hash);
/// The same password hashed anew, at today's cost.
void save_rehashed_password(database::Transaction& tx, const UserId& id, std::string_view password_hash);
/// Nobody knows one any more: the next is set by a letter.
void remove_password(database::Transaction& tx, const UserId& id);
/// False when somebody else has that address; raises the version otherwise.
bool save_email(database::Transaction& tx, const UserId& id, const EmailAddress& email);
void save_last_sign_in(database::Transaction& tx, const UserId& id);

}  // namespace roster::users
