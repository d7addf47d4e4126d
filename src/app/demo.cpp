#include "app/demo.h"

#include <array>
#include <iostream>

#include "accounts/account_creation.h"
#include "members/member_store.h"
#include "users/registration_actions.h"

namespace roster::app {

namespace {

constexpr std::string_view demo_password = "a quiet harbour at dawn";

struct DemoMember {
  std::string_view email, name;
  Language language;
  std::string_view role;         ///< "owner" for the first
  std::string_view permissions;  ///< picked, separated by one space
  bool is_active = true;
};

struct DemoAccount {
  std::string_view name, policy, plan;
  std::array<DemoMember, 4> people;
};

using enum Language;

constexpr std::array<DemoAccount, 5> demo_accounts{{
    {"무지개 스테이지",
     "stage",
     "essential",
     {{{"hyejin@stage.example", "박혜진", ko, "owner", ""},
       {"minjun@stage.example", "김민준", ko, "administrator", ""},
       {"soyeon@stage.example", "이소연", ko, "operator", ""},
       {"jiho@stage.example", "최지호", ko, "operator", "", false}}}},
    {"Northwind Cloud",
     "platform",
     "",
     {{{"amara@northwind.example", "Amara Okafor", en, "owner", ""},
       {"tomas@northwind.example", "Tomáš Dvořák", en, "all", ""},
       {"wei@northwind.example", "陈伟", en, "chosen", "payments:read reports:read"},
       {"grace@northwind.example", "Grace Hopkins", en, "chosen", "support:open"}}}},
    {"Atelier Zaïko",
     "creator",
     "",
     {{{"ines@zaiko.example", "Inès Lacombe", fr, "owner", ""},
       {"kofi@zaiko.example", "Kofi Mensah", en, "administrator", ""},
       {"lucia@zaiko.example", "Lucía Fernández", en, "administrator", ""},
       {"noor@zaiko.example", "نور الهاشمي", en, "administrator", "", false}}}},
    {"Orbital Messaging",
     "portal",
     "",
     {{{"elif@orbital.example", "Elif Yılmaz", en, "owner", ""},
       {"jonas@orbital.example", "Jonas Lindqvist", en, "admin", ""},
       {"priya@orbital.example", "Priya Raghavan", en, "user", "messages:send reports:read"},
       {"mateo@orbital.example", "Mateo Silva", en, "user", "products:read", false}}}},
    {"Ville de Chambly",
     "master",
     "",
     {{{"camille@chambly.example", "Camille Tremblay", fr, "owner", ""},
       {"olivier@chambly.example", "Olivier Gagné", fr, "user", "members:read members:invite payments:read"},
       {"sophie@chambly.example", "Sophie Bélanger", fr, "user", "reports:read"},
       {"marc@chambly.example", "Marc-André Roy", fr, "user", "support:open"}}}},
}};

const journal::Circumstance demo_circumstance{"operator", "", "demo"};

void join(database::Transaction& tx, const policy::Modules& modules, const AccountId& account, const UserId& user,
          const DemoMember& person) {
  const auto picked = modules.from_column(person.permissions);
  members::insert_member(tx, modules, account, user, person.role, picked, access::Scope{});
  journal::append(tx, account.text(), demo_circumstance,
                  {.type = "member.joined", .target = user.text(), .after = {{"role", person.role}, {"name", person.name}}});
  if (person.is_active) return;
  members::save_status(tx, account, user, access::MemberStatus::deactivated);
  journal::append(tx, account.text(), demo_circumstance,
                  {.type = "member.deactivated",
                   .target = user.text(),
                   .before = {{"status", "active"}},
                   .after = {{"status", "deactivated"}}});
}

Result<json::object> make_account(database::Transaction& tx, const policy::Catalogue& catalogue, const DemoAccount& demo,
                                  const std::string& password_hash) {
  const auto* policy = catalogue.find(demo.policy);
  // A deployment with policies of its own shows those that it shares with the demo.
  if (policy == nullptr) return json::object{};
  const auto* plan = demo.plan.empty() ? &policy->plans.front() : policy->find_plan(demo.plan);
  if (plan == nullptr) plan = &policy->plans.front();
  const auto account = AccountId::make(tx.now());
  json::array people;
  for (const auto& person : demo.people) {
    auto user = users::create_user(
        tx,
        {UserId::make(tx.now()), *EmailAddress::parse(person.email), std::string{person.name}, person.language, password_hash},
        demo_circumstance);
    if (!user) return refuse(user);
    if (person.role == access::owner_role)
      accounts::create_account(tx, catalogue.modules, {account, std::string{demo.name}, policy, plan, user->id},
                               demo_circumstance);
    else
      join(tx, catalogue.modules, account, user->id, person);
    const auto role = access::find_policy_role(*policy, catalogue.modules, person.role);
    people.push_back(json::object{{"email", person.email},
                                  {"name", person.name},
                                  {"title", role ? role->title.in(Language::en) : std::string{person.role}},
                                  {"status", person.is_active ? "active" : "deactivated"}});
  }
  return json::object{{"id", account.text()}, {"name", demo.name}, {"policy", demo.policy}, {"people", std::move(people)}};
}

}  // namespace

Result<json::object> fill_with_demo(const change::Context& context, const crypto::PasswordHasher& hasher) {
  const auto password_hash = hasher.hash(Secret{std::string{demo_password}});
  return context.database.write([&](database::Transaction& tx) -> Result<json::object> {
    // Demo people beside real ones would be a way in with a known password.
    if (tx.find("SELECT 1 FROM users LIMIT 1")) return refuse(reasons::forbidden);
    json::array accounts;
    for (const auto& demo : demo_accounts) {
      auto made = make_account(tx, context.catalogue, demo, password_hash);
      if (!made) return refuse(made);
      if (!made->empty()) accounts.push_back(std::move(*made));
    }
    return json::object{{"password", demo_password}, {"accounts", std::move(accounts)}};
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
  }
}

}  // namespace roster::app
