#include "roles/role_routes.h"

#include "members/member_store.h"
#include "roles/role_actions.h"

namespace roster::roles {

namespace {

using change::Answer;

json::object write_role(const change::View& view, const access::RoleDefinition& role) {
  return {{"id", role.id},
          {"title", role.title.in(view.language())},
          {"builtin", !role.is_custom},
          {"is_default", role.id == view.policy().default_role},
          {"all", role.all},
          {"permissions", members::write_names(view.modules(), role.permissions)},
          {"pickable", members::write_names(view.modules(), role.pickable)}};
}

json::object write_role(const change::View& view, const CustomRole& role) {
  auto body = write_role(view, access::custom_role(view.policy(), view.modules(), role.id.text(), role.title, role.permissions));
  body["created_at"] = role.created_at.text();
  return body;
}

Answer role_answer(const change::View& view, const CustomRole& role, int status) {
  return {.status = status, .body = write_role(view, role), .version = role.version};
}

/// Whoever sees the people sees what their roles mean; so does whoever has roles to give or to define.
Result<void> require_reading(const change::View& view) {
  if (view.may("roles:manage") || view.may("members:invite") || view.may("members:manage")) return {};
  return view.require("members:read");
}

struct RolePage {
  json::array data;
  std::optional<std::string> next_position;
};

/// The policy's roles in its order, then the account's own. The position is the id of the last one told.
RolePage list_page(const change::View& view, const users::Page& page) {
  RolePage out;
  std::string last;
  const auto add = [&](json::object role) {
    if (out.data.size() == page.limit) {
      out.next_position = last;
      return false;
    }
    last = std::string{role.at("id").get_string()};
    out.data.push_back(std::move(role));
    return true;
  };
  const bool in_own = RoleId::parse(page.cursor).has_value();
  bool reached = page.cursor.empty();
  for (const auto& role : view.policy().roles) {
    if (in_own) break;
    if (reached && !add(write_role(view, *access::find_policy_role(view.policy(), view.modules(), role.id)))) return out;
    reached = reached || role.id == page.cursor;
  }
  const auto after = in_own ? std::string_view{page.cursor} : std::string_view{};
  for (const auto& role : list_custom_roles(view.tx(), view.modules(), view.account().id, after, page.limit + 1))
    if (!add(write_role(view, role))) return out;
  return out;
}

Result<Answer> list(const users::Door& door, const users::Call& call) {
  const auto account = call.account();
  if (!account) return refuse(account);
  const auto page = users::read_page(call);
  if (!page) return refuse(page);
  return change::look(door.context(), call.asked(*account), [&](change::View& view) -> Result<Answer> {
    if (auto allowed = require_reading(view); !allowed) return refuse(allowed);
    const bool is_known = page->cursor.empty() || RoleId::parse(page->cursor) || view.policy().find_role(page->cursor) != nullptr;
    if (!is_known) return refuse(field_error("cursor", roster::reasons::invalid_value));
    auto found = list_page(view, *page);
    return Answer{.body = users::write_page(std::move(found.data), found.next_position)};
  });
}

Result<Answer> create(const users::Door& door, const users::Call& call) {
  const auto account = call.account();
  if (!account) return refuse(account);
  auto fields = call.fields();
  const RoleDetails details{.title = fields.text("title"),
                            .permissions = fields.text_list("permissions", policy::permissions_max)};
  if (auto error = fields.finish()) return refuse(std::move(*error));
  return change::perform(door.context(), call.asked(*account), [&](change::Change& change) -> Result<Answer> {
    const auto role = define_role(change, details);
    if (!role) return refuse(role);
    auto answer = role_answer(change, *role, 201);
    answer.headers.emplace_back("Location",
                                door.options().public_url + "/v1/accounts/" + account->text() + "/roles/" + role->id.text());
    return answer;
  });
}

Result<Answer> read(const users::Door& door, const users::Call& call) {
  const auto account = call.account();
  if (!account) return refuse(account);
  const auto& id = call.http.parameter("rol");
  return change::look(door.context(), call.asked(*account), [&](change::View& view) -> Result<Answer> {
    if (auto allowed = require_reading(view); !allowed) return refuse(allowed);
    // A policy's role changes with the server's files only: it has one version.
    if (view.policy().find_role(id) != nullptr)
      return Answer{.body = write_role(view, *access::find_policy_role(view.policy(), view.modules(), id)), .version = 1};
    const auto parsed = RoleId::parse(id);
    const auto role = parsed ? find_custom_role(view.tx(), view.modules(), *account, *parsed) : std::nullopt;
    if (!role) return refuse(reasons::not_found);
    return role_answer(view, *role, 200);
  });
}

Result<Answer> update(const users::Door& door, const users::Call& call) {
  const auto account = call.account();
  if (!account) return refuse(account);
  auto fields = call.fields();
  const RolePatch patch{.title = fields.optional_text("title"),
                        .permissions = fields.optional_text_list("permissions", policy::permissions_max)};
  if (auto error = fields.finish()) return refuse(std::move(*error));
  return change::perform(door.context(), call.asked(*account), [&](change::Change& change) -> Result<Answer> {
    const auto role = change_role(change, call.http.parameter("rol"), patch);
    if (!role) return refuse(role);
    return role_answer(change, *role, 200);
  });
}

Result<Answer> remove(const users::Door& door, const users::Call& call) {
  const auto account = call.account();
  if (!account) return refuse(account);
  std::optional<std::string> replacement;
  if (const auto value = call.http.query_value("replace_with")) replacement = std::string{*value};
  return change::perform(door.context(), call.asked(*account), [&](change::Change& change) -> Result<Answer> {
    if (auto deleted = delete_role(change, call.http.parameter("rol"), replacement); !deleted) return refuse(deleted);
    return Answer{.status = 204};
  });
}

}  // namespace

std::vector<http::Route> routes(const users::Door& door) {
  const auto with = [&door](Result<Answer> (*handler)(const users::Door&, const users::Call&)) {
    return [&door, handler](const users::Call& call) { return handler(door, call); };
  };
  const std::string all = "/v1/accounts/{acc}/roles", one = all + "/{rol}";
  using http::Method;
  return {
      {Method::get, all, door.handle({.query = {"limit", "cursor"}}, with(list))},
      {Method::post, all, door.handle({.body = true, .plans = true}, with(create))},
      {Method::get, one, door.handle({}, with(read))},
      {Method::patch, one, door.handle({.body = true, .plans = true}, with(update))},
      {Method::delete_, one, door.handle({.query = {"replace_with"}, .plans = true}, with(remove))},
  };
}

}  // namespace roster::roles
