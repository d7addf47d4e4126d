#pragma once
// What an operator measures: Prometheus text at /metrics. Labels are route templates, never paths.

#include <prometheus/gauge.h>
#include <prometheus/registry.h>

#include <optional>
#include <string>

#include "app/request_tallies.h"
#include "outbox/outbox.h"

namespace roster::app {

struct LetterBacklog {
  outbox::Backlog backlog;
  Instant now;  ///< by the database's clock
};

class Metrics {
 public:
  Metrics();
  /// Thread-safe; called once a request.
  void observe(const http::Exchange& exchange) { requests_.count(exchange); }
  /// Brings the gauges up to date and writes the text. Without `letters` the database cannot be asked: roster_database_healthy is
  /// 0, and what it alone knows is left out, not told as it was.
  std::string write(const http::Server::Counters& http, const std::optional<LetterBacklog>& letters);

 private:
  prometheus::Registry registry_, letters_registry_;
  RequestTallies requests_;
  prometheus::Gauge& connections_;
  prometheus::Gauge& worker_queue_;
  prometheus::Gauge& hashing_queue_;
  prometheus::Gauge& refused_busy_;
  prometheus::Gauge& letters_queued_;
  prometheus::Gauge& letters_failed_;
  prometheus::Gauge& letters_lag_;
  prometheus::Gauge& database_healthy_;
};

}  // namespace roster::app
