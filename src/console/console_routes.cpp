#include "console/console_routes.h"

#include <array>

#include "base/log.h"
#include "console/invitation_visit.h"
#include "console/mailbox_routes.h"
#include "console/next_rules.h"

namespace roster::console {

namespace {

using http::Lane, http::Method, http::Request, http::Response;
using Show = Response (*)(const Console&, const Visitor&, const Request&);

/// A page for whoever opens it.
http::Handler page(const Console& console, Show show) {
  return [&console, show](const Request& request) {
    const auto& door = console.door();
    try {
      const auto visitor = find_visitor(door, request);
      if (!visitor) return door.problem(visitor.error(), request, request.language);
      return show(console, *visitor, request);
    } catch (const database::Unavailable& e) {
      log::warn("database_unavailable", {{"request_id", request.request_id}, {"what", e.what()}});
      return door.problem(Error{e.reason}, request, request.language);
    }
  };
}

/// Who is not signed in goes to sign in first, and then on to the page that was asked for.
Response show_app(const Console& console, const Visitor& visitor, const Request& request) {
  if (visitor.user) return console.app(visitor);
  const auto here = write_local(request.path, {request.query.begin(), request.query.end()});
  if (here == "/" || !read_next(here)) return console.redirect("/sign-in");
  return console.redirect("/sign-in?next=" + encode_value(here));
}

Response show_entrance(const Console& console, const Visitor& visitor, const Request&) { return console.entrance(200, visitor); }

Response show_sign_in(const Console& console, const Visitor& visitor, const Request& request) {
  if (!visitor.user) return console.entrance(200, visitor);
  return console.redirect(read_next(request.query_value("next").value_or("/")).value_or("/"));
}

Response show_invitation(const Console& console, const Visitor& visitor, const Request& request) {
  const auto visit = visit_invitation(console.door().context(), request.parameter("token"), visitor.user);
  if (visit.joined) return console.redirect("/a/" + visit.joined->text() + "/users");
  return console.entrance(visit.is_live ? 200 : 404, visitor, visit.is_live);
}

http::Handler file(const Console& console, std::string_view path) {
  return [&console, path](const Request& request) { return *console.files().serve(path, request); };
}

Response asset(const Console& console, const Request& request) {
  auto response = console.files().serve("assets/" + request.parameter("file"), request);
  return response ? *response : console.door().problem(Error{reasons::not_found}, request, request.language);
}

}  // namespace

std::vector<http::Route> routes(const Console& console) {
  std::vector<http::Route> all{
      {Method::get, "/sign-in", page(console, show_sign_in)},
      {Method::get, "/invitations/{token}", page(console, show_invitation)},
      {Method::get, "/assets/{file}", [&console](const Request& request) { return asset(console, request); }, Lane::inline_},
      {Method::get, "/icon.svg", file(console, "icon.svg"), Lane::inline_},
  };
  for (const char* path : {"/", "/accounts", "/me", "/me/{rest*}", "/a/{acc}", "/a/{acc}/{rest*}"})
    all.push_back({Method::get, path, page(console, show_app)});
  for (const char* path : {"/register", "/forgot-password", "/reset-password", "/change-email", "/undo-email-change"})
    all.push_back({Method::get, path, page(console, show_entrance)});
  for (auto& route : mailbox_routes(console)) all.push_back(std::move(route));
  return all;
}

}  // namespace roster::console
