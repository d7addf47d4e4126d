#include "change/rate_limit.h"

#include <algorithm>

#include "database/forgetting.h"

namespace roster::change {

namespace {

struct Window {
  Instant start;
  std::int64_t used;
  bool is_kept;  ///< the row is of this window, not of one that is over
};

Window find_window(database::Transaction& tx, const std::string& bucket, const Rate& rate) {
  const auto row = tx.find("SELECT window_start, used FROM rate_limits WHERE bucket = ?", bucket);
  if (!row || row->instant(0) + rate.window <= tx.now()) return {tx.now(), 0, false};
  return {row->instant(0), row->integer(1), true};
}

}  // namespace

std::int64_t left_of(database::Transaction& tx, const std::string& bucket, const Rate& rate) {
  return std::max<std::int64_t>(0, rate.max - find_window(tx, bucket, rate).used);
}

Result<void> debit(database::Transaction& tx, const std::string& bucket, const Rate& rate, std::int64_t amount) {
  const auto window = find_window(tx, bucket, rate);
  if (window.used + amount > rate.max) {
    Error error{reasons::rate_limited};
    const auto wait = (window.start + rate.window) - tx.now();
    error.retry_after = std::max(std::chrono::seconds{1}, std::chrono::ceil<std::chrono::seconds>(wait));
    error.quota = Quota{rate.max, std::chrono::ceil<std::chrono::seconds>(rate.window)};
    return refuse(std::move(error));
  }
  if (window.is_kept) {
    tx.execute("UPDATE rate_limits SET used = ? WHERE bucket = ?", window.used + amount, bucket);
    return {};
  }
  tx.execute(
      "INSERT INTO rate_limits (bucket, window_start, used) VALUES (?, ?, ?) ON CONFLICT (bucket) DO UPDATE SET "
      "window_start = excluded.window_start, used = excluded.used",
      bucket, window.start, window.used + amount);
  return {};
}

std::int64_t forget_old(database::Transaction& tx) {
  using database::forget_some;
  constexpr std::chrono::hours day{24};
  return forget_some(tx, "idempotency_keys", "principal, key", "created_at <= ?", tx.now() - day) +
         forget_some(tx, "rate_limits", "bucket", "window_start <= ?", tx.now() - 2 * day);
}

}  // namespace roster::change
