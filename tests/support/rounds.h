#pragma once
// How often a randomised test repeats: ROSTER_ROUNDS=full for the full number, else the short one.

#include <cstdlib>
#include <string_view>

namespace roster::testing {

inline int rounds(int short_run, int full) {
  const char* wanted = std::getenv("ROSTER_ROUNDS");
  return wanted != nullptr && std::string_view{wanted} == "full" ? full : short_run;
}

}  // namespace roster::testing
