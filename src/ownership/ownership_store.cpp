#include "ownership/ownership_store.h"

namespace roster::ownership {

void save_owner(database::Transaction& tx, const AccountId& account, const UserId& owner) {
  tx.execute("UPDATE accounts SET owner_id = ?, version = version + 1 WHERE id = ?", owner, account);
}

}  // namespace roster::ownership
