#pragma once
// Time since the machine was started: nobody sets it, and it goes on while a process or the machine sleeps.

#include <time.h>

#include <chrono>

namespace roster::database {

using BootTime = std::chrono::nanoseconds;

inline BootTime boot_time() {
  timespec at{};
  ::clock_gettime(CLOCK_BOOTTIME, &at);
  return std::chrono::seconds{at.tv_sec} + std::chrono::nanoseconds{at.tv_nsec};
}

}  // namespace roster::database
