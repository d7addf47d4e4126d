#pragma once
// What every thread of the server works with: the routes, the rules and the lanes. Read-only once started, or thread-safe.

#include <atomic>
#include <memory>

#include "http/admission.h"
#include "http/client_address.h"
#include "http/host_rules.h"
#include "http/lanes.h"
#include "http/response_writer.h"
#include "http/router.h"
#include "http/server.h"

namespace roster::http {

struct Service {
  Service(ServerConfig config, std::vector<Route> routes, RefusalWriter refuse, Observer observe);

  /// The handler's answer, or the one for what it threw.
  [[nodiscard]] Response answer(const Turn& turn) const;
  /// Whether `response`, empty before, is the answer that the route's at_once gives.
  [[nodiscard]] bool answer_at_once(const Turn& turn, Response& response) const;
  /// The refusal's response; a bare one when even its writer throws.
  [[nodiscard]] Response refusal(const Error& error, const Request& request) const;
  /// "Try again soon": a queue is full.
  [[nodiscard]] Response busy(const Request& request);
  /// On the lane's thread: answers, and sends the answer to the connection.
  void run(Job job) const;
  void give_up(Job job);

  const ServerConfig config;
  const Router router;
  const RefusalWriter refuse;
  const Observer observe;
  const HostRules hosts;
  const TrustedProxies proxies;
  const ResponseWriter writer;
  Admission admission;
  std::atomic<std::uint64_t> refused_busy = 0;
  std::atomic<bool> draining = false;  ///< each answer is its connection's last
  // Set while the server runs.
  std::unique_ptr<WorkerPool> workers;
  std::unique_ptr<WorkerPool> hashers;
};

}  // namespace roster::http
