#pragma once
// How fast answers are taken. Too slow is who, in a while as long as a write may stall, takes fewer bytes than the least rate: it
// holds the memory of what it was answered. Each while is judged for itself, so that nobody is slow on the credit of having been
// fast.

#include <algorithm>

#include "http/server.h"
#include "http/steady_time.h"

namespace roster::http {

class AnswerPace {
 public:
  /// `untaken`: bytes that the other side does not have yet.
  void begin(SteadyTime now, std::size_t untaken) {
    began_ = now;
    untaken_ = untaken;
  }
  /// More was answered meanwhile.
  void add(std::size_t bytes) { untaken_ += bytes; }
  [[nodiscard]] bool is_to_be_judged(SteadyTime now, const Limits& limits) const {
    return now - began_ >= limits.write_stall_timeout;
  }
  [[nodiscard]] bool is_too_slow(SteadyTime now, std::size_t untaken, const Limits& limits) const {
    const auto bytes_min =
        std::chrono::duration<double>(now - began_).count() * static_cast<double>(limits.body_bytes_per_second_min);
    return static_cast<double>(untaken_ - std::min(untaken, untaken_)) < std::max(bytes_min, 1.0);
  }

 private:
  SteadyTime began_;
  std::size_t untaken_ = 0;
};

}  // namespace roster::http
