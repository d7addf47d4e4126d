#pragma once
// What the benches have in common: how a figure is told, and what the kernel says of a process.

#include <chrono>
#include <functional>
#include <string_view>
#include <utility>
#include <vector>

namespace roster::testing {

/// So that no limit is what is measured.
inline constexpr const char* no_limits =
    "[limits]\ninvitations_per_account_per_hour = 100000000\nletters_per_recipient_per_day = 1000000\nsign_in_failures_per_ip = "
    "1000000\nsign_ins_per_user = 1000000\nletters_per_mailbox_per_day = 1000000\nbulk_rows_per_user_per_minute = 1000000000\n"
    "[http]\nconnections_per_ip = 0\n";

[[nodiscard]] double seconds_since(std::chrono::steady_clock::time_point start);
/// Runs `work(thread, i)` on `threads` threads for `span`; how many were done a second.
[[nodiscard]] double measure_rate(int threads, std::chrono::milliseconds span, const std::function<void(int, int)>& work);
/// What the command line asks for: `--quick`, and the names of figures; without any, all.
class Wanted {
 public:
  using Figures = std::vector<std::pair<std::string_view, std::function<void()>>>;
  Wanted(int argc, char** argv);
  [[nodiscard]] bool is_quick() const { return is_quick_; }
  void run(const Figures& all) const;

 private:
  bool is_quick_ = false;
  std::vector<std::string_view> only_;
};

/// A figure with its goal.
void report(std::string_view what, double value, std::string_view unit, std::string_view goal, bool reached);
/// A figure that has none.
void tell(std::string_view what, double value, std::string_view unit);
/// The upper one of an even number; of at least one.
double median(std::vector<double> values);
/// That 99 of 100 do not exceed.
double p99(std::vector<double> values);
/// User and system time of processes, all their threads together, in seconds.
double processor_seconds(const std::vector<int>& pids);
/// What a process has in memory, in MiB.
double resident_mib(int pid);

}  // namespace roster::testing
