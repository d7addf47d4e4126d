#pragma once
// What concurrent clients did and saw of one thing that is either so or not, and whether some order explains it in which each of
// them happened at one moment between its begin and its end (linearizability: Herlihy and Wing, 1990).

#include <chrono>
#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace roster::testing {

class History {
 public:
  using Time = std::chrono::steady_clock::time_point;
  struct Step {
    enum Kind { write, read } kind;
    bool value;  ///< that was written, or seen
    Time begin, end;
    std::string where{};  ///< for who reads a failure
  };

  /// Thread-safe.
  void add(Step step);
  [[nodiscard]] std::size_t size() const;
  /// Nothing when there is such an order; else the steps that none explains, in words.
  [[nodiscard]] std::optional<std::string> contradiction(bool at_first) const;

 private:
  mutable std::mutex mutex_;  // guards steps_
  std::vector<Step> steps_;
};

}  // namespace roster::testing
