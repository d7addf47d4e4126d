#include "users/proof_store.h"

#include "outbox/outbox.h"

namespace roster::users {

namespace {

/// The next generation of what `row` (id, generation) says, or the first of a new one.
template <class IdType>
Proof<IdType> next_proof(const std::optional<database::Row>& row, Instant now, std::chrono::milliseconds lifetime) {
  if (!row) return {.id = IdType::make(now), .generation = 1, .expires_at = now + lifetime};
  return {.id = row->id<IdType>(0), .generation = row->integer(1) + 1, .expires_at = now + lifetime};
}

template <class IdType>
std::string digest_of(const crypto::ServerKey& key, std::string_view kind, const Proof<IdType>& proof) {
  return crypto::digest_of(key.derive_token(kind, proof.id.text(), proof.generation).reveal());
}

EmailAddress read_email(const std::string& text) {
  auto email = EmailAddress::parse(text);
  if (!email) throw database::DatabaseError("a letter's address is none");
  return std::move(*email);
}

}  // namespace

Proof<RegistrationId> renew_registration(database::Transaction& tx, const crypto::ServerKey& key, const EmailAddress& email,
                                         Language language) {
  const auto proof = next_proof<RegistrationId>(
      tx.find("SELECT id, generation FROM registrations WHERE email_key = ?", email.key()), tx.now(), registration_lifetime);
  tx.execute(
      "INSERT INTO registrations (id, email, email_key, locale, generation, digest, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?) "
      "ON CONFLICT (email_key) DO UPDATE SET email = excluded.email, locale = excluded.locale, generation = excluded.generation, "
      "digest = excluded.digest, expires_at = excluded.expires_at",
      proof.id, email.text(), email.key(), code_of(language), proof.generation,
      digest_of(key, crypto::token_kind::registration, proof), proof.expires_at);
  return proof;
}

std::optional<WaitingRegistration> find_registration(database::Transaction& tx, std::string_view digest) {
  const auto row = tx.find("SELECT email, locale FROM registrations WHERE digest = ? AND expires_at > ?", digest, tx.now());
  if (!row) return std::nullopt;
  return WaitingRegistration{read_email(row->text(0)), parse_language(row->text(1)).value_or(Language::en)};
}

void remove_registration(database::Transaction& tx, std::string_view email_key) {
  if (const auto row = tx.find("SELECT id FROM registrations WHERE email_key = ?", email_key))
    outbox::supersede(tx, row->text(0));
  tx.execute("DELETE FROM registrations WHERE email_key = ?", email_key);
}

Proof<PasswordResetId> renew_password_reset(database::Transaction& tx, const crypto::ServerKey& key, std::string_view email_key,
                                            std::chrono::milliseconds lifetime) {
  const auto proof = next_proof<PasswordResetId>(
      tx.find("SELECT id, generation FROM password_resets WHERE email_key = ?", email_key), tx.now(), lifetime);
  tx.execute(
      "INSERT INTO password_resets (id, email_key, generation, digest, expires_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT "
      "(email_key) DO UPDATE "
      "SET generation = excluded.generation, digest = excluded.digest, expires_at = excluded.expires_at",
      proof.id, email_key, proof.generation, digest_of(key, crypto::token_kind::password_reset, proof), proof.expires_at);
  return proof;
}

std::optional<std::string> find_password_reset(database::Transaction& tx, std::string_view digest) {
  const auto row = tx.find("SELECT email_key FROM password_resets WHERE digest = ? AND expires_at > ?", digest, tx.now());
  if (!row) return std::nullopt;
  return row->text(0);
}

void remove_password_reset(database::Transaction& tx, std::string_view email_key) {
  if (const auto row = tx.find("SELECT id FROM password_resets WHERE email_key = ?", email_key))
    outbox::supersede(tx, row->text(0));
  tx.execute("DELETE FROM password_resets WHERE email_key = ?", email_key);
}

Proof<EmailChangeId> renew_email_change(database::Transaction& tx, const crypto::ServerKey& key, const UserId& user,
                                        const EmailAddress& email) {
  const auto proof = next_proof<EmailChangeId>(tx.find("SELECT id, generation FROM email_changes WHERE user_id = ?", user),
                                               tx.now(), email_change_lifetime);
  tx.execute(
      "INSERT INTO email_changes (id, user_id, email, email_key, generation, digest, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?) "
      "ON CONFLICT (user_id) DO UPDATE SET email = excluded.email, email_key = excluded.email_key, generation = "
      "excluded.generation, "
      "digest = excluded.digest, expires_at = excluded.expires_at",
      proof.id, user, email.text(), email.key(), proof.generation, digest_of(key, crypto::token_kind::email_change, proof),
      proof.expires_at);
  return proof;
}

std::optional<EmailAddress> find_email_change(database::Transaction& tx, const UserId& user, std::string_view digest) {
  const auto row =
      tx.find("SELECT email FROM email_changes WHERE digest = ? AND user_id = ? AND expires_at > ?", digest, user, tx.now());
  if (!row) return std::nullopt;
  return read_email(row->text(0));
}

void remove_email_change(database::Transaction& tx, const UserId& user) {
  if (const auto row = tx.find("SELECT id FROM email_changes WHERE user_id = ?", user)) outbox::supersede(tx, row->text(0));
  tx.execute("DELETE FROM email_changes WHERE user_id = ?", user);
}

Proof<EmailUndoId> insert_email_undo(database::Transaction& tx, const crypto::ServerKey& key, const UserId& user,
                                     const EmailAddress& former) {
  const auto proof = next_proof<EmailUndoId>(std::nullopt, tx.now(), email_undo_lifetime);
  tx.execute("INSERT INTO email_undos (id, user_id, email, digest, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)", proof.id,
             user, former.text(), digest_of(key, crypto::token_kind::email_undo, proof), tx.now(), proof.expires_at);
  return proof;
}

std::optional<EmailUndo> find_email_undo(database::Transaction& tx, std::string_view digest) {
  const auto row =
      tx.find("SELECT user_id, email, created_at FROM email_undos WHERE digest = ? AND expires_at > ?", digest, tx.now());
  if (!row) return std::nullopt;
  return EmailUndo{row->id<UserId>(0), read_email(row->text(1)), row->instant(2)};
}

void remove_email_undos_since(database::Transaction& tx, const EmailUndo& undo) {
  constexpr std::string_view which = "FROM email_undos WHERE user_id = ? AND created_at >= ?";
  for (const auto& row : tx.list("SELECT id " + std::string{which}, undo.user, undo.changed_at))
    outbox::supersede(tx, row.text(0));
  tx.execute("DELETE " + std::string{which}, undo.user, undo.changed_at);
}

}  // namespace roster::users
