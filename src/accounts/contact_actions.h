#pragma once
// Adding, changing and removing contacts. Each needs contacts:manage.

#include <optional>
#include <string>
#include <vector>

#include "accounts/contact_store.h"
#include "change/change.h"

namespace roster::accounts {

struct ContactDetails {
  std::string name;
  EmailAddress email;
  std::string phone;
  std::vector<std::string> topics;
};
/// What is absent stays as it is.
struct ContactPatch {
  std::optional<std::string> name{};
  std::optional<EmailAddress> email{};
  std::optional<std::string> phone{};  ///< empty: none any more
  std::optional<std::vector<std::string>> topics{};
};

Result<Contact> add_contact(change::Change& change, const ContactDetails& details);
/// Refusals of both: not_found, precondition_failed.
Result<Contact> change_contact(change::Change& change, const ContactId& id, const ContactPatch& patch);
Result<void> drop_contact(change::Change& change, const ContactId& id);

json::object write_contact(const Contact& contact);

}  // namespace roster::accounts
