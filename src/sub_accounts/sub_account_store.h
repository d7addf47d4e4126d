#pragma once
// The sub_accounts table. (Who is limited to them stands with members and invitations.)

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sub_accounts/sub_account.h"

namespace roster::sub_accounts {

void insert_sub_account(database::Transaction& tx, const SubAccount& sub_account);
std::optional<SubAccount> find_sub_account(database::Transaction& tx, const AccountId& account, const SubAccountId& id);
/// The name; raises the version.
void save_sub_account(database::Transaction& tx, const SubAccount& sub_account);
/// Nobody may be limited to it any more.
void remove_sub_account(database::Transaction& tx, const SubAccountId& id);

struct SubAccountPage {
  std::vector<SubAccount> sub_accounts;
  std::optional<std::string> next_position;
};
/// Those in `visible`, in the order that they were made. `key`: part of the name, as search_key() has it; empty: all.
SubAccountPage list_sub_accounts(database::Transaction& tx, const AccountId& account, const access::Scope& visible,
                                 std::string_view key, std::size_t limit, std::string_view position);

/// The members who are limited to it, among others perhaps; active or not.
std::vector<UserId> list_limited_members(database::Transaction& tx, const AccountId& account, const SubAccountId& id);

}  // namespace roster::sub_accounts
