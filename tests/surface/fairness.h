#pragma once
// Whether two requests take equally long, on machines that do other things too.

#include <functional>

namespace roster::testing {

/// Interleaves the two in random order and compares the medians: within 5 %. Full runs try 200 of each, short ones fewer;
/// where noise keeps them apart as many are tried again, up to `attempts` times, and all counted. The medians are printed.
bool take_equally_long(const std::function<void()>& one, const std::function<void()>& other, int tries_short = 100, int tries_full = 200,
                       int attempts = 5);

}  // namespace roster::testing
