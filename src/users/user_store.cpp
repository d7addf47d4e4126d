#include "users/user_store.h"

namespace roster::users {

namespace {

constexpr std::string_view columns =
    "SELECT id, email, name, locale, password_hash, created_at, last_sign_in_at, version FROM users";

std::optional<User> read_user(const std::optional<database::Row>& row) {
  if (!row) return std::nullopt;
  auto email = EmailAddress::parse(row->text(1));
  if (!email) throw database::DatabaseError("the address of " + row->text(0) + " is none");
  return User{.id = row->id<UserId>(0),
              .email = std::move(*email),
              .name = row->text(2),
              .language = parse_language(row->text(3)).value_or(Language::en),
              .password_hash = row->optional_text(4),
              .created_at = row->instant(5),
              .last_sign_in_at = row->optional_instant(6),
              .version = row->integer(7)};
}

}  // namespace

std::optional<User> find_user(database::Transaction& tx, const UserId& id) {
  return read_user(tx.find(std::string{columns} + " WHERE id = ?", id));
}

std::optional<User> find_user_by_email(database::Transaction& tx, const EmailAddress& email) {
  return find_user_by_key(tx, email.key());
}

std::optional<User> find_user_by_key(database::Transaction& tx, std::string_view email_key) {
  return read_user(tx.find(std::string{columns} + " WHERE email_key = ?", email_key));
}

bool insert_user(database::Transaction& tx, const User& user) {
  const auto password_changed_at = user.password_hash ? std::optional{tx.now()} : std::nullopt;
  return tx.count_changed(
             "INSERT INTO users (id, email, email_key, name, locale, password_hash, created_at, password_changed_at, "
             "last_sign_in_at, version) "
             "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (email_key) DO NOTHING",
             user.id, user.email.text(), user.email.key(), user.name, code_of(user.language), user.password_hash, user.created_at,
             password_changed_at, user.last_sign_in_at, user.version) == 1;
}

void save_details(database::Transaction& tx, const UserId& id, std::string_view name, Language language) {
  tx.execute("UPDATE users SET name = ?, locale = ?, version = version + 1 WHERE id = ?", name, code_of(language), id);
}

void save_password(database::Transaction& tx, const UserId& id, std::string_view password_hash) {
  tx.execute("UPDATE users SET password_hash = ?, password_changed_at = ? WHERE id = ?", password_hash, tx.now(), id);
}

void save_rehashed_password(database::Transaction& tx, const UserId& id, std::string_view password_hash) {
  tx.execute("UPDATE users SET password_hash = ? WHERE id = ?", password_hash, id);
}

void remove_password(database::Transaction& tx, const UserId& id) {
  tx.execute("UPDATE users SET password_hash = NULL, password_changed_at = ? WHERE id = ?", tx.now(), id);
}

bool save_email(database::Transaction& tx, const UserId& id, const EmailAddress& email) {
  return tx.count_changed(
             "UPDATE users SET email = ?, email_key = ?, version = version + 1 WHERE id = ? AND NOT EXISTS "
             "(SELECT 1 FROM users other WHERE other.email_key = ? AND other.id <> ?)",
             email.text(), email.key(), id, email.key(), id) == 1;
}

void save_last_sign_in(database::Transaction& tx, const UserId& id) {
  tx.execute("UPDATE users SET last_sign_in_at = ? WHERE id = ?", tx.now(), id);
}

}  // namespace roster::users
