#pragma once
// Adding, renaming and deleting sub-accounts. Each needs sub_accounts:manage.

#include <string>

#include "sub_accounts/sub_account_store.h"

namespace roster::sub_accounts {

/// Refusal: not_offered where the policy knows no sub-accounts.
Result<SubAccount> add_sub_account(change::Change& change, const std::string& name);
/// Refusals of both: not_found, precondition_failed.
Result<SubAccount> rename_sub_account(change::Change& change, const SubAccountId& id, const std::optional<std::string>& name);
/// It leaves the scope of every member and invitation. One that is left with none stays limited, to nothing.
Result<void> delete_sub_account(change::Change& change, const SubAccountId& id);

}  // namespace roster::sub_accounts
