#include "accounts/contact_store.h"

#include <algorithm>

#include "base/search_key.h"

namespace roster::accounts {

namespace {

constexpr std::string_view contact_query =
    "SELECT id, account_id, name, email, phone, topics, created_at, version FROM contacts WHERE account_id = ? AND ";

std::string to_column(const std::vector<std::string>& topics) {
  std::string column;
  for (const auto& topic : topics) column += (column.empty() ? "" : " ") + topic;
  return column;
}

std::vector<std::string> from_column(std::string_view column) {
  std::vector<std::string> topics;
  while (!column.empty()) {
    const auto space = column.find(' ');
    topics.emplace_back(column.substr(0, space));
    column = space == std::string_view::npos ? std::string_view{} : column.substr(space + 1);
  }
  return topics;
}

Contact read_contact(const database::Row& row) {
  auto email = EmailAddress::parse(row.text(3));
  if (!email) throw database::DatabaseError("the address of contact " + row.text(0) + " is none");
  return {.id = row.id<ContactId>(0),
          .account = row.id<AccountId>(1),
          .name = row.text(2),
          .email = std::move(*email),
          .phone = row.text(4),
          .topics = from_column(row.text(5)),
          .created_at = row.instant(6),
          .version = row.integer(7)};
}

bool matches(const Contact& contact, std::string_view key) {
  return key.empty() || search_key(contact.name).find(key) != std::string::npos ||
         contact.email.key().find(key) != std::string::npos;
}

}  // namespace

void insert_contact(database::Transaction& tx, const Contact& contact) {
  tx.execute("INSERT INTO contacts (id, account_id, name, email, phone, topics, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
             contact.id, contact.account, contact.name, contact.email.text(), contact.phone, to_column(contact.topics),
             contact.created_at);
}

std::optional<Contact> find_contact(database::Transaction& tx, const AccountId& account, const ContactId& id) {
  const auto row = tx.find(std::string{contact_query} + "id = ?", account, id);
  if (!row) return std::nullopt;
  return read_contact(*row);
}

void save_contact(database::Transaction& tx, const Contact& contact) {
  tx.execute("UPDATE contacts SET name = ?, email = ?, phone = ?, topics = ?, version = version + 1 WHERE id = ?", contact.name,
             contact.email.text(), contact.phone, to_column(contact.topics), contact.id);
}

void remove_contact(database::Transaction& tx, const ContactId& id) { tx.execute("DELETE FROM contacts WHERE id = ?", id); }

ContactPage list_contacts(database::Transaction& tx, const AccountId& account, std::string_view key, std::size_t limit,
                          std::string_view position) {
  const std::size_t batch = key.empty() ? limit + 1 : 500;
  ContactPage page;
  std::string last{position};
  while (true) {
    const auto rows = tx.list(std::string{contact_query} + "id > ? ORDER BY id LIMIT ?", account, last, batch);
    for (const auto& row : rows) {
      if (page.contacts.size() == limit) {
        page.next_position = last;
        return page;
      }
      last = row.text(0);
      auto contact = read_contact(row);
      if (matches(contact, key)) page.contacts.push_back(std::move(contact));
    }
    if (rows.size() < batch) return page;
  }
}

std::vector<Contact> contacts_for_topic(database::Transaction& tx, const AccountId& account, std::string_view topic) {
  std::vector<Contact> contacts;
  for (const auto& row : tx.list(std::string{contact_query} + "1 = 1 ORDER BY id", account)) {
    auto contact = read_contact(row);
    if (std::find(contact.topics.begin(), contact.topics.end(), topic) != contact.topics.end())
      contacts.push_back(std::move(contact));
  }
  return contacts;
}

}  // namespace roster::accounts
