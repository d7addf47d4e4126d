#include "http/service.h"

#include <new>

#include "base/log.h"
#include "http/core.h"
#include "http/problem.h"
#include "http/refusals.h"

namespace roster::http {

Service::Service(ServerConfig configuration, std::vector<Route> routes, RefusalWriter refusal_writer, Observer observer)
    : config(std::move(configuration)),
      router(std::move(routes)),
      refuse(std::move(refusal_writer)),
      observe(std::move(observer)),
      hosts(config.hosts),
      proxies(config.trusted_proxies),
      writer(config.https),
      admission(config.limits.connections, config.limits.connections_per_ip) {}

Response Service::answer(const Turn& turn) const {
  const auto fail = [&](std::string_view what, const Reason& reason) {
    log::error("handler_failed", {{"request_id", turn.request.request_id}, {"route", turn.route->pattern}, {"what", what}});
    return refusal(reason, turn.request);
  };
  try {
    return turn.route->handler(turn.request);
  } catch (const std::bad_alloc&) {
    return fail("out of memory", reasons::unavailable);
  } catch (const std::exception& fault) {
    return fail(fault.what(), reasons::internal_error);
  } catch (...) {
    return fail("unknown exception", reasons::internal_error);
  }
}

bool Service::answer_at_once(const Turn& turn, Response& response) const {
  try {
    if (turn.route->at_once(turn.request, response)) return true;
  } catch (const std::exception& fault) {
    log::error("quick_handler_failed", {{"request_id", turn.request.request_id}, {"what", fault.what()}});
  }
  response.clear();
  return false;
}

Response Service::refusal(const Error& error, const Request& request) const {
  try {
    return refuse(error, request);
  } catch (const std::exception& fault) {
    log::error("refusal_failed", {{"request_id", request.request_id}, {"what", fault.what()}});
  } catch (...) {
    log::error("refusal_failed", {{"request_id", request.request_id}});
  }
  return Response{.status = status_of(error.reason.kind), .content_type = {}, .body = {}, .headers = {}};
}

Response Service::busy(const Request& request) {
  refused_busy.fetch_add(1, std::memory_order_relaxed);
  Error error{reasons::overloaded};
  error.retry_after = std::chrono::seconds{1};
  auto response = refusal(error, request);
  if (!response.headers.find("Retry-After")) response.headers.add("Retry-After", "1");
  return response;
}

void Service::run(Job job) const {
  auto response = answer(*job.turn);
  job.core->reply(job.connection, std::move(job.turn), std::move(response));
}

void Service::give_up(Job job) {
  auto response = busy(job.turn->request);
  job.core->reply(job.connection, std::move(job.turn), std::move(response));
}

}  // namespace roster::http
