#pragma once
// Who, and what, a search has to look at: everything that a question could be answered with yes for, and more. A walk of one
// index, in the order of ids, from after `after` (empty: from the beginning). Whether it is a yes is decided for each by itself.

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "base/id.h"
#include "database/database.h"

namespace roster::access {

/// Members of an account, deactivated ones too.
std::vector<UserId> list_member_ids(database::Transaction& tx, const AccountId& account, std::string_view after,
                                    std::size_t limit);
/// Accounts that a user is a member of.
std::vector<AccountId> list_account_ids(database::Transaction& tx, const UserId& user, std::string_view after, std::size_t limit);
std::vector<SubAccountId> list_sub_account_ids(database::Transaction& tx, const AccountId& account, std::string_view after,
                                               std::size_t limit);
/// Sub-accounts of all accounts that a user is a member of, in the order of accounts. `after`: its account and itself.
std::vector<std::pair<AccountId, SubAccountId>> list_sub_account_ids(database::Transaction& tx, const UserId& user,
                                                                     std::pair<std::string_view, std::string_view> after,
                                                                     std::size_t limit);

/// The account of a sub-account that is named alone: ids are never used twice.
std::optional<AccountId> find_account_of(database::Transaction& tx, std::string_view sub_account);

}  // namespace roster::access
