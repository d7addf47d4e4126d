#include "app/request_tallies.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <limits>
#include <map>
#include <string>
#include <unordered_map>

namespace roster::app {

namespace {

constexpr std::array<double, 13> seconds{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10};

/// Written by one thread, read by any.
void add(std::atomic<std::uint64_t>& to, std::uint64_t amount) {
  to.store(to.load(std::memory_order_relaxed) + amount, std::memory_order_relaxed);
}

/// One route's answers of one method and status.
struct Line {
  std::string route;
  http::Method method;
  int status;
  std::atomic<std::uint64_t> answers = 0;
  std::atomic<std::uint64_t> microseconds = 0;
  std::array<std::atomic<std::uint64_t>, seconds.size() + 1> by_duration{};
};

struct Key {
  const char* route;  // a pattern lives as long as the server
  http::Method method;
  int status;
  friend bool operator==(const Key&, const Key&) = default;
};
struct KeyHash {
  std::size_t operator()(const Key& key) const noexcept {
    return std::hash<const char*>{}(key.route) ^ (static_cast<std::size_t>(key.status) << 4) ^
           static_cast<std::size_t>(key.method);
  }
};

}  // namespace

/// One thread's. Only that thread adds lines; it finds them without the mutex.
class RequestTallies::Tally {
 public:
  void count(const http::Exchange& exchange) {
    auto& line = find({exchange.route.data(), exchange.request.method, exchange.status}, exchange.route);
    add(line.answers, 1);
    const auto duration = std::max<std::int64_t>(exchange.duration.count(), 0);
    add(line.microseconds, static_cast<std::uint64_t>(duration));
    const auto bound = std::lower_bound(seconds.begin(), seconds.end(), static_cast<double>(duration) / 1e6);
    add(line.by_duration[static_cast<std::size_t>(bound - seconds.begin())], 1);
  }

  template <class F>
  void each(F&& see) const {
    const std::lock_guard lock{mutex_};
    for (const auto& [key, line] : lines_) see(*line);
  }

 private:
  Line& find(const Key& key, std::string_view route) {
    if (const auto at = lines_.find(key); at != lines_.end()) return *at->second;
    auto line = std::make_unique<Line>();
    line->route = route.empty() ? "none" : std::string{route};
    line->method = key.method;
    line->status = key.status;
    const std::lock_guard lock{mutex_};
    return *lines_.emplace(key, std::move(line)).first->second;
  }

  mutable std::mutex mutex_;
  std::unordered_map<Key, std::unique_ptr<Line>, KeyHash> lines_;
};

namespace {

std::uint64_t next_number() {
  static std::atomic<std::uint64_t> last = 0;
  return ++last;
}

struct Durations {
  std::uint64_t count = 0, microseconds = 0;
  std::array<std::uint64_t, seconds.size() + 1> by_duration{};
};

prometheus::ClientMetric write_histogram(const std::string& route, const Durations& durations) {
  prometheus::ClientMetric metric;
  metric.label = {{"route", route}};
  metric.histogram.sample_count = durations.count;
  metric.histogram.sample_sum = static_cast<double>(durations.microseconds) / 1e6;
  std::uint64_t so_far = 0;
  for (std::size_t i = 0; i < durations.by_duration.size(); ++i) {
    so_far += durations.by_duration[i];
    metric.histogram.bucket.push_back({so_far, i < seconds.size() ? seconds[i] : std::numeric_limits<double>::infinity()});
  }
  return metric;
}

}  // namespace

RequestTallies::RequestTallies() : number_(next_number()) {}
RequestTallies::~RequestTallies() = default;

RequestTallies::Tally& RequestTallies::own() {
  thread_local std::uint64_t whose = 0;
  thread_local Tally* tally = nullptr;
  if (tally != nullptr && whose == number_) return *tally;
  const std::lock_guard lock{mutex_};
  tally = tallies_.emplace_back(std::make_unique<Tally>()).get();
  whose = number_;
  return *tally;
}

void RequestTallies::count(const http::Exchange& exchange) { own().count(exchange); }

std::vector<prometheus::MetricFamily> RequestTallies::collect() const {
  std::map<std::tuple<std::string, std::string, int>, std::uint64_t> answers;
  std::map<std::string, Durations> durations;
  {
    const std::lock_guard lock{mutex_};
    for (const auto& tally : tallies_)
      tally->each([&](const Line& line) {
        answers[{line.route, std::string{http::name_of(line.method)}, line.status}] += line.answers;
        auto& of_route = durations[line.route];
        of_route.count += line.answers;
        of_route.microseconds += line.microseconds;
        for (std::size_t i = 0; i < line.by_duration.size(); ++i) of_route.by_duration[i] += line.by_duration[i];
      });
  }
  prometheus::MetricFamily requests{"roster_http_requests_total", "Requests answered", prometheus::MetricType::Counter, {}};
  for (const auto& [labels, count] : answers) {
    prometheus::ClientMetric metric;
    metric.label = {
        {"route", std::get<0>(labels)}, {"method", std::get<1>(labels)}, {"status", std::to_string(std::get<2>(labels))}};
    metric.counter.value = static_cast<double>(count);
    requests.metric.push_back(std::move(metric));
  }
  prometheus::MetricFamily times{"roster_http_request_duration_seconds",
                                 "From the request read whole to its answer written",
                                 prometheus::MetricType::Histogram,
                                 {}};
  for (const auto& [route, of_route] : durations) times.metric.push_back(write_histogram(route, of_route));
  return {std::move(requests), std::move(times)};
}

}  // namespace roster::app
