#include "surface/fairness.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <random>
#include <thread>
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

double apart(double left, double right) { return std::abs(left - right) / std::max(left, right); }

/// How far the medians of two halves of the same are apart: what the machine's noise alone makes of it.
double noise_of(const std::vector<double>& times) {
  std::array<std::vector<double>, 2> halves;
  for (std::size_t i = 0; i < times.size(); ++i) halves[i % 2].push_back(times[i]);
  return apart(median(halves[0]), median(halves[1]));
}

double seconds_of(const std::function<void()>& act) {
  const auto begin = std::chrono::steady_clock::now();
  act();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

}  // namespace

bool take_equally_long(const std::function<void()>& one, const std::function<void()>& other, const Measurement& how) {
  std::mt19937 random(7);  // NOLINT: only the order
  const int tries = rounds(how.tries_short, how.tries_full);
  std::array<std::vector<double>, 2> times;
  for (int attempt = 1; attempt <= how.attempts; ++attempt) {
    // Shuffled, not in pairs: what one leaves behind falls on both alike.
    std::vector<std::size_t> order(static_cast<std::size_t>(tries) * 2);
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i % 2;
    std::shuffle(order.begin(), order.end(), random);
    for (const auto which : order) {
      times[which].push_back(seconds_of(which == 0 ? one : other));
      std::this_thread::sleep_for(how.pause);
    }
    const double left = median(times[0]), right = median(times[1]);
    const double difference = apart(left, right);
    std::printf("medians of %zu: %.3f ms and %.3f ms, %.1f %% apart\n", times[0].size(), left * 1000, right * 1000,
                difference * 100);
    if (difference <= difference_max) return true;
  }
  const double noise = std::max(noise_of(times[0]), noise_of(times[1]));
  std::printf("the noise is %.1f %%\n", noise * 100);
  return apart(median(times[0]), median(times[1])) <= 3 * noise;
}

}  // namespace roster::testing
