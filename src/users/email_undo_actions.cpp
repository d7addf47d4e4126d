#include "users/email_undo_actions.h"

#include "users/proof_store.h"

namespace roster::users {

namespace {

struct Robbed {
  EmailUndo undo;
  User user;
};

/// Nothing when there is nothing (more) to be undone.
std::optional<Robbed> find_robbed(database::Transaction& tx, std::string_view digest) {
  auto undo = find_email_undo(tx, digest);
  if (!undo) return std::nullopt;
  auto user = find_user(tx, undo->user);
  if (!user || user->email.key() == undo->former.key()) return std::nullopt;
  return Robbed{std::move(*undo), std::move(*user)};
}

void tell_both(database::Transaction& tx, const crypto::ServerKey& key, const Robbed& robbed) {
  const auto& [undo, user] = robbed;
  const auto reset = renew_password_reset(tx, key, undo.former.key(), password_reset_lifetime);
  outbox::enqueue(tx, {.kind = "email_restored",
                       .recipient = undo.former,
                       .language = user.language,
                       .about = reset.id.text(),
                       .generation = reset.generation,
                       .useful_until = reset.expires_at});
  outbox::enqueue(
      tx,
      {.kind = "email_change_undone", .recipient = user.email, .language = user.language, .about = user.id.text() + ":email"});
}

}  // namespace

Result<void> undo_email_change(const change::Context& context, std::string_view token, const SessionOrigin& origin,
                               const std::string& request_id, const UserChanged& changed) {
  const auto digest = crypto::digest_of(token);
  const auto found = context.database.read([&](database::Transaction& tx) { return find_robbed(tx, digest); });
  if (!found) return refuse(reasons::not_found);
  return context.database.write([&](database::Transaction& tx) -> Result<void> {
    tx.lock("users", {found->user.id.text()});
    const auto robbed = find_robbed(tx, digest);
    if (!robbed || !save_email(tx, robbed->user.id, robbed->undo.former)) return refuse(reasons::not_found);
    const auto& [undo, user] = *robbed;
    const journal::Circumstance circumstance{user.id.text(), origin.ip, request_id};
    remove_password(tx, user.id);
    remove_email_change(tx, user.id);
    remove_email_undos_since(tx, undo);
    for (const auto* address : {&user.email, &undo.former}) {
      remove_password_reset(tx, address->key());
      remove_registration(tx, address->key());
    }
    clear_failures(tx, failures_of_address(undo.former.key()));
    end_sessions(tx, user.id, std::nullopt, circumstance);
    journal::append(tx, user.id.text(), circumstance,
                    {.type = "email.change_undone",
                     .target = user.id.text(),
                     .before = {{"email", user.email.text()}, {"has_password", user.password_hash.has_value()}},
                     .after = {{"email", undo.former.text()}, {"has_password", false}}});
    changed(tx, user.id);
    tell_both(tx, context.server_key, *robbed);
    return {};
  });
}

}  // namespace roster::users
