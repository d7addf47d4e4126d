#include "accounts/event_routes.h"

#include <charconv>

#include "accounts/account.h"
#include "accounts/thing_names.h"

namespace roster::accounts {

namespace {

using change::Answer;

std::optional<std::string> read_text(const users::Call& call, std::string_view name) {
  const auto value = call.http.query_value(name);
  if (!value) return std::nullopt;
  return std::string{*value};
}

Result<std::optional<Instant>> read_time(const users::Call& call, std::string_view name) {
  const auto value = call.http.query_value(name);
  if (!value) return std::optional<Instant>{};
  const auto time = Instant::parse(*value);
  if (!time) return refuse(field_error(std::string{name}, reasons::invalid_value));
  return time;
}

Result<journal::Filter> read_filter(const users::Call& call, const users::Page& page) {
  const auto since = read_time(call, "since");
  if (!since) return refuse(since);
  const auto until = read_time(call, "until");
  if (!until) return refuse(until);
  journal::Filter filter{.actor = read_text(call, "actor"),
                         .target = read_text(call, "target"),
                         .type = read_text(call, "type"),
                         .since = *since,
                         .until = *until,
                         .before_seq = std::nullopt,
                         .limit = page.limit + 1};
  if (page.cursor.empty()) return filter;
  std::int64_t seq = 0;
  const auto* end = page.cursor.data() + page.cursor.size();
  const auto [at, fault] = std::from_chars(page.cursor.data(), end, seq);
  if (fault != std::errc{} || at != end) return refuse(field_error("cursor", roster::reasons::invalid_value));
  filter.before_seq = seq;
  return filter;
}

json::value null_if_empty(const std::string& text) { return text.empty() ? json::value(nullptr) : json::value(text); }

json::value null_if_empty(const json::value& object) {
  return object.is_object() && !object.get_object().empty() ? object : json::value(nullptr);
}

json::object write_event(ThingNames& names, const journal::Entry& entry) {
  return {{"id", entry.id},
          {"seq", entry.seq},
          {"type", entry.type},
          {"at", entry.at.text()},
          {"actor", names.write_actor(entry.actor)},
          {"target", names.write_target(entry.target)},
          {"before", null_if_empty(entry.before)},
          {"after", null_if_empty(entry.after)},
          {"ip", null_if_empty(entry.ip)},
          {"request_id", null_if_empty(entry.request_id)},
          {"hash", entry.hash}};
}

Result<Answer> list(const users::Door& door, const users::Call& call) {
  const auto account = call.account();
  if (!account) return refuse(account);
  const auto page = users::read_page(call);
  if (!page) return refuse(page);
  const auto filter = read_filter(call, *page);
  if (!filter) return refuse(filter);
  return change::look(door.context(), call.asked(*account), [&](change::View& view) -> Result<Answer> {
    if (auto allowed = view.require("events:read"); !allowed) return refuse(allowed);
    auto entries = journal::list(view.tx(), account->text(), *filter);
    std::optional<std::string> next;
    if (entries.size() > page->limit) {
      entries.pop_back();
      next = std::to_string(entries.back().seq);
    }
    ThingNames names(view.tx());
    json::array data;
    for (const auto& entry : entries) data.push_back(write_event(names, entry));
    return Answer{.body = users::write_page(std::move(data), next)};
  });
}

}  // namespace

std::vector<http::Route> event_routes(const users::Door& door) {
  return {{http::Method::get, "/v1/accounts/{acc}/events",
           door.handle({.query = {"limit", "cursor", "actor", "target", "type", "since", "until"}, .services = true},
                       [&door](const users::Call& call) { return list(door, call); })}};
}

}  // namespace roster::accounts
