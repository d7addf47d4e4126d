#include "users/sign_in_throttle.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

namespace roster::users {

Instant next_allowed_try(const Failures& failures) {
  if (failures.count < free_failures) return failures.last_at;
  std::chrono::minutes wait = first_wait;
  for (auto n = failures.count - free_failures; n > 0 && wait < longest_wait; --n) wait *= 2;
  return failures.last_at + std::min(wait, longest_wait);
}

Failures add_failure(const Failures& failures, Instant now) {
  const bool forgotten = failures.last_at + failures_remembered <= now;
  return {.count = forgotten ? 1 : failures.count + 1, .last_at = now};
}

std::string network_of(std::string_view ip) {
  std::string text{ip};
  if (in_addr v4{}; inet_pton(AF_INET, text.c_str(), &v4) == 1) return text.substr(0, text.rfind('.')) + ".0/24";
  in6_addr v6{};
  if (inet_pton(AF_INET6, text.c_str(), &v6) != 1) return text;
  std::fill(std::begin(v6.s6_addr) + 8, std::end(v6.s6_addr), std::uint8_t{0});
  std::array<char, INET6_ADDRSTRLEN> out{};
  inet_ntop(AF_INET6, &v6, out.data(), static_cast<socklen_t>(out.size()));
  return std::string{out.data()} + "/64";
}

}  // namespace roster::users
