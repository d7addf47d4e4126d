#pragma once
// When a letter that did not go out is tried again: 5 s, 30 s, 2 min, 10 min, then hourly for a day; then it has failed.

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>

namespace roster::mail {

/// `failures`: how often it was tried before the failure that is judged here. Nothing: no more tries.
constexpr std::optional<std::chrono::seconds> decide_retry(std::int64_t failures) {
  using namespace std::chrono_literals;
  constexpr std::array<std::chrono::seconds, 4> first{5s, 30s, 120s, 600s};
  constexpr std::int64_t hourly = 24;
  const auto index = static_cast<std::size_t>(failures < 0 ? 0 : failures);
  if (index < first.size()) return first[index];
  if (index < first.size() + hourly) return 3600s;
  return std::nullopt;
}

}  // namespace roster::mail
