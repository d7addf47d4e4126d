#include "checks/authzen_routes.h"

#include <algorithm>

#include "checks/authzen.h"
#include "checks/authzen_search.h"

namespace roster::checks {

namespace {

using change::Answer;
using users::Call;
using Read = tl::expected<EvaluationRequest, Malformed> (*)(const json::value&);

constexpr std::size_t request_id_max = 128;
/// A thousand evaluations with all that AuthZEN lets them carry.
constexpr std::size_t body_bytes_max = 1024 * 1024;
constexpr std::size_t json_elements = 50'000;

/// AuthZEN has the request's X-Request-ID come back with the answer.
void echo_request_id(const http::Request& request, http::Response& response) {
  const auto id = request.headers.find("X-Request-ID");
  if (!id || id->empty() || id->size() > request_id_max) return;
  if (std::all_of(id->begin(), id->end(), [](char c) { return c > ' ' && c < '\x7f'; }))
    response.headers.add("X-Request-ID", std::string{*id});
}

/// What is asked for in a bigger body than this keeps no reading thread busy: a worker answers it, from memory as well.
constexpr std::size_t body_bytes_at_once = 8 * 1024;

/// A message that says what is wrong passes the door as a text; on the way out it becomes a plain one, as AuthZEN has it.
http::Handler with_plain_faults(http::Handler handler) {
  return [handler = std::move(handler)](const http::Request& request) {
    auto response = handler(request);
    if (response.status == 400 && response.content_type == "application/json") {
      const auto message = parse_json(response.body);
      response.content_type = "text/plain; charset=utf-8";
      response.body = message && message->is_string() ? std::string{message->get_string()} : "The request is malformed.";
    }
    echo_request_id(request, response);
    return response;
  };
}

const users::Takes takes{.body = true, .services = true, .json_elements = json_elements};

/// Nothing where memory does not know, or where something is wrong.
std::optional<Answer> evaluate_call(const users::Door& door, const Call& call, Read read) {
  if (!call.body) return std::nullopt;
  const auto request = read(*call.body);
  if (!request) return std::nullopt;
  return evaluate_at_once(door.context(), call.actor, *request);
}

http::QuickHandler evaluating_at_once(const users::Door& door, Read read) {
  auto quick = door.handle_at_once(takes, [&door, read](const Call& call) { return evaluate_call(door, call, read); });
  return [quick = std::move(quick)](const http::Request& request, http::Response& response) {
    if (request.body.size() > body_bytes_at_once || !quick(request, response)) return false;
    echo_request_id(request, response);
    return true;
  };
}

http::Handler evaluating(const users::Door& door, Read read) {
  return with_plain_faults(door.handle(takes, [&door, read](const Call& call) -> Result<Answer> {
    if (!call.body) return Answer{.status = 400, .body = "the body is missing"};
    const auto request = read(*call.body);
    if (!request) return Answer{.status = 400, .body = json::value(request.error())};
    if (auto answer = evaluate_at_once(door.context(), call.actor, *request)) return std::move(*answer);
    return evaluate(door.context(), call.asked(), *request);
  }));
}

http::Handler searching(const users::Door& door, Sought sought) {
  return with_plain_faults(door.handle(takes, [&door, sought](const Call& call) -> Result<Answer> {
    if (!call.body) return Answer{.status = 400, .body = "the body is missing"};
    const auto request = read_search(*call.body, sought);
    if (!request) return Answer{.status = 400, .body = json::value(request.error())};
    const auto from = resume(*request);
    if (!from) return Answer{.status = 400, .body = json::value(from.error())};
    return search(door.context(), call.asked(), *request, *from);
  }));
}

Result<Answer> configuration(const users::Door& door) {
  const auto& url = door.options().public_url;
  return Answer{.body = json::object{{"policy_decision_point", url},
                                     {"access_evaluation_endpoint", url + "/access/v1/evaluation"},
                                     {"access_evaluations_endpoint", url + "/access/v1/evaluations"},
                                     {"search_subject_endpoint", url + "/access/v1/search/subject"},
                                     {"search_resource_endpoint", url + "/access/v1/search/resource"},
                                     {"search_action_endpoint", url + "/access/v1/search/action"}}};
}

}  // namespace

std::vector<http::Route> authzen_routes(const users::Door& door) {
  using http::Method;
  return {
      {.method = Method::post,
       .pattern = "/access/v1/evaluation",
       .handler = evaluating(door, read_evaluation),
       .at_once = evaluating_at_once(door, read_evaluation)},
      {.method = Method::post,
       .pattern = "/access/v1/evaluations",
       .handler = evaluating(door, read_evaluations),
       .body_bytes_max = body_bytes_max,
       .at_once = evaluating_at_once(door, read_evaluations)},
      {.method = Method::post, .pattern = "/access/v1/search/subject", .handler = searching(door, Sought::subject)},
      {.method = Method::post, .pattern = "/access/v1/search/resource", .handler = searching(door, Sought::resource)},
      {.method = Method::post, .pattern = "/access/v1/search/action", .handler = searching(door, Sought::action)},
      {.method = Method::get,
       .pattern = "/.well-known/authzen-configuration",
       .handler = door.handle({.anyone = true}, [&door](const Call&) { return configuration(door); })},
  };
}

}  // namespace roster::checks
