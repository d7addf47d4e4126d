#include "ownership/transfer_letters.h"

#include "accounts/contact_store.h"
#include "users/user_store.h"

namespace roster::ownership {

namespace {

/// Each transfer has letters of its own: a later one does not take them back. The account's version tells them apart.
std::string about(const change::Change& change, const std::string& whom) {
  return whom + ":" + change.account().id.text() + ":ownership:" + std::to_string(change.account().version);
}

json::object fields_of(const change::Change& change) {
  return {{"account_name", change.account().name}, {"policy", change.policy().id}};
}

void send_to_party(change::Change& change, std::string kind, const members::Member& to, const members::Member& other) {
  const auto user = users::find_user(change.tx(), to.user);
  if (!user) return;
  auto fields = fields_of(change);
  fields["other_name"] = other.name;
  change.send({.kind = std::move(kind),
               .recipient = user->email,
               .language = user->language,
               .account = change.account().id,
               .about = about(change, to.user.text()),
               .fields = std::move(fields)});
  change.effect({.type = "letter_sent", .target = {{"type", "user"}, {"id", to.user.text()}}, .values = {{"name", to.name}}});
}

}  // namespace

void send_transfer_letters(change::Change& change, const members::Member& former, const members::Member& next) {
  send_to_party(change, "ownership_received", next, former);
  send_to_party(change, "ownership_given", former, next);
  for (const auto& contact : accounts::contacts_for_topic(change.tx(), change.account().id, "security")) {
    auto fields = fields_of(change);
    fields["former_owner_name"] = former.name;
    fields["new_owner_name"] = next.name;
    change.send({.kind = "ownership_notice",
                 .recipient = contact.email,
                 .language = change.language(),
                 .account = change.account().id,
                 .about = about(change, contact.id.text()),
                 .fields = std::move(fields)});
    change.effect(
        {.type = "letter_sent", .target = {{"type", "contact"}, {"id", contact.id.text()}}, .values = {{"name", contact.name}}});
  }
}

}  // namespace roster::ownership
