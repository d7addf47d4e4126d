#pragma once
// How an account begins: its row, its owner's membership, and the first event of its history. Used by POST /v1/accounts,
// by registration (onboarding/) and by the demo.

#include "access/standing_store.h"
#include "journal/journal.h"

namespace roster::accounts {

struct NewAccount {
  AccountId id;
  std::string name;
  const policy::Policy* policy = nullptr;
  const policy::Plan* plan = nullptr;
  UserId owner;
};

/// The owner must exist. Notes account.created.
void create_account(database::Transaction& tx, const policy::Modules& modules, const NewAccount& account,
                    const journal::Circumstance& circumstance);
/// The body of an account (api/openapi.yaml: Account).
json::object write_account(database::Transaction& tx, const access::Account& account);

}  // namespace roster::accounts
