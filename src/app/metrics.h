#pragma once
// What an operator measures: Prometheus text at /metrics. Labels are route templates, never paths.

#include <prometheus/gauge.h>
#include <prometheus/registry.h>

#include <string>

#include "app/request_tallies.h"
#include "outbox/outbox.h"

namespace roster::app {

class Metrics {
 public:
  Metrics();
  /// Thread-safe; called once a request.
  void observe(const http::Exchange& exchange) { requests_.count(exchange); }
  /// Brings the gauges up to date and writes the text.
  std::string write(const http::Server::Counters& http, const outbox::Backlog& backlog, Instant now, bool database_healthy);

 private:
  prometheus::Registry registry_;
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
