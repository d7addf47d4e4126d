#include "accounts/contact_routes.h"

#include <algorithm>
#include <set>

#include "accounts/account.h"
#include "accounts/contact_actions.h"
#include "accounts/search.h"

namespace roster::accounts {

namespace {

using change::Answer;

constexpr TextLimits phone_limits{.code_points_min = 0, .code_points_max = 40};

/// In the order of contact_topics; an unknown topic or one that stands twice is a fault.
std::vector<std::string> read_topics(Fields& fields, const std::vector<std::string>& given) {
  const std::set<std::string, std::less<>> asked(given.begin(), given.end());
  std::vector<std::string> topics;
  for (const auto topic : contact_topics)
    if (asked.contains(topic)) topics.emplace_back(topic);
  if (topics.size() != given.size()) fields.fault("topics", reasons::invalid_value);
  return topics;
}

/// Null and an empty text are no number.
std::optional<std::string> read_phone(Fields& fields) {
  if (fields.is_null("phone")) return "";
  return fields.optional_text("phone", phone_limits);
}

Answer contact_answer(const Contact& contact, int status) {
  return {.status = status, .body = write_contact(contact), .version = contact.version};
}

Result<Answer> list(const users::Door& door, const users::Call& call) {
  const auto account = call.account();
  if (!account) return refuse(account);
  const auto page = users::read_page(call);
  if (!page) return refuse(page);
  const auto key = read_search(call);
  if (!key) return refuse(key);
  return change::look(door.context(), call.asked(*account), [&](change::View& view) -> Result<Answer> {
    if (auto allowed = view.require("contacts:read"); !allowed) return refuse(allowed);
    const auto found = list_contacts(view.tx(), *account, *key, page->limit, page->cursor);
    json::array data;
    for (const auto& contact : found.contacts) data.push_back(write_contact(contact));
    return Answer{.body = users::write_page(std::move(data), found.next_position)};
  });
}

Result<Answer> create(const users::Door& door, const users::Call& call) {
  const auto account = call.account();
  if (!account) return refuse(account);
  auto fields = call.fields();
  const auto name = fields.text("name");
  const auto email = fields.email("email");
  const auto phone = read_phone(fields);
  const auto topics = read_topics(fields, fields.text_list("topics", contact_topics.size()));
  if (auto error = fields.finish()) return refuse(std::move(*error));
  const ContactDetails details{.name = name, .email = *email, .phone = phone.value_or(""), .topics = topics};
  return change::perform(door.context(), call.asked(*account), [&](change::Change& change) -> Result<Answer> {
    const auto contact = add_contact(change, details);
    if (!contact) return refuse(contact);
    auto answer = contact_answer(*contact, 201);
    answer.headers.emplace_back(
        "Location", door.options().public_url + "/v1/accounts/" + account->text() + "/contacts/" + contact->id.text());
    return answer;
  });
}

Result<Answer> read(const users::Door& door, const users::Call& call) {
  const auto account = call.account();
  if (!account) return refuse(account);
  const auto id = call.id<ContactId>("con");
  if (!id) return refuse(id);
  return change::look(door.context(), call.asked(*account), [&](change::View& view) -> Result<Answer> {
    if (auto allowed = view.require("contacts:read"); !allowed) return refuse(allowed);
    const auto contact = find_contact(view.tx(), *account, *id);
    if (!contact) return refuse(reasons::not_found);
    return contact_answer(*contact, 200);
  });
}

Result<Answer> update(const users::Door& door, const users::Call& call) {
  const auto account = call.account();
  if (!account) return refuse(account);
  const auto id = call.id<ContactId>("con");
  if (!id) return refuse(id);
  auto fields = call.fields();
  ContactPatch patch{.name = fields.optional_text("name"), .email = fields.optional_email("email"), .phone = read_phone(fields)};
  if (const auto topics = fields.optional_text_list("topics", contact_topics.size())) patch.topics = read_topics(fields, *topics);
  if (auto error = fields.finish()) return refuse(std::move(*error));
  return change::perform(door.context(), call.asked(*account), [&](change::Change& change) -> Result<Answer> {
    const auto contact = change_contact(change, *id, patch);
    if (!contact) return refuse(contact);
    return contact_answer(*contact, 200);
  });
}

Result<Answer> remove(const users::Door& door, const users::Call& call) {
  const auto account = call.account();
  if (!account) return refuse(account);
  const auto id = call.id<ContactId>("con");
  if (!id) return refuse(id);
  return change::perform(door.context(), call.asked(*account), [&](change::Change& change) -> Result<Answer> {
    if (auto dropped = drop_contact(change, *id); !dropped) return refuse(dropped);
    return Answer{.status = 204};
  });
}

}  // namespace

std::vector<http::Route> contact_routes(const users::Door& door) {
  const auto with = [&door](Result<Answer> (*handler)(const users::Door&, const users::Call&)) {
    return [&door, handler](const users::Call& call) { return handler(door, call); };
  };
  const std::string all = "/v1/accounts/{acc}/contacts", one = all + "/{con}";
  using http::Method;
  return {
      {Method::get, all, door.handle({.query = {"limit", "cursor", "q"}}, with(list))},
      {Method::post, all, door.handle({.body = true, .plans = true}, with(create))},
      {Method::get, one, door.handle({}, with(read))},
      {Method::patch, one, door.handle({.body = true, .plans = true}, with(update))},
      {Method::delete_, one, door.handle({.plans = true}, with(remove))},
  };
}

}  // namespace roster::accounts
