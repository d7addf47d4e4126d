#pragma once
// Time since the machine was started: nobody sets it, and it goes on while a process is stopped or the machine sleeps. Not while
// a hypervisor has stopped the machine: who is in it cannot know.

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
