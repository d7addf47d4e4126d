#pragma once
// How many requests were answered, of which route and how fast: each reading thread counts by itself, so that counting costs
// no two of them a word; whoever asks for the numbers adds them up.

#include <prometheus/metric_family.h>

#include <memory>
#include <mutex>
#include <vector>

#include "http/server.h"

namespace roster::app {

class RequestTallies {
 public:
  RequestTallies();
  ~RequestTallies();

  /// Thread-safe.
  void count(const http::Exchange& exchange);
  [[nodiscard]] std::vector<prometheus::MetricFamily> collect() const;

 private:
  class Tally;
  Tally& own();

  const std::uint64_t number_;  // which of the process's, never given twice
  mutable std::mutex mutex_;    // guards tallies_
  std::vector<std::unique_ptr<Tally>> tallies_;
};

}  // namespace roster::app
