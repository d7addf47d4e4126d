#include "users/registration_actions.h"

#include "crypto/digest.h"
#include "users/proof_store.h"
#include "users/sign_in_throttle.h"

namespace roster::users {

namespace {

outbox::Letter compose_registration(const EmailAddress& email, Language language, const Proof<RegistrationId>& proof) {
  return {.kind = "registration",
          .recipient = email,
          .language = language,
          .about = proof.id.text(),
          .generation = proof.generation,
          .useful_until = proof.expires_at};
}

/// To who has a user already: somebody, perhaps they themselves, tried to register the address.
outbox::Letter compose_registration_known(const User& user, const Proof<RegistrationId>& proof) {
  return {.kind = "registration_known",
          .recipient = user.email,
          .language = user.language,
          .about = user.id.text() + ":known",
          .generation = proof.generation,
          .useful_until = proof.expires_at};
}

}  // namespace

Result<void> request_registration(const change::Context& context, const EmailAddress& email, Language language,
                                  std::string_view ip) {
  return context.database.write([&](database::Transaction& tx) -> Result<void> {
    if (auto taken = change::debit(tx, "registrations:" + network_of(ip), context.rates.registrations_per_ip); !taken)
      return refuse(taken);
    if (!change::debit(tx, "registration:" + crypto::sha256_hex(email.folded()), context.rates.resets_per_address)) return {};
    const auto user = find_user_by_email(tx, email);
    // The row is written for a known address too, so that both cost the same; no letter tells that one's token.
    const auto proof = renew_registration(tx, context.server_key, email, language);
    outbox::enqueue(tx, user ? compose_registration_known(*user, proof) : compose_registration(email, language, proof));
    return {};
  });
}

std::optional<PendingRegistration> find_pending_registration(database::Transaction& tx, std::string_view token) {
  auto waiting = find_registration(tx, crypto::digest_of(token));
  if (!waiting || find_user_by_email(tx, waiting->email)) return std::nullopt;
  return PendingRegistration{std::move(waiting->email), waiting->language};
}

Result<EmailAddress> consume_registration(database::Transaction& tx, std::string_view token) {
  auto pending = find_pending_registration(tx, token);
  if (!pending) return refuse(reasons::not_found);
  remove_registration(tx, pending->email.key());
  return std::move(pending->email);
}

Result<User> create_user(database::Transaction& tx, const NewUser& user, const journal::Circumstance& circumstance) {
  User row{.id = user.id,
           .email = user.email,
           .name = user.name,
           .language = user.language,
           .password_hash = user.password_hash,
           .created_at = tx.now()};
  if (!insert_user(tx, row)) return refuse(reasons::not_found);
  remove_registration(tx, user.email.key());
  remove_password_reset(tx, user.email.key());
  journal::append(tx, user.id.text(), circumstance,
                  {.type = "user.registered",
                   .target = user.id.text(),
                   .after = {{"email", user.email.text()}, {"name", user.name}, {"locale", code_of(user.language)}}});
  return row;
}

}  // namespace roster::users
