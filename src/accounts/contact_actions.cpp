#include "accounts/contact_actions.h"

#include "accounts/account.h"

namespace roster::accounts {

namespace {

constexpr std::string_view manage = "contacts:manage";

/// What an event keeps of a contact.
json::object describe(const Contact& contact) {
  auto body = write_contact(contact);
  body.erase("id");
  body.erase("created_at");
  return body;
}

/// Takes out what is the same in both.
void keep_differences(json::object& before, json::object& after) {
  std::vector<std::string> same;
  for (const auto& field : before)
    if (after.at(field.key()) == field.value()) same.emplace_back(field.key());
  for (const auto& key : same) {
    before.erase(key);
    after.erase(key);
  }
}

json::object target_of(const Contact& contact) { return {{"type", "contact"}, {"id", contact.id.text()}}; }

Result<Contact> find_to_change(const change::Change& change, const ContactId& id) {
  if (auto allowed = change.require(manage); !allowed) return refuse(allowed);
  auto contact = find_contact(change.tx(), change.account().id, id);
  if (!contact) return refuse(reasons::not_found);
  if (auto matched = change.match(contact->version); !matched) return refuse(matched);
  return std::move(*contact);
}

}  // namespace

json::object write_contact(const Contact& contact) {
  json::array topics;
  for (const auto& topic : contact.topics) topics.emplace_back(topic);
  return {{"id", contact.id.text()},       {"name", contact.name},
          {"email", contact.email.text()}, {"phone", contact.phone.empty() ? json::value(nullptr) : json::value(contact.phone)},
          {"topics", std::move(topics)},   {"created_at", contact.created_at.text()}};
}

Result<Contact> add_contact(change::Change& change, const ContactDetails& details) {
  if (auto allowed = change.require(manage); !allowed) return refuse(allowed);
  Contact contact{.id = ContactId::make(change.now()),
                  .account = change.account().id,
                  .name = details.name,
                  .email = details.email,
                  .phone = details.phone,
                  .topics = details.topics,
                  .created_at = change.now()};
  insert_contact(change.tx(), contact);
  change.note({.type = "contact.created", .target = contact.id.text(), .after = describe(contact)});
  change.effect(
      {.type = "contact_created", .target = {{"type", "contact"}, {"id", nullptr}}, .values = {{"contact", contact.name}}});
  return contact;
}

Result<Contact> change_contact(change::Change& change, const ContactId& id, const ContactPatch& patch) {
  auto contact = find_to_change(change, id);
  if (!contact) return contact;
  auto before = describe(*contact);
  if (patch.name) contact->name = *patch.name;
  if (patch.email) contact->email = *patch.email;
  if (patch.phone) contact->phone = *patch.phone;
  if (patch.topics) contact->topics = *patch.topics;
  auto after = describe(*contact);
  if (before == after) return contact;
  keep_differences(before, after);
  save_contact(change.tx(), *contact);
  ++contact->version;
  change.note({.type = "contact.updated", .target = id.text(), .before = std::move(before), .after = std::move(after)});
  change.effect({.type = "contact_changes", .target = target_of(*contact), .values = {{"contact", contact->name}}});
  return contact;
}

Result<void> drop_contact(change::Change& change, const ContactId& id) {
  const auto contact = find_to_change(change, id);
  if (!contact) return refuse(contact);
  remove_contact(change.tx(), id);
  change.note({.type = "contact.removed", .target = id.text(), .before = describe(*contact)});
  change.effect({.type = "contact_deleted", .target = target_of(*contact), .values = {{"contact", contact->name}}});
  return {};
}

}  // namespace roster::accounts
