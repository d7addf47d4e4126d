#include "app/metrics.h"

#include <prometheus/text_serializer.h>

namespace roster::app {

namespace {

prometheus::Gauge& gauge(prometheus::Registry& registry, const std::string& name, const std::string& help) {
  return prometheus::BuildGauge().Name(name).Help(help).Register(registry).Add({});
}

const prometheus::Histogram::BucketBoundaries seconds{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                                      0.1,    0.25,  0.5,    1,     2.5,  10};

}  // namespace

Metrics::Metrics()
    : requests_(prometheus::BuildCounter().Name("roster_http_requests_total").Help("Requests answered").Register(registry_)),
      durations_(prometheus::BuildHistogram()
                     .Name("roster_http_request_duration_seconds")
                     .Help("From the request read whole to its answer written")
                     .Register(registry_)),
      connections_(gauge(registry_, "roster_http_connections", "Open connections")),
      worker_queue_(gauge(registry_, "roster_http_worker_queue", "Requests waiting for a worker")),
      hashing_queue_(gauge(registry_, "roster_http_hashing_queue", "Requests waiting for a hashing thread")),
      refused_busy_(gauge(registry_, "roster_http_refused_busy", "Requests refused since start because a queue was full")),
      letters_queued_(gauge(registry_, "roster_letters_queued", "Letters waiting to be sent")),
      letters_failed_(gauge(registry_, "roster_letters_failed", "Letters given up")),
      letters_lag_(gauge(registry_, "roster_letters_lag_seconds", "Age of the oldest letter that waits")),
      database_healthy_(gauge(registry_, "roster_database_healthy", "1 when the database takes writes")) {}

void Metrics::observe(const http::Exchange& exchange) {
  const std::string route{exchange.route.empty() ? "none" : exchange.route};
  requests_
      .Add({{"route", route},
            {"method", std::string{http::name_of(exchange.request.method)}},
            {"status", std::to_string(exchange.status)}})
      .Increment();
  durations_.Add({{"route", route}}, seconds).Observe(static_cast<double>(exchange.duration.count()) / 1e6);
}

std::string Metrics::write(const http::Server::Counters& http, const outbox::Backlog& backlog, Instant now,
                           bool database_healthy) {
  connections_.Set(static_cast<double>(http.connections_open));
  worker_queue_.Set(static_cast<double>(http.worker_queue));
  hashing_queue_.Set(static_cast<double>(http.hashing_queue));
  refused_busy_.Set(static_cast<double>(http.refused_busy));
  letters_queued_.Set(static_cast<double>(backlog.queued));
  letters_failed_.Set(static_cast<double>(backlog.failed));
  letters_lag_.Set(backlog.oldest ? static_cast<double>((now - *backlog.oldest).count()) / 1e3 : 0);
  database_healthy_.Set(database_healthy ? 1 : 0);
  return prometheus::TextSerializer{}.Serialize(registry_.Collect());
}

}  // namespace roster::app
