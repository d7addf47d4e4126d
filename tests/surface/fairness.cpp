#include "surface/fairness.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <random>
#include <vector>

#include "support/rounds.h"

namespace roster::testing {

namespace {

constexpr double difference_max = 0.05;

double median(std::vector<double> times) {
  const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
  std::nth_element(times.begin(), middle, times.end());
  return *middle;
}

double seconds_of(const std::function<void()>& act) {
  const auto begin = std::chrono::steady_clock::now();
  act();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

}  // namespace

bool take_equally_long(const std::function<void()>& one, const std::function<void()>& other, int tries_short, int tries_full, int attempts) {
  std::mt19937 random(7);  // NOLINT: only the order of a pair
  const int tries = rounds(tries_short, tries_full);
  std::array<std::vector<double>, 2> times;
  for (int attempt = 1; attempt <= attempts; ++attempt) {
    for (int i = 0; i < tries; ++i) {
      // What one leaves behind (a letter being sent) must not always fall on the other.
      const std::size_t first = random() % 2;
      for (const std::size_t which : {first, 1 - first}) times[which].push_back(seconds_of(which == 0 ? one : other));
    }
    const double left = median(times[0]), right = median(times[1]);
    const double difference = std::abs(left - right) / std::max(left, right);
    std::printf("medians of %zu: %.3f ms and %.3f ms, %.1f %% apart\n", times[0].size(), left * 1000, right * 1000, difference * 100);
    if (difference <= difference_max) return true;
  }
  return false;
}

}  // namespace roster::testing
