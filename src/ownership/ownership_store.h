#pragma once
// Who owns an account, in the accounts table.

#include "database/database.h"

namespace roster::ownership {

/// Raises the account's version. The member's row gets the owner's role separately; the table admits one at a time.
void save_owner(database::Transaction& tx, const AccountId& account, const UserId& owner);

}  // namespace roster::ownership
