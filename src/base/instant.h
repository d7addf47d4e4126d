#pragma once
// Points in time: milliseconds since 1970 UTC, as the API shows them (RFC 3339, three decimals) and the tables keep them.

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace roster {

struct Instant {
  std::int64_t ms = 0;

  friend auto operator<=>(const Instant&, const Instant&) = default;
  friend Instant operator+(Instant i, std::chrono::milliseconds d) { return {i.ms + d.count()}; }
  friend Instant operator-(Instant i, std::chrono::milliseconds d) { return {i.ms - d.count()}; }
  friend std::chrono::milliseconds operator-(Instant a, Instant b) { return std::chrono::milliseconds{a.ms - b.ms}; }

  /// "2026-11-21T23:09:25.000Z"
  [[nodiscard]] std::string text() const;
  /// Reads RFC 3339 in UTC ("…Z"), with or without fractions; nothing else.
  static std::optional<Instant> parse(std::string_view text);
};

/// Where the time comes from. Thread-safe.
class Clock {
 public:
  Clock() = default;
  Clock(const Clock&) = delete;
  Clock& operator=(const Clock&) = delete;
  virtual ~Clock() = default;
  [[nodiscard]] virtual Instant now() const = 0;
  /// How far it is ahead of the machine's, because a test moved it.
  [[nodiscard]] virtual std::chrono::milliseconds moved() const { return {}; }
};

/// The machine's clock.
class SystemClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override;
};

}  // namespace roster
