#pragma once
// The accounts table. (access/ reads accounts and standings; here is what only this room needs.)

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/account_creation.h"
#include "members/member_store.h"

namespace roster::accounts {

void insert_account(database::Transaction& tx, const NewAccount& account);
/// Name, policy and plan; raises the version.
void save_account(database::Transaction& tx, const AccountId& id, std::string_view name, std::string_view policy,
                  std::string_view plan);
/// From here on nobody finds it. The row stays: ids are never reused.
void mark_deleted(database::Transaction& tx, const AccountId& id);

/// Live ones.
std::int64_t count_owned(database::Transaction& tx, const UserId& owner);

struct AccountPage {
  std::vector<access::Account> accounts;
  std::optional<std::string> next_position;
};
/// Live accounts in the order that they were made: those where `member` is an active member, or all. `key`: part of the name
/// or of the owner's address, as search_key() has it; a page of a search looks at a bounded number of accounts and may hold
/// fewer than `limit` although more follow.
AccountPage list_accounts(database::Transaction& tx, const policy::Catalogue& catalogue, const std::optional<UserId>& member,
                          std::string_view key, std::size_t limit, std::string_view position);

/// Everybody in an account, in no order that means anything.
std::vector<members::Member> list_everybody(database::Transaction& tx, const policy::Modules& modules, const AccountId& account);

}  // namespace roster::accounts
