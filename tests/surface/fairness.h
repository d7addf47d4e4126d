#pragma once
// Whether two requests take equally long, on machines that do other things too.

#include <chrono>
#include <functional>

namespace roster::testing {

struct Measurement {
  int tries_short = 100, tries_full = 200;  ///< of each
  int attempts = 5;                         ///< where noise keeps them apart as many are tried again, and all counted
  std::chrono::milliseconds pause{0};       ///< after each, so that what follows of it (a letter) does not fall on the next
};

/// Mixes the two in random order and compares the medians: within 5 %, or, on a machine too busy to tell, not more apart
/// than noise explains. The medians are printed.
bool take_equally_long(const std::function<void()>& one, const std::function<void()>& other, const Measurement& how = {});

}  // namespace roster::testing
