#include "database/postgres/server_time.h"

#include <time.h>

#include <algorithm>

#include "database/database.h"

namespace roster::database::postgres {

namespace {

std::int64_t ms_since_boot() {
  timespec at{};
  ::clock_gettime(CLOCK_BOOTTIME, &at);
  return std::int64_t{at.tv_sec} * 1000 + at.tv_nsec / 1'000'000;
}

}  // namespace

Instant ServerTime::tell(std::int64_t server_ms) {
  since_boot_ = server_ms - ms_since_boot();
  return never_earlier(server_ms + clock_.moved().count());
}

void ServerTime::go_on_from(Instant newest) {
  const auto behind = newest - now();
  if (behind.count() <= 0) return;
  least_since_boot_ = newest.ms - ms_since_boot();
  warn_of_clock_behind(behind);
}

Instant ServerTime::now() const { return never_earlier(since_boot_ + ms_since_boot() + clock_.moved().count()); }

Instant ServerTime::never_earlier(std::int64_t ms) const {
  ms = std::max(ms, least_since_boot_ + ms_since_boot());
  auto last = last_.load();
  while (last < ms && !last_.compare_exchange_weak(last, ms)) {
  }
  return {std::max(last, ms)};
}

}  // namespace roster::database::postgres
