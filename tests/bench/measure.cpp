#include "bench/measure.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <barrier>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>
#include <thread>

namespace roster::testing {

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// Runs `work(thread, i)` on `threads` threads for `span`; how many were done a second.
double measure_rate(int threads, std::chrono::milliseconds span, const std::function<void(int, int)>& work) {
  std::atomic<long> done{0};
  std::atomic<bool> over{false};
  std::barrier start(threads + 1);
  std::vector<std::thread> pool;
  for (int t = 0; t < threads; ++t) {
    pool.emplace_back([&, t] {
      start.arrive_and_wait();
      for (int i = 0; !over; ++i) {
        work(t, i);
        ++done;
      }
    });
  }
  start.arrive_and_wait();
  const auto begin = std::chrono::steady_clock::now();
  std::this_thread::sleep_for(span);
  over = true;
  const double rate = static_cast<double>(done) / seconds_since(begin);
  for (auto& thread : pool) thread.join();
  return rate;
}

Wanted::Wanted(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    if (std::string_view{argv[i]} == "--quick")
      is_quick_ = true;
    else
      only_.emplace_back(argv[i]);
  }
}

void Wanted::run(const Figures& all) const {
  for (const auto& [name, measure] : all)
    if (only_.empty() || std::find(only_.begin(), only_.end(), name) != only_.end()) measure();
}

void report(std::string_view what, double value, std::string_view unit, std::string_view goal, bool reached) {
  std::cout << fmt::format("{:<66} {:>10.3f} {:<6} goal {:<10} {}\n", what, value, unit, goal, reached ? "reached" : "MISSED")
            << std::flush;
}

void tell(std::string_view what, double value, std::string_view unit) {
  std::cout << fmt::format("  {:<64} {:>10.1f} {}\n", what, value, unit) << std::flush;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

double p99(std::vector<double> values) {
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(values.size() * 99 / 100);
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

double processor_seconds(const std::vector<int>& pids) {
  double ticks = 0;
  for (const int pid : pids) {
    std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
    std::string text((std::istreambuf_iterator<char>(file)), {});
    std::istringstream fields(text.substr(text.rfind(')') + 2));
    std::string skipped;
    for (int i = 0; i < 11; ++i) fields >> skipped;
    double user = 0, system = 0;
    fields >> user >> system;
    ticks += user + system;
  }
  return ticks / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

double resident_mib(int pid) {
  std::ifstream status("/proc/" + std::to_string(pid) + "/status");
  std::string word;
  while (status >> word)
    if (word == "VmRSS:") {
      double kib = 0;
      status >> kib;
      return kib / 1024;
    }
  return 0;
}

}  // namespace roster::testing
