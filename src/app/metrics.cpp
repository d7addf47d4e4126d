#include "app/metrics.h"

#include <prometheus/text_serializer.h>

namespace roster::app {

namespace {

prometheus::Gauge& gauge(prometheus::Registry& registry, const std::string& name, const std::string& help) {
  return prometheus::BuildGauge().Name(name).Help(help).Register(registry).Add({});
}

}  // namespace

Metrics::Metrics()
    : connections_(gauge(registry_, "roster_http_connections", "Open connections")),
      worker_queue_(gauge(registry_, "roster_http_worker_queue", "Requests waiting for a worker")),
      hashing_queue_(gauge(registry_, "roster_http_hashing_queue", "Requests waiting for a hashing thread")),
      refused_busy_(gauge(registry_, "roster_http_refused_busy", "Requests refused since start because a queue was full")),
      letters_queued_(gauge(letters_registry_, "roster_letters_queued", "Letters waiting to be sent")),
      letters_failed_(gauge(letters_registry_, "roster_letters_failed", "Letters given up")),
      letters_lag_(gauge(letters_registry_, "roster_letters_lag_seconds", "Age of the oldest letter that waits")),
      database_healthy_(gauge(registry_, "roster_database_healthy", "1 when the database takes writes")) {}

std::string Metrics::write(const http::Server::Counters& http, const std::optional<LetterBacklog>& letters) {
  connections_.Set(static_cast<double>(http.connections_open));
  worker_queue_.Set(static_cast<double>(http.worker_queue));
  hashing_queue_.Set(static_cast<double>(http.hashing_queue));
  refused_busy_.Set(static_cast<double>(http.refused_busy));
  database_healthy_.Set(letters ? 1 : 0);
  auto families = registry_.Collect();
  const auto add = [&](std::vector<prometheus::MetricFamily> more) {
    for (auto& family : more) families.push_back(std::move(family));
  };
  if (letters) {
    const auto& [backlog, now] = *letters;
    letters_queued_.Set(static_cast<double>(backlog.queued));
    letters_failed_.Set(static_cast<double>(backlog.failed));
    letters_lag_.Set(backlog.oldest ? static_cast<double>((now - *backlog.oldest).count()) / 1e3 : 0);
    add(letters_registry_.Collect());
  }
  add(requests_.collect());
  return prometheus::TextSerializer{}.Serialize(families);
}

}  // namespace roster::app
