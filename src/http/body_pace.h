#pragma once
// How fast a body comes. Too slow is who holds a connection for less than the least rate, once a first while is over.

#include "http/server.h"
#include "http/steady_time.h"

namespace roster::http {

class BodyPace {
 public:
  void begin(SteadyTime now) {
    began_ = now;
    bytes_ = 0;
  }
  void count(std::size_t bytes) { bytes_ += bytes; }
  [[nodiscard]] bool is_too_slow(SteadyTime now, const Limits& limits) const {
    const auto time = now - began_;
    if (time < limits.body_rate_grace) return false;
    const auto bytes_min = std::chrono::duration<double>(time).count() * static_cast<double>(limits.body_bytes_per_second_min);
    return static_cast<double>(bytes_) < bytes_min;
  }

 private:
  SteadyTime began_;
  std::size_t bytes_ = 0;
};

}  // namespace roster::http
