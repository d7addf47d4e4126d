#include "support/history.h"

#include <algorithm>
#include <set>
#include <utility>

namespace roster::testing {

namespace {

using Step = History::Step;

/// A search for the order: which steps have happened already, and what is so by then. A read that fits happens at once, as that
/// changes nothing for the others; only of writes it is tried which comes first (Wing and Gong, 1993, and Lowe, 2017).
class Search {
 public:
  explicit Search(const std::vector<Step>& steps) : steps_(steps), happened_(steps.size(), false) {}

  bool succeeds(bool value) {
    std::vector<Choice> path;
    std::vector<std::size_t> reads = let_reads_happen(value);
    for (;;) {
      if (first_ == steps_.size()) return true;
      reached_ = std::max(reached_, first_);
      auto writes = seen_.emplace(rest(), value).second ? next_writes() : std::vector<std::size_t>{};
      path.push_back({std::move(reads), std::move(writes), value});
      // Back to where there is another write to try.
      while (!path.empty() && path.back().writes.empty()) {
        for (const auto read : path.back().reads) undo(read);
        path.pop_back();
        if (!path.empty()) undo(path.back().tried);
      }
      if (path.empty()) return false;
      auto& choice = path.back();
      choice.tried = choice.writes.back();
      choice.writes.pop_back();
      happen(choice.tried);
      value = steps_[choice.tried].value;
      reads = let_reads_happen(value);
    }
  }
  /// The first step that could not happen in the best of orders.
  [[nodiscard]] std::size_t reached() const { return reached_; }

 private:
  struct Choice {
    std::vector<std::size_t> reads;   ///< that happened before it
    std::vector<std::size_t> writes;  ///< still to be tried
    bool value;
    std::size_t tried = 0;
  };

  void happen(std::size_t step) {
    happened_[step] = true;
    while (first_ < steps_.size() && happened_[first_]) ++first_;
  }
  void undo(std::size_t step) {
    happened_[step] = false;
    first_ = std::min(first_, step);
  }
  /// Those that may be next: begun before any other that has not happened ended.
  template <class F>
  void for_each_next(F&& body) const {
    auto ended = History::Time::max();
    for (std::size_t i = first_; i < steps_.size() && steps_[i].begin <= ended; ++i)
      if (!happened_[i]) ended = std::min(ended, steps_[i].end);
    for (std::size_t i = first_; i < steps_.size() && steps_[i].begin <= ended; ++i)
      if (!happened_[i]) body(i);
  }
  std::vector<std::size_t> let_reads_happen(bool value) {
    std::vector<std::size_t> all;
    for (bool more = true; more;) {
      std::vector<std::size_t> fitting;
      for_each_next([&](std::size_t i) {
        if (steps_[i].kind == Step::read && steps_[i].value == value) fitting.push_back(i);
      });
      for (const auto i : fitting) happen(i);
      all.insert(all.end(), fitting.begin(), fitting.end());
      more = !fitting.empty();
    }
    return all;
  }
  [[nodiscard]] std::vector<std::size_t> next_writes() const {
    std::vector<std::size_t> writes;
    for_each_next([&](std::size_t i) {
      if (steps_[i].kind == Step::write) writes.push_back(i);
    });
    return writes;
  }
  /// What has happened, from the first that has not.
  [[nodiscard]] std::pair<std::size_t, std::vector<bool>> rest() const {
    auto last = happened_.size();
    while (last > first_ && !happened_[last - 1]) --last;
    return {first_, std::vector<bool>(happened_.begin() + static_cast<std::ptrdiff_t>(first_),
                                      happened_.begin() + static_cast<std::ptrdiff_t>(last))};
  }

  const std::vector<Step>& steps_;
  std::vector<bool> happened_;
  std::size_t first_ = 0, reached_ = 0;
  std::set<std::pair<std::pair<std::size_t, std::vector<bool>>, bool>> seen_;
};

}  // namespace

void History::add(Step step) {
  const std::lock_guard lock(mutex_);
  steps_.push_back(std::move(step));
}

std::size_t History::size() const {
  const std::lock_guard lock(mutex_);
  return steps_.size();
}

std::optional<std::string> History::contradiction(bool at_first) const {
  const std::lock_guard lock(mutex_);
  auto steps = steps_;
  std::stable_sort(steps.begin(), steps.end(), [](const auto& a, const auto& b) { return a.begin < b.begin; });
  Search search(steps);
  if (search.succeeds(at_first)) return std::nullopt;
  constexpr std::size_t shown = 12;
  std::string text = "no order explains these, of " + std::to_string(steps.size()) + ":\n";
  const auto begin = search.reached() - std::min(search.reached(), shown / 2);
  for (auto i = begin; i < std::min(begin + shown, steps.size()); ++i) {
    const auto us = [&](Time time) {
      return std::to_string(std::chrono::duration_cast<std::chrono::microseconds>(time - steps[begin].begin).count());
    };
    text += "  " + us(steps[i].begin) + "–" + us(steps[i].end) + " µs " + (steps[i].kind == Step::write ? "wrote " : "saw ") +
            (steps[i].value ? "yes" : "no") + " " + steps[i].where + "\n";
  }
  return text;
}

}  // namespace roster::testing
