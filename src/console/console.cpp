#include "console/console.h"

#include <boost/json/parse.hpp>

#include <algorithm>

#include "console/accept_rules.h"

namespace roster::console {

namespace {

/// "/roster" of "https://example.org/roster"; empty where there is no path.
std::string path_of_url(std::string_view url) {
  const auto host = url.find("://") + 3;
  const auto path = url.find('/', host);
  return path == std::string_view::npos ? std::string{} : std::string{url.substr(path)};
}

/// Paths that programs ask for: whatever they say they accept, they are told by a problem document.
bool is_for_programs(std::string_view path) {
  constexpr std::array<std::string_view, 5> beginnings{"/v1", "/access", "/forward-auth", "/.well-known", "/assets"};
  return std::any_of(beginnings.begin(), beginnings.end(), [&](std::string_view beginning) {
    return path.starts_with(beginning) && (path.size() == beginning.size() || path[beginning.size()] == '/');
  });
}

}  // namespace

Console::Console(const users::Door& door, ConsoleSettings settings, const Sentences& texts,
                 std::span<const embedded::EmbeddedFile> dist)
    : door_(door),
      settings_(std::move(settings)),
      texts_(texts),
      files_(dist),
      base_(path_of_url(door.options().public_url)),
      app_(files_.text("app.html"), base_),
      entrance_(files_.text("door.html"), base_) {
  const auto manifest = json::parse(files_.text("manifest.json"));
  for (std::size_t i = 0; i < language_codes.size(); ++i) {
    const auto* entry = manifest.get_object().if_contains("src/locales/" + std::string{language_codes[i]} + ".po");
    if (entry != nullptr) languages_[i] = std::string{entry->at("file").get_string()};
  }
}

json::array Console::write_open_policies(Language language) const {
  json::array policies;
  for (const auto& [id, policy] : door_.context().catalogue.policies) {
    const auto& open = settings_.open_policies;
    if (!open.empty() && std::find(open.begin(), open.end(), id) == open.end()) continue;
    policies.push_back(
        json::object{{"id", id}, {"title", policy.title.in(language)}, {"description", policy.description.in(language)}});
  }
  return policies;
}

PageValues Console::values_for(const Visitor& visitor, bool found) const {
  const auto language = visitor.language;
  return {.language = language,
          .boot = {{"base", base_},
                   {"language", code_of(language)},
                   {"session", visitor.session},
                   {"policies", visitor.policies},
                   {"not_found", !found},
                   {"open_policies", write_open_policies(language)},
                   {"dev_mailbox", !settings_.mailbox.empty()}},
          .preload = languages_[static_cast<std::size_t>(language)],
          .noscript = texts_.text("noscript", language)};
}

http::Response Console::app(const Visitor& visitor) const { return app_.write(200, values_for(visitor, true)); }

http::Response Console::entrance(int status, const Visitor& visitor, bool found) const {
  return entrance_.write(status, values_for(visitor, found));
}

std::optional<http::Response> Console::refusal(const Error& error, const http::Request& request) const {
  if (error.reason.kind != ErrorKind::not_found || is_for_programs(request.path)) return std::nullopt;
  if (request.method != http::Method::get && request.method != http::Method::head) return std::nullopt;
  if (!asks_for_html(request.headers.find("Accept"))) return std::nullopt;
  return entrance(404, {.language = request.language}, false);
}

http::Response Console::redirect(std::string_view path) const {
  http::Response response{.status = 303, .content_type = {}, .body = {}, .headers = {}};
  response.headers.add("Location", door_.options().public_url + std::string{path});
  response.headers.add("Vary", "Accept-Language, Authorization, Cookie");
  return response;
}

}  // namespace roster::console
