#pragma once
// The clock of everything that waits: it never jumps.

#include <chrono>

namespace roster::http {

using SteadyTime = std::chrono::steady_clock::time_point;

}  // namespace roster::http
