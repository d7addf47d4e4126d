#include "users/retention.h"

#include "users/sign_in_throttle.h"

namespace roster::users {

std::int64_t forget_expired(database::Transaction& tx, std::chrono::milliseconds idle) {
  const auto now = tx.now();
  std::int64_t rows = tx.count_changed("DELETE FROM sessions WHERE expires_at <= ? OR last_used_at <= ?", now, now - idle);
  rows += tx.count_changed("DELETE FROM registrations WHERE expires_at <= ?", now);
  rows += tx.count_changed("DELETE FROM password_resets WHERE expires_at <= ?", now);
  rows += tx.count_changed("DELETE FROM email_changes WHERE expires_at <= ?", now);
  rows += tx.count_changed("DELETE FROM email_undos WHERE expires_at <= ?", now);
  rows += tx.count_changed("DELETE FROM sign_in_failures WHERE last_at <= ?", now - failures_remembered);
  rows += tx.count_changed("DELETE FROM sign_ins WHERE at <= ?", now - sign_ins_kept);
  return rows;
}

}  // namespace roster::users
