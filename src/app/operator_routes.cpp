#include "app/operator_routes.h"

#include <filesystem>

#include "app/demo/demo.h"
#include "app/verification.h"

namespace roster::app {

namespace {

using users::Call;
using users::Takes;

users::Handle for_operator(users::Handle handle) {
  return [handle = std::move(handle)](const Call& call) -> Result<change::Answer> {
    if (!std::holds_alternative<access::OperatorActor>(call.actor)) return refuse(reasons::not_found);
    return handle(call);
  };
}

Result<change::Answer> back_up(database::Database& database, const Call& call) {
  auto fields = call.fields();
  const auto path = fields.text("path", {.code_points_max = 4096});
  if (auto error = fields.finish()) return refuse(std::move(*error));
  if (!path.starts_with('/') || std::filesystem::exists(path)) return refuse(field_error("/path", reasons::invalid_value));
  database.backup(path);
  return change::Answer{.status = 201, .body = json::object{{"path", path}}};
}

Result<change::Answer> post_demo(const change::Context& context, const crypto::PasswordHasher& hasher, const Call& call) {
  auto fields = call.fields();
  const auto members = fields.optional_integer("members", 0, demo_members_max);
  if (auto error = fields.finish()) return refuse(std::move(*error));
  auto made = fill_with_demo(context, hasher, members.value_or(demo_members));
  if (!made) return refuse(made);
  return change::Answer{.status = 201, .body = std::move(*made)};
}

change::Answer report(const Verification& verification) {
  json::array faults;
  for (const auto& fault : verification.faults) faults.emplace_back(fault);
  return {.body = json::object{{"ok", verification.faults.empty()},
                               {"events", verification.events},
                               {"subjects", verification.subjects},
                               {"faults", std::move(faults)}}};
}

}  // namespace

std::vector<http::Route> operator_routes(const users::Door& door, const crypto::PasswordHasher& hasher) {
  const auto& context = door.context();
  auto& database = context.database;
  using http::Lane, http::Method;
  return {
      {Method::post, "/v1/backup", door.handle(Takes{.anyone = true, .body = true}, for_operator([&database](const Call& call) {
                                                 return back_up(database, call);
                                               }))},
      {Method::post, "/v1/verify",
       door.handle(Takes{.anyone = true},
                   for_operator([&database](const Call&) -> Result<change::Answer> { return report(verify(database)); }))},
      {Method::post, "/v1/demo",
       door.handle(Takes{.anyone = true, .body = true},
                   for_operator([&context, &hasher](const Call& call) { return post_demo(context, hasher, call); })),
       Lane::hashing},
      {Method::get, "/v1/demo",
       door.handle(Takes{.anyone = true}, for_operator([&context](const Call&) -> Result<change::Answer> {
                     auto found = describe_demo(context);
                     if (!found) return refuse(found);
                     return change::Answer{.body = std::move(*found)};
                   }))},
  };
}

}  // namespace roster::app
