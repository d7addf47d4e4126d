#include "database/postgres/row_locks.h"

#include <algorithm>

namespace roster::database::postgres {

LockKey lock_key_of(std::string_view table, std::string_view id) {
  // FNV-1a.
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const auto part : {table, std::string_view{"/"}, id})
    for (const char c : part) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  return static_cast<LockKey>(hash);
}

LockKey migration_key() { return lock_key_of("migrations", ""); }

RowLocks::Held::~Held() {
  if (locks_ == nullptr) return;
  {
    const std::lock_guard guard(locks_->mutex_);
    for (const auto key : keys_) locks_->held_.erase(key);
  }
  locks_->freed_.notify_all();
}

RowLocks::Held RowLocks::take(std::vector<LockKey> keys, const Deadline& deadline) {
  std::unique_lock guard(mutex_);
  const auto is_free = [&] { return std::none_of(keys.begin(), keys.end(), [this](LockKey k) { return held_.contains(k); }); };
  if (!freed_.wait_until(guard, deadline.end(), is_free))
    throw Unavailable(reasons::overloaded, "too many writes to the same rows are waiting");
  held_.insert(keys.begin(), keys.end());
  return {*this, std::move(keys)};
}

}  // namespace roster::database::postgres
