#include "console/mailbox_routes.h"

#include <algorithm>

#include "console/mailbox_page.h"

namespace roster::console {

namespace {

using http::Method, http::Request, http::Response;

constexpr std::size_t letters_a_page = 50;

/// Through a proxy, others may reach what listens for this machine alone.
bool came_through_proxy(const Request& request) {
  constexpr std::array<std::string_view, 5> tells{"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via"};
  return std::any_of(tells.begin(), tells.end(), [&](std::string_view name) { return request.headers.find(name).has_value(); });
}

Response not_found(const Console& console, const Request& request) {
  const Error error{reasons::not_found};
  return console.refusal(error, request).value_or(console.door().problem(error, request, request.language));
}

MailboxSetting setting_for(const Console& console, const Request& request) {
  return {.texts = console.texts(), .language = request.language, .base = console.base()};
}

Response show_mailbox(const Console& console, const Request& request) {
  const auto to = request.query_value("to").value_or("");
  const auto from = LetterId::parse(request.query_value("from").value_or(""));
  return write_mailbox(setting_for(console, request), to,
                       mail::list_kept_letters(console.settings().mailbox, to, from, letters_a_page));
}

std::optional<mail::KeptLetter> find_letter(const Console& console, const Request& request) {
  const auto id = LetterId::parse(request.parameter("letter"));
  return id ? mail::find_kept_letter(console.settings().mailbox, *id) : std::nullopt;
}

Response show_letter(const Console& console, const Request& request) {
  const auto letter = find_letter(console, request);
  return letter ? write_letter(setting_for(console, request), *letter) : not_found(console, request);
}

Response show_letter_frame(const Console& console, const Request& request) {
  const auto letter = find_letter(console, request);
  return letter ? write_letter_frame(*letter) : not_found(console, request);
}

Response show_style(const Console&, const Request&) {
  Response response{.status = 200,
                    .content_type = "text/css; charset=utf-8",
                    .body = std::string{embedded::embedded_mailbox().front().text()},
                    .headers = {}};
  response.headers.add("Cache-Control", "public, max-age=300");
  return response;
}

}  // namespace

std::vector<http::Route> mailbox_routes(const Console& console) {
  if (console.settings().mailbox.empty()) return {};
  const auto guarded = [&console](Response (*show)(const Console&, const Request&)) -> http::Handler {
    return [&console, show](const Request& request) {
      return came_through_proxy(request) ? not_found(console, request) : show(console, request);
    };
  };
  return {
      {Method::get, "/dev/mailbox", guarded(show_mailbox)},
      {Method::get, "/dev/mailbox/style.css", guarded(show_style)},
      {Method::get, "/dev/mailbox/{letter}", guarded(show_letter)},
      {Method::get, "/dev/mailbox/{letter}/html", guarded(show_letter_frame)},
  };
}

}  // namespace roster::console
