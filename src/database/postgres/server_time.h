#pragma once
// One time for all nodes: the database server's. Between two answers of it, it is reckoned by this machine's clock that nobody
// sets.

#include <atomic>

#include "base/instant.h"

namespace roster::database::postgres {

class ServerTime {
 public:
  explicit ServerTime(const Clock& clock) : clock_(clock) {}

  /// The server's clock as it was told just now. Never earlier than any time given out before.
  Instant tell(std::int64_t server_ms);
  /// What was committed at `newest` may be of another server, whose clock is ahead: time goes on from there.
  void go_on_from(Instant newest);
  [[nodiscard]] Instant now() const;

 private:
  Instant never_earlier(std::int64_t ms) const;

  const Clock& clock_;                             // for how far tests moved it
  std::atomic<std::int64_t> since_boot_{0};        // the server's time minus that of this machine since it was started
  std::atomic<std::int64_t> least_since_boot_{0};  // what it may not be less than, minus the same
  mutable std::atomic<std::int64_t> last_{0};      // the latest that was given out
};

}  // namespace roster::database::postgres
