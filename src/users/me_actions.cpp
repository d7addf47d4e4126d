#include "users/me_actions.h"

#include "crypto/digest.h"
#include "users/proof_store.h"
#include "users/registration_actions.h"
#include "users/sessions.h"

namespace roster::users {

namespace {

journal::Circumstance circumstance_of(const change::View& view) {
  return {access::text_of(view.asked().actor), view.asked().ip, view.asked().request_id};
}

/// As find_asking_user, with the row locked for a change.
Result<User> lock_asking_user(const change::Change& change) {
  if (change.user() != nullptr) change.tx().lock("users", {change.user()->user.text()});
  return find_asking_user(change);
}

outbox::Letter compose_email_change(const EmailAddress& email, Language language, const Proof<EmailChangeId>& proof) {
  return {.kind = "email_change",
          .recipient = email,
          .language = language,
          .about = proof.id.text(),
          .generation = proof.generation,
          .useful_until = proof.expires_at};
}

outbox::Letter compose_address_known(const User& holder, const Proof<EmailChangeId>& proof) {
  return {.kind = "registration_known",
          .recipient = holder.email,
          .language = holder.language,
          .about = holder.id.text() + ":known",
          .generation = proof.generation,
          .useful_until = proof.expires_at};
}

/// With the way back.
outbox::Letter compose_email_changed(const User& before, const EmailAddress& now, const Proof<EmailUndoId>& undo) {
  return {.kind = "email_changed",
          .recipient = before.email,
          .language = before.language,
          .about = undo.id.text(),
          .generation = undo.generation,
          .fields = {{"new_email", now.text()}},
          .useful_until = undo.expires_at};
}

outbox::Letter compose_set_password(const User& user, const Proof<PasswordResetId>& proof) {
  return {.kind = "set_password",
          .recipient = user.email,
          .language = user.language,
          .about = proof.id.text(),
          .generation = proof.generation,
          .useful_until = proof.expires_at};
}

}  // namespace

json::object write_user(const User& user) {
  return {{"id", user.id.text()},
          {"email", user.email.text()},
          {"name", user.name},
          {"locale", code_of(user.language)},
          {"created_at", user.created_at.text()}};
}

Result<User> find_asking_user(const change::View& view) {
  if (view.user() == nullptr) return refuse(reasons::forbidden);
  auto user = find_user(view.tx(), view.user()->user);
  if (!user) return refuse(reasons::unauthenticated);
  return std::move(*user);
}

Result<change::Answer> update_details(change::Change& change, const NewDetails& details, const UserChanged& changed) {
  auto user = lock_asking_user(change);
  if (!user) return refuse(user);
  if (auto matched = change.match(user->version); !matched) return refuse(matched);
  journal::Event event{.type = "user.updated", .target = user->id.text()};
  if (details.name && *details.name != user->name) {
    event.before["name"] = user->name;
    event.after["name"] = *details.name;
  }
  if (details.language && *details.language != user->language) {
    event.before["locale"] = code_of(user->language);
    event.after["locale"] = code_of(*details.language);
  }
  if (!event.after.empty()) {
    save_details(change.tx(), user->id, details.name.value_or(user->name), details.language.value_or(user->language));
    change.note(user->id.text(), event);
    changed(change.tx(), user->id);
    user = find_asking_user(change);
  }
  return change::Answer{.status = 200, .body = write_user(*user), .version = user->version};
}

Result<change::Answer> request_email_change(change::Change& change, const EmailAddress& email) {
  const auto user = lock_asking_user(change);
  if (!user) return refuse(user);
  if (auto recent = change.require_recent_sign_in(); !recent) return refuse(recent);
  const auto& rates = change.context().rates;
  if (auto taken = change.debit("email_changes:" + user->id.text(), rates.letters_per_recipient); !taken) return refuse(taken);
  change::Answer accepted{.status = 202, .body = json::object{{"status", "accepted"}}};
  if (!change.debit("email_change:" + crypto::sha256_hex(email.folded()), rates.resets_per_address)) return accepted;
  const auto holder = find_user_by_email(change.tx(), email);
  // The row is written for a taken address too, so that both cost the same; no letter tells that one's token.
  const auto proof = renew_email_change(change.tx(), change.context().server_key, user->id, email);
  outbox::supersede(change.tx(), proof.id.text());
  const bool taken = holder && holder->id != user->id;
  change.send(taken ? compose_address_known(*holder, proof) : compose_email_change(email, user->language, proof));
  return accepted;
}

Result<change::Answer> complete_email_change(change::Change& change, std::string_view digest, const UserChanged& changed) {
  auto& tx = change.tx();
  const auto user = lock_asking_user(change);
  if (!user) return refuse(user);
  if (auto recent = change.require_recent_sign_in(); !recent) return refuse(recent);
  const auto email = find_email_change(tx, user->id, digest);
  if (!email || !save_email(tx, user->id, *email)) return refuse(reasons::not_found);
  remove_email_change(tx, user->id);
  for (const auto* address : {&user->email, &*email}) {
    remove_password_reset(tx, address->key());
    remove_registration(tx, address->key());
  }
  end_sessions(tx, user->id, change.user()->session, circumstance_of(change));
  change.note(user->id.text(), {.type = "email.changed",
                                .target = user->id.text(),
                                .before = {{"email", user->email.text()}},
                                .after = {{"email", email->text()}}});
  changed(tx, user->id);
  change.send(compose_email_changed(*user, *email, insert_email_undo(tx, change.context().server_key, user->id, user->email)));
  return change::Answer{.status = 204};
}

Result<change::Answer> end_other_sessions(change::Change& change) {
  const auto user = lock_asking_user(change);
  if (!user) return refuse(user);
  if (auto recent = change.require_recent_sign_in(); !recent) return refuse(recent);
  end_sessions(change.tx(), user->id, change.user()->session, circumstance_of(change));
  return change::Answer{.status = 204};
}

Result<change::Answer> end_my_session(change::Change& change, const SessionId& session) {
  const auto user = lock_asking_user(change);
  if (!user) return refuse(user);
  if (!end_session(change.tx(), user->id, session, circumstance_of(change))) return refuse(reasons::not_found);
  return change::Answer{.status = 204, .clear_cookie = session == change.user()->session};
}

Result<change::Answer> create_vouched_user(change::Change& change, const EmailAddress& email, const std::string& name,
                                           Language language) {
  auto& tx = change.tx();
  if (auto trusted = change.require_trusted(); !trusted) return refuse(trusted);
  if (const auto known = find_user_by_email(tx, email)) return change::Answer{.status = 200, .body = write_user(*known)};
  const NewUser newcomer{.id = UserId::make(change.now()), .email = email, .name = name, .language = language};
  const auto user = create_user(tx, newcomer, circumstance_of(change));
  if (!user) return refuse(user);
  const auto proof = renew_password_reset(tx, change.context().server_key, email.key(), first_password_lifetime);
  change.send(compose_set_password(*user, proof));
  return change::Answer{.status = 201, .body = write_user(*user)};
}

}  // namespace roster::users
