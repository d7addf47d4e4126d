#include "users/retention.h"

#include "database/forgetting.h"
#include "users/sign_in_throttle.h"

namespace roster::users {

std::int64_t forget_expired(database::Transaction& tx, std::chrono::milliseconds idle) {
  using database::forget_some;
  const auto now = tx.now();
  std::int64_t rows = forget_some(tx, "sessions", "id", "expires_at <= ?", now);
  rows += forget_some(tx, "sessions", "id", "last_used_at <= ?", now - idle);
  for (const auto* table : {"registrations", "password_resets", "email_changes", "email_undos"})
    rows += forget_some(tx, table, "id", "expires_at <= ?", now);
  rows += forget_some(tx, "sign_in_failures", "name", "last_at <= ?", now - failures_remembered);
  rows += forget_some(tx, "sign_ins", "id", "at <= ?", now - sign_ins_kept);
  return rows;
}

}  // namespace roster::users
