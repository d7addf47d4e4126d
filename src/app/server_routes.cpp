#include "app/server_routes.h"

#include <stdexcept>

#include "base/embedded.h"

namespace roster::app {

namespace {

using http::Lane, http::Method, http::Request, http::Response;

Response text(int status, std::string content_type, std::string body) {
  return {.status = status, .content_type = std::move(content_type), .body = std::move(body), .headers = {}};
}

Response status(std::string_view word) { return text(200, "application/json", json::serialize(json::object{{"status", word}})); }

http::Handler file(std::string_view path, std::string content_type, std::string policy = "") {
  for (const auto& embedded : embedded::embedded_contract()) {
    if (!embedded.path.ends_with(path)) continue;
    return [body = embedded.text(), content_type = std::move(content_type), policy = std::move(policy)](const Request&) {
      auto response = text(200, content_type, std::string{body});
      response.headers.add("Cache-Control", "public, max-age=300");
      if (!policy.empty()) response.headers.add("Content-Security-Policy", policy);
      return response;
    };
  }
  throw std::logic_error("not embedded: " + std::string{path});
}

}  // namespace

std::vector<http::Route> server_routes(const users::Door& door, ServerQuestions questions) {
  return {
      {Method::get, "/healthz", [](const Request&) { return status("ok"); }, Lane::inline_},
      {Method::get, "/readyz",
       [&door, ready = std::move(questions.is_ready)](const Request& request) {
         return ready() ? status("ready") : door.problem(Error{reasons::unavailable}, request, request.language);
       }},
      {Method::get, "/metrics",
       [metrics = std::move(questions.metrics)](const Request&) {
         return text(200, "text/plain; version=0.0.4; charset=utf-8", metrics());
       }},
      {Method::get, "/openapi.json", file("openapi.json", "application/json"), Lane::inline_},
      {Method::get, "/docs",
       file("docs.html", "text/html; charset=utf-8",
            "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'"),
       Lane::inline_},
      {Method::get, "/docs.css", file("docs.css", "text/css; charset=utf-8"), Lane::inline_},
  };
}

}  // namespace roster::app
