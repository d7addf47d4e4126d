#include "checks/check_routes.h"

#include <charconv>

#include "checks/authzen_routes.h"
#include "checks/check.h"
#include "checks/forward_auth.h"

namespace roster::checks {

namespace {

namespace reasons = change::reasons;

std::optional<std::string> find_parameter(const users::Call& call, std::string_view name) {
  const auto value = call.http.query_value(name);
  return value ? std::optional<std::string>{*value} : std::nullopt;
}

Result<CheckRequest> read_request(const users::Call& call) {
  std::vector<FieldError> faults;
  const auto required = [&](std::string_view name) {
    auto value = find_parameter(call, name);
    if (!value || value->empty()) faults.push_back({std::string{name}, reasons::missing_field, {}});
    return value.value_or("");
  };
  CheckRequest request{.account = required("account"), .permission = required("permission")};
  request.sub_account = find_parameter(call, "sub_account");
  request.user = find_parameter(call, "user");
  if (const auto text = call.http.query_value("at_least")) {
    const auto [end, ec] = std::from_chars(text->data(), text->data() + text->size(), request.at_least);
    if (ec != std::errc{} || end != text->data() + text->size() || request.at_least < 0)
      faults.push_back({"at_least", reasons::invalid_value, {}});
  }
  const auto explain = call.http.query_value("explain").value_or("false");
  if (explain != "true" && explain != "false") faults.push_back({"explain", reasons::invalid_value, {}});
  request.explain = explain == "true";
  if (!faults.empty()) return refuse(Error{reasons::validation_failed, std::move(faults)});
  return request;
}

}  // namespace

std::vector<http::Route> routes(const users::Door& door, const Sentences& texts) {
  const users::Takes takes{.query = {"account", "permission", "sub_account", "user", "at_least", "explain"}, .services = true};
  std::vector<http::Route> all{{.method = http::Method::get,
                                .pattern = "/v1/check",
                                .handler = door.handle(takes,
                                                       [&door, &texts](const users::Call& call) -> Result<change::Answer> {
                                                         const auto request = read_request(call);
                                                         if (!request) return refuse(request);
                                                         return check(door.context(), call.asked(), *request, texts);
                                                       }),
                                .at_once = [&door](const http::Request& request, http::Response& response) {
                                  return check_at_once(door, request, response);
                                }}};
  for (auto& route : authzen_routes(door)) all.push_back(std::move(route));
  for (auto& route : forward_auth_routes(door)) all.push_back(std::move(route));
  return all;
}

}  // namespace roster::checks
