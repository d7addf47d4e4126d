#include "app/demo/demo.h"

#include <algorithm>
#include <iostream>

#include "app/demo/demo_accounts.h"
#include "app/demo/story.h"
#include "members/member_list.h"
#include "users/user_store.h"

namespace roster::app {

namespace {

constexpr std::string_view demo_password = "a quiet harbour at dawn";

using access::Account;

/// The account that the demo made of this; nothing when it is gone.
std::optional<Account> find_account(database::Transaction& tx, const policy::Catalogue& catalogue, const demo::Account& data) {
  const auto founder = users::find_user_by_email(tx, *EmailAddress::parse(data.members.front().person.email));
  if (!founder) return std::nullopt;
  for (const auto& [account, standing] : access::list_standings(tx, catalogue, founder->id))
    if (account.policy->id == data.policy) return account;
  return std::nullopt;
}

/// Those of the data who are in it, the owner first.
json::array list_people(database::Transaction& tx, const policy::Catalogue& catalogue, const Account& account,
                        const demo::Account& data) {
  json::array people;
  for (const auto& member : data.members) {
    const auto user = users::find_user_by_email(tx, *EmailAddress::parse(member.person.email));
    const auto standing = user ? access::find_standing(tx, catalogue, account, user->id) : std::nullopt;
    if (!standing) continue;
    json::object person{{"email", user->email.text()},
                        {"name", user->name},
                        {"title", standing->role.title.in(Language::en)},
                        {"status", access::text_of(standing->status)}};
    people.insert(standing->role.is_owner ? people.begin() : people.end(), std::move(person));
  }
  return people;
}

json::object describe(database::Transaction& tx, const policy::Catalogue& catalogue) {
  json::array accounts;
  for (const auto& data : demo::demo_accounts()) {
    const auto account = find_account(tx, catalogue, data);
    if (!account) continue;
    auto people = list_people(tx, catalogue, *account, data);
    const auto counts = members::read_counts(tx, account->id);
    const auto more = counts.active + counts.deactivated - static_cast<std::int64_t>(people.size());
    accounts.push_back(json::object{{"id", account->id.text()},
                                    {"name", account->name},
                                    {"policy", account->policy->id},
                                    {"people", std::move(people)},
                                    {"more", more}});
  }
  return {{"password", demo_password}, {"accounts", std::move(accounts)}};
}

}  // namespace

Result<json::object> fill_with_demo(const change::Context& context, const crypto::PasswordHasher& hasher, std::int64_t members) {
  const auto password_hash = hasher.hash(Secret{std::string{demo_password}});
  return context.database.write(
      [&](database::Transaction& tx) -> Result<json::object> {
        // Demo people beside real ones would be a way in with a known password.
        if (tx.find("SELECT 1 FROM users LIMIT 1")) return refuse(reasons::forbidden);
        demo::Story story(tx, context, hasher, password_hash);
        for (const auto& account : demo::demo_accounts())
          story.plan(account, std::max<std::int64_t>(0, members - static_cast<std::int64_t>(account.members.size())));
        story.tell();
        return describe(tx, context.catalogue);
      },
      {.is_long = true});
}

Result<json::object> describe_demo(const change::Context& context) {
  return context.database.read([&](database::Transaction& tx) -> Result<json::object> {
    auto body = describe(tx, context.catalogue);
    if (body.at("accounts").as_array().empty()) return refuse(reasons::not_found);
    return body;
  });
}

void print_demo(const json::value& body) {
  const auto text = [](const json::value& value) { return std::string{value.as_string()}; };
  std::cout << "Everybody signs in with the password: " << text(body.at("password")) << "\n";
  for (const auto& account : body.at("accounts").as_array()) {
    std::cout << "\n"
              << text(account.at("name")) << "  (policy " << text(account.at("policy")) << ", " << text(account.at("id"))
              << ")\n";
    for (const auto& person : account.at("people").as_array())
      std::cout << "  " << text(person.at("email")) << "  " << text(person.at("name")) << ", " << text(person.at("title"))
                << (text(person.at("status")) == "active" ? "" : " (deactivated)") << "\n";
    if (const auto more = account.at("more").as_int64(); more > 0) std::cout << "  and " << more << " more\n";
  }
}

}  // namespace roster::app
