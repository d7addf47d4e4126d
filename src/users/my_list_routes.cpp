#include <algorithm>
#include <charconv>

#include "users/session_store.h"
#include "users/sessions.h"
#include "users/user_routes.h"

namespace roster::users {

namespace {

/// A place in a list by time and id, as cursors carry it: "1764115200000 ses_…".
std::string write_position(Instant at, const std::string& id) { return std::to_string(at.ms) + " " + id; }

template <class Position>
Result<std::optional<Position>> read_position(const Page& page) {
  if (page.cursor.empty()) return std::optional<Position>{};
  Position position{};
  auto& [at, id] = position;
  const char* end = page.cursor.data() + page.cursor.size();
  const auto [rest, error] = std::from_chars(page.cursor.data(), end, at.ms);
  if (error != std::errc{} || rest == end || *rest != ' ') return refuse(field_error("cursor", roster::reasons::invalid_value));
  id.assign(rest + 1, end);
  return std::optional<Position>{std::move(position)};
}

/// Cuts what was read to see whether more follows; true when it does.
template <class Item>
bool cut_to_page(std::vector<Item>& items, std::size_t limit) {
  if (items.size() <= limit) return false;
  items.resize(limit);
  return true;
}

json::object write_my_session(const Session& session, const SessionId& current) {
  return {{"id", session.id.text()},
          {"created_at", session.created_at.text()},
          {"last_used_at", session.last_used_at.text()},
          {"ip", session.ip},
          {"device", session.device},
          {"current", session.id == current}};
}

Result<change::Answer> get_my_sessions(const Door& door, const Call& call) {
  const auto page = read_page(call);
  if (!page) return refuse(page);
  const auto after = read_position<SessionPosition>(*page);
  if (!after) return refuse(after);
  return change::look(door.context(), call.asked(), [&](change::View& view) -> Result<change::Answer> {
    const auto user = find_asking_user(view);
    if (!user) return refuse(user);
    auto sessions = list_sessions(view.tx(), user->id, door.options().lifetimes.idle, *after, page->limit + 1);
    std::optional<std::string> next;
    if (cut_to_page(sessions, page->limit)) next = write_position(sessions.back().created_at, sessions.back().id.text());
    json::array data;
    for (const auto& session : sessions) data.emplace_back(write_my_session(session, view.user()->session));
    return change::Answer{.body = write_page(std::move(data), next)};
  });
}

Result<change::Answer> get_my_sign_ins(const Door& door, const Call& call) {
  const auto page = read_page(call);
  if (!page) return refuse(page);
  const auto after = read_position<SignInPosition>(*page);
  if (!after) return refuse(after);
  return change::look(door.context(), call.asked(), [&](change::View& view) -> Result<change::Answer> {
    const auto user = find_asking_user(view);
    if (!user) return refuse(user);
    auto sign_ins = list_sign_ins(view.tx(), user->id, *after, page->limit + 1);
    std::optional<std::string> next;
    if (cut_to_page(sign_ins, page->limit)) next = write_position(sign_ins.back().at, sign_ins.back().id);
    const json::object person{{"id", user->id.text()}, {"email", user->email.text()}, {"name", user->name}};
    json::array data;
    for (const auto& sign_in : sign_ins) data.emplace_back(write_sign_in(sign_in, person));
    return change::Answer{.body = write_page(std::move(data), next)};
  });
}

/// The order of list_standings, as a text: a name holds no control character, and each is less than what a name holds.
std::string place_of(const access::Account& account) { return account.name + '\x01' + account.id.text(); }

Result<change::Answer> get_my_accounts(const Door& door, const Call& call) {
  const auto page = read_page(call);
  if (!page) return refuse(page);
  return change::look(door.context(), call.asked(), [&](change::View& view) -> Result<change::Answer> {
    const auto user = find_asking_user(view);
    if (!user) return refuse(user);
    json::array data;
    std::string last;
    // A person's accounts are few: all are read, a page is shown.
    for (const auto& [account, standing] : access::list_standings(view.tx(), view.context().catalogue, user->id)) {
      const auto place = place_of(account);
      if (place <= page->cursor) continue;
      if (data.size() == page->limit) return change::Answer{.body = write_page(std::move(data), last)};
      data.emplace_back(write_standing(account, standing, view.modules(), user->language));
      last = place;
    }
    return change::Answer{.body = write_page(std::move(data), std::nullopt)};
  });
}

}  // namespace

std::vector<http::Route> my_list_routes(const Door& door) {
  const auto listing = [&door](auto handler) {
    return door.handle({.query = {"limit", "cursor"}}, [&door, handler](const Call& call) { return handler(door, call); });
  };
  return {
      {http::Method::get, "/v1/me/sessions", listing(get_my_sessions)},
      {http::Method::get, "/v1/me/sign-ins", listing(get_my_sign_ins)},
      {http::Method::get, "/v1/me/accounts", listing(get_my_accounts)},
  };
}

}  // namespace roster::users
