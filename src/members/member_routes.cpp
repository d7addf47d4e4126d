#include "members/member_routes.h"

#include <algorithm>
#include <memory>

#include "members/member_actions.h"
#include "members/member_list.h"
#include "members/wanted_grant.h"

namespace roster::members {

namespace {

using change::Answer;
using users::Call;
using users::Takes;

struct Room {
  const users::Door& door;
  const ActivityLog& activity;
  BulkActions bulk_actions;
};

void freshen(Member& member, const ActivityLog& activity) {
  if (const auto latest = activity.latest(member.account, member.user))
    member.last_active_at = std::max(member.last_active_at, *latest);
}

Result<MemberFilter> read_filter(const Call& call) {
  MemberFilter filter;
  if (const auto status = call.http.query_value("status")) {
    if (*status != "active" && *status != "deactivated") return refuse(field_error("status", reasons::invalid_value));
    filter.status = *status == "active" ? access::MemberStatus::active : access::MemberStatus::deactivated;
  }
  if (const auto role = call.http.query_value("role")) filter.role = std::string{*role};
  if (const auto q = call.http.query_value("q"); q && !q->empty()) {
    auto text = clean_text(*q, {});
    if (!text) return refuse(field_error("q", text.error()));
    filter.q = std::move(*text);
  }
  return filter;
}

Result<Answer> list(const Room& room, const Call& call) {
  const auto account = call.account();
  const auto page = users::read_page(call);
  const auto filter = read_filter(call);
  const auto sort = parse_sort(call.http.query_value("sort").value_or("joined_at"));
  if (!account) return refuse(account);
  if (!page) return refuse(page);
  if (!filter) return refuse(filter);
  if (!sort) return refuse(field_error("sort", reasons::invalid_value));
  return change::look(room.door.context(), call.asked(*account), [&](change::View& view) -> Result<Answer> {
    if (auto allowed = view.require("members:read"); !allowed) return refuse(allowed);
    auto found = list_members(view.tx(), view.modules(), *account, *filter, *sort, page->limit, page->cursor);
    if (!found) return refuse(field_error("cursor", roster::reasons::invalid_value));
    std::map<std::string, access::RoleDefinition, std::less<>> roles;
    json::array data;
    for (auto& member : found->members) {
      freshen(member, room.activity);
      auto role = roles.find(member.role);
      if (role == roles.end()) role = roles.emplace(member.role, role_of(view, member.role)).first;
      data.push_back(write_member(member, role->second, view.modules(), view.language()));
    }
    auto body = users::write_page(std::move(data), found->next_position);
    const auto counts = read_counts(view.tx(), *account);
    body["counts"] = json::object{
        {"active", counts.active}, {"deactivated", counts.deactivated}, {"pending", counts.pending}, {"expired", counts.expired}};
    return Answer{.body = std::move(body)};
  });
}

Result<Answer> fresh_answer(const Room& room, change::View& view, const UserId& user) {
  auto member = find_in(view, user);
  if (!member) return refuse(member);
  freshen(*member, room.activity);
  return member_answer(view, *member);
}

Result<Answer> read(const Room& room, const Call& call) {
  const auto account = call.account();
  const auto user = call.id<UserId>("usr");
  if (!account) return refuse(account);
  return change::look(room.door.context(), call.asked(*account), [&](change::View& view) -> Result<Answer> {
    if (auto allowed = view.require("members:read"); !allowed) return refuse(allowed);
    if (!user) return refuse(user);
    return fresh_answer(room, view, *user);
  });
}

Result<Answer> update(const Room& room, const Call& call) {
  auto fields = call.fields();
  const auto request = read_wanted_grant(fields);
  if (auto error = fields.finish()) return refuse(std::move(*error));
  const auto account = call.account();
  const auto user = call.id<UserId>("usr");
  if (!account) return refuse(account);
  if (!user) return refuse(user);
  return change::perform(room.door.context(), call.asked(*account), [&](change::Change& change) -> Result<Answer> {
    if (auto done = update_member(change, *user, request); !done) return refuse(done);
    return fresh_answer(room, change, *user);
  });
}

/// Deactivate and reactivate answer with the member as it then is.
Result<Answer> switch_status(const Room& room, const Call& call, Result<void> (*act)(change::Change&, const UserId&)) {
  const auto account = call.account();
  const auto user = call.id<UserId>("usr");
  if (!account) return refuse(account);
  if (!user) return refuse(user);
  return change::perform(room.door.context(), call.asked(*account), [&](change::Change& change) -> Result<Answer> {
    if (auto done = act(change, *user); !done) return refuse(done);
    return fresh_answer(room, change, *user);
  });
}

Result<Answer> leave(const Room& room, const Call& call) {
  const auto account = call.account();
  if (!account) return refuse(account);
  return change::perform(room.door.context(), call.asked(*account), [&](change::Change& change) -> Result<Answer> {
    if (auto done = leave_account(change); !done) return refuse(done);
    return Answer{.status = 204};
  });
}

Result<Answer> remove(const Room& room, const Call& call) {
  const auto account = call.account();
  const auto user = call.id<UserId>("usr");
  if (!account) return refuse(account);
  if (!user) return refuse(user);
  return change::perform(room.door.context(), call.asked(*account), [&](change::Change& change) -> Result<Answer> {
    if (auto done = remove_member_as_manager(change, *user); !done) return refuse(done);
    return Answer{.status = 204};
  });
}

BulkFilter read_bulk_filter(const json::value& value, std::optional<Error>& error) {
  Fields fields{value, "/filter"};
  BulkFilter filter;
  filter.status = fields.optional_text("status", {.code_points_max = 20});
  filter.role = fields.optional_text("role", {.code_points_max = 64});
  filter.q = fields.optional_text("q", {.code_points_min = 0}).value_or("");
  error = fields.finish();
  return filter;
}

Result<BulkRequest> read_bulk_request(const Call& call) {
  auto fields = call.fields();
  BulkRequest request{.action = fields.text("action", {.code_points_max = 20})};
  request.ids = fields.optional_text_list("ids", bulk_max, {.code_points_max = 64});
  const auto* filter = fields.any("filter");
  if (request.ids && request.ids->empty()) fields.fault("ids", reasons::invalid_value);
  if (!fields.has("ids") && filter == nullptr) fields.fault("ids", reasons::missing_field);
  if (fields.has("ids") && filter != nullptr) fields.fault("filter", reasons::invalid_value);
  if (auto error = fields.finish()) return refuse(std::move(*error));
  if (filter != nullptr) {
    std::optional<Error> error;
    request.filter = read_bulk_filter(*filter, error);
    if (error) return refuse(std::move(*error));
  }
  return request;
}

Result<Answer> bulk(const Room& room, const Call& call) {
  const auto request = read_bulk_request(call);
  const auto account = call.account();
  if (!request) return refuse(request);
  if (!account) return refuse(account);
  const auto action = room.bulk_actions.find(request->action);
  if (action == room.bulk_actions.end()) return refuse(field_error("/action", reasons::invalid_value));
  auto asked = call.asked(*account);
  asked.if_match.reset();  // a version is one object's
  asked.rows = static_cast<std::int64_t>(request->ids ? request->ids->size() : bulk_max);
  return change::perform(room.door.context(), asked, [&](change::Change& change) {
    return change_in_bulk(change, action->second, *request, [&](const Error& error, Language language) {
      auto sentences = room.door.texts().sentences(error.reason.code, language, error.params);
      return Words{std::move(sentences.detail), std::move(sentences.remedy)};
    });
  });
}

}  // namespace

std::vector<http::Route> routes(const users::Door& door, const ActivityLog& activity, BulkActions others) {
  others.merge(member_bulk_actions());
  const auto room = std::make_shared<const Room>(Room{door, activity, std::move(others)});
  const auto to = [&](Takes takes, auto handler) {
    return door.handle(std::move(takes), [room, handler](const Call& call) { return handler(*room, call); });
  };
  const auto deactivate = [](const Room& r, const Call& call) { return switch_status(r, call, deactivate_member); };
  const auto reactivate = [](const Room& r, const Call& call) { return switch_status(r, call, reactivate_member); };
  const std::string members = "/v1/accounts/{acc}/members";
  using http::Method;
  return {
      {Method::get, members, to({.query = {"status", "role", "q", "sort", "limit", "cursor"}, .services = true}, list)},
      {Method::post, members + "/bulk", to({.body = true, .plans = true}, bulk)},
      {Method::get, members + "/{usr}", to({.services = true}, read)},
      {Method::patch, members + "/{usr}", to({.body = true, .plans = true}, update)},
      {Method::delete_, members + "/{usr}", to({.plans = true}, remove)},
      {Method::post, members + "/{usr}/deactivate", to({.plans = true}, deactivate)},
      {Method::post, members + "/{usr}/reactivate", to({.plans = true}, reactivate)},
      {Method::post, "/v1/accounts/{acc}/leave", to({.plans = true}, leave)},
  };
}

}  // namespace roster::members
