#pragma once
// When the next try to prove a password is allowed, after so many that failed. Slows guessing down; never locks out.

#include <cstdint>
#include <string>
#include <string_view>

#include "base/instant.h"

namespace roster::users {

/// Failures in a row.
struct Failures {
  std::int64_t count = 0;
  Instant last_at{};
  friend bool operator==(const Failures&, const Failures&) = default;
};

/// So many are free; then a minute's wait after each, doubling up to the longest wait.
inline constexpr std::int64_t free_failures = 5;
inline constexpr std::chrono::minutes first_wait{1};
inline constexpr std::chrono::minutes longest_wait{15};
/// After this time without a failure all of them are forgotten.
inline constexpr std::chrono::hours failures_remembered{24};

/// The moment from which on a try is allowed; not after the last failure when none has to be waited for.
Instant next_allowed_try(const Failures& failures);
/// With one more at `now`.
Failures add_failure(const Failures& failures, Instant now);

/// Whom failures by address are counted against: an IPv4 /24 or an IPv6 /64, which is what one customer of a provider has.
/// What is no IP address is returned as it is.
std::string network_of(std::string_view ip);

}  // namespace roster::users
