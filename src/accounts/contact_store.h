#pragma once
// The contacts table: people who get an account's notices by topic, without signing in.

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/email_address.h"
#include "database/database.h"

namespace roster::accounts {

inline constexpr std::array<std::string_view, 4> contact_topics{"billing", "technical", "security", "product"};

struct Contact {
  ContactId id;
  AccountId account;
  std::string name;
  EmailAddress email;
  std::string phone;                ///< empty when there is none
  std::vector<std::string> topics;  ///< in the order of contact_topics
  Instant created_at{};
  std::int64_t version = 1;
};

void insert_contact(database::Transaction& tx, const Contact& contact);
std::optional<Contact> find_contact(database::Transaction& tx, const AccountId& account, const ContactId& id);
/// Name, address, phone and topics; raises the version.
void save_contact(database::Transaction& tx, const Contact& contact);
void remove_contact(database::Transaction& tx, const ContactId& id);

struct ContactPage {
  std::vector<Contact> contacts;
  std::optional<std::string> next_position;
};
/// In the order that they were made. `key`: part of the name or address, as search_key() has it; empty: all.
ContactPage list_contacts(database::Transaction& tx, const AccountId& account, std::string_view key, std::size_t limit,
                          std::string_view position);
/// Who gets the notices about a topic.
std::vector<Contact> contacts_for_topic(database::Transaction& tx, const AccountId& account, std::string_view topic);

}  // namespace roster::accounts
