#include "accounts/account_creation.h"

#include "accounts/account_store.h"
#include "members/member_store.h"

namespace roster::accounts {

void create_account(database::Transaction& tx, const policy::Modules& modules, const NewAccount& account,
                    const journal::Circumstance& circumstance) {
  insert_account(tx, account);
  members::insert_member(tx, modules, account.id, account.owner, access::owner_role, {}, {});
  journal::append(
      tx, account.id.text(), circumstance,
      {.type = "account.created",
       .target = account.id.text(),
       .after = {
           {"name", account.name}, {"policy", account.policy->id}, {"plan", account.plan->id}, {"owner", account.owner.text()}}});
}

json::object write_account(database::Transaction& tx, const access::Account& account) {
  const auto owner = tx.find("SELECT email, name FROM users WHERE id = ?", account.owner);
  if (!owner) throw database::DatabaseError("the owner of account " + account.id.text() + " is no user");
  return {{"id", account.id.text()},
          {"name", account.name},
          {"policy", account.policy->id},
          {"plan", account.plan->id},
          {"owner", json::object{{"id", account.owner.text()}, {"email", owner->text(0)}, {"name", owner->text(1)}}},
          {"created_at", account.created_at.text()}};
}

}  // namespace roster::accounts
