#include "users/password_actions.h"

#include "crypto/digest.h"
#include "users/password_rules.h"
#include "users/proof_store.h"

namespace roster::users {

namespace {

outbox::Letter compose_password_changed(const User& user) {
  return {.kind = "password_changed", .recipient = user.email, .language = user.language, .about = user.id.text() + ":password"};
}

/// What a new password means, however it came about.
void set_password(database::Transaction& tx, const User& user, std::string_view password_hash,
                  const std::optional<SessionId>& surviving, const journal::Circumstance& circumstance) {
  save_password(tx, user.id, password_hash);
  end_sessions(tx, user.id, surviving, circumstance);
  remove_password_reset(tx, user.email.key());
  remove_email_change(tx, user.id);
  journal::append(tx, user.id.text(), circumstance, {.type = "password.changed", .target = user.id.text()});
  outbox::enqueue(tx, compose_password_changed(user));
}

std::optional<User> find_user_to_reset(database::Transaction& tx, std::string_view digest) {
  const auto email_key = find_password_reset(tx, digest);
  return email_key ? find_user_by_key(tx, *email_key) : std::nullopt;
}

}  // namespace

Result<void> request_password_reset(const change::Context& context, const EmailAddress& email, std::string_view ip) {
  return context.database.write([&](database::Transaction& tx) -> Result<void> {
    if (auto taken = change::debit(tx, "password_resets:" + network_of(ip), context.rates.registrations_per_ip); !taken)
      return refuse(taken);
    if (!change::debit(tx, "password_reset:" + crypto::sha256_hex(email.folded()), context.rates.resets_per_address)) return {};
    const auto user = find_user_by_email(tx, email);
    const auto proof = renew_password_reset(tx, context.server_key, email.key(), password_reset_lifetime);
    // Where there is no user the letter is outdated as it is written: the same work, and it is never sent.
    outbox::enqueue(tx, {.kind = "password_reset",
                         .recipient = user ? user->email : email,
                         .language = user ? user->language : Language::en,
                         .about = proof.id.text(),
                         .generation = proof.generation,
                         .useful_until = user ? proof.expires_at : tx.now()});
    return {};
  });
}

Result<void> complete_password_reset(const Hashing& hashing, std::string_view token, const Secret& password,
                                     const SessionOrigin& origin, const std::string& request_id) {
  const auto digest = crypto::digest_of(token);
  const auto found = hashing.context.database.read([&](database::Transaction& tx) { return find_user_to_reset(tx, digest); });
  if (!found) return refuse(reasons::not_found);
  if (auto checked = check_password(password, password_words(found->email, {found->name})); !checked) return refuse(checked);
  const auto hash = hashing.hasher.hash(password);
  return hashing.context.database.write([&](database::Transaction& tx) -> Result<void> {
    tx.lock("users", {found->id.text()});
    const auto user = find_user_to_reset(tx, digest);
    if (!user || user->id != found->id) return refuse(reasons::not_found);
    set_password(tx, *user, hash, std::nullopt, {user->id.text(), origin.ip, request_id});
    // Who proves the mailbox is not kept out by those who guess.
    clear_failures(tx, failures_of_address(user->email.key()));
    clear_failures(tx, failures_of_user(user->id));
    return {};
  });
}

Result<void> change_password(const Hashing& hashing, const PasswordAttempt& attempt, const Secret& new_password) {
  const auto proved = prove_password(hashing, attempt, field_error("/current_password", reasons::wrong_password));
  if (!proved) return refuse(proved);
  if (auto checked = check_password(new_password, password_words(proved->email, {proved->name}), "/new_password"); !checked)
    return refuse(checked);
  const auto hash = hashing.hasher.hash(new_password);
  return hashing.context.database.write([&](database::Transaction& tx) -> Result<void> {
    if (auto confirmed = confirm_proof(tx, attempt.actor, *proved); !confirmed) return refuse(confirmed);
    const auto user = find_user(tx, proved->id);
    set_password(tx, *user, hash, attempt.actor.session, {user->id.text(), attempt.origin.ip, attempt.request_id});
    return {};
  });
}

}  // namespace roster::users
