#include "checks/forward_auth.h"

#include <algorithm>

#include "base/log.h"
#include "checks/judge.h"
#include "users/user_store.h"

namespace roster::checks {

namespace {

/// What the product is told of whom it is.
struct Told {
  std::string user, email, account, role, permissions;
};

struct Ruling {
  std::optional<Error> refusal{};
  Told told{};
};

std::string header_safe(std::string text) {
  std::erase_if(text, [](char c) { return c < ' ' || c > '~'; });
  return text;
}

void tell(http::Response& response, const Told& told) {
  response.headers.set("X-Auth-Request-User", header_safe(told.user));
  response.headers.set("X-Auth-Request-Email", header_safe(told.email));
  response.headers.set("X-Auth-Account", header_safe(told.account));
  response.headers.set("X-Auth-Role", header_safe(told.role));
  response.headers.set("X-Auth-Permissions", header_safe(told.permissions));
}

std::string join(const std::vector<std::string>& names) {
  std::string joined;
  for (const auto& name : names) joined += (joined.empty() ? "" : ",") + name;
  return joined;
}

http::Request without_authorization(const http::Request& request) {
  auto copy = request;
  copy.headers.clear();
  for (const auto& [name, value] : request.headers.fields())
    if (!http::equals_ignoring_case(name, "Authorization")) copy.headers.add(name, value);
  return copy;
}

/// The request is one that was meant for the product: an Authorization header beside our cookie is the product's own.
Result<users::Door::SignedIn> identify(const users::Door& door, const http::Request& request) {
  auto who = door.identify(request);
  if (who) return who;
  return door.identify(without_authorization(request));
}

Ruling rule(database::Transaction& tx, const users::Door& door, const access::UserActor& actor, const http::Request& request) {
  const auto& catalogue = door.context().catalogue;
  Ruling ruling;
  const auto user = users::find_user(tx, actor.user);
  if (!user || !access::find_live_session(tx, actor.session)) return {.refusal = Error{reasons::unauthenticated}};
  ruling.told.user = user->id.text();
  ruling.told.email = user->email.text();
  const auto account = request.query_value("account");
  const auto permission = catalogue.modules.find(request.query_value("permission").value_or(""));
  if (!account || !permission) {
    ruling.refusal = Error{reasons::forbidden};
    return ruling;
  }
  Question question{.account = std::string{*account}, .permission = *permission, .user = user->id};
  if (const auto sub_account = request.query_value("sub_account")) question.sub_account = std::string{*sub_account};
  const auto judgement = judge(tx, catalogue, question);
  if (judgement.standing) {
    ruling.told.account = judgement.account->id.text();
    ruling.told.role = judgement.standing->role.id;
    ruling.told.permissions = join(catalogue.modules.names(judgement.standing->effective));
  }
  if (judgement.decision.allowed) {
    door.context().note_activity(judgement.account->id, user->id, tx.now());
    return ruling;
  }
  const bool is_deactivated = judgement.decision.decided_by == access::Step::status;
  ruling.refusal = is_deactivated
                       ? Error{reasons::membership_deactivated}
                       : Error{reasons::forbidden, {{"permission", catalogue.modules.permissions()[*permission].name}}};
  return ruling;
}

http::Response answer(const users::Door& door, const http::Request& request, const Ruling& ruling, Language language) {
  auto response = ruling.refusal ? door.problem(*ruling.refusal, request, language) : http::Response{};
  tell(response, ruling.told);
  return response;
}

http::Response forward_auth(const users::Door& door, const http::Request& request) {
  Language language = request.language;
  try {
    const auto who = identify(door, request);
    if (!who) return answer(door, request, {.refusal = Error{reasons::unauthenticated}}, language);
    language = who->language;
    if (std::holds_alternative<access::Anonymous>(who->actor))
      return answer(door, request, {.refusal = Error{reasons::unauthenticated}}, language);
    // Services and the operator are no people: nobody is at the other end of the request that they would pass.
    const auto* actor = access::user_of(who->actor);
    if (actor == nullptr) return answer(door, request, {.refusal = Error{reasons::forbidden}}, language);
    const auto ruling = door.context().database.read([&](database::Transaction& tx) { return rule(tx, door, *actor, request); });
    return answer(door, request, ruling, language);
  } catch (const database::Unavailable& e) {
    log::warn("database_unavailable", {{"request_id", request.request_id}, {"what", e.what()}});
    return answer(door, request, {.refusal = Error{e.reason}}, language);
  }
}

}  // namespace

std::vector<http::Route> forward_auth_routes(const users::Door& door) {
  using http::Method;
  const auto handler = [&door](const http::Request& request) { return forward_auth(door, request); };
  std::vector<http::Route> routes;
  for (const auto method : {Method::get, Method::post, Method::put, Method::patch, Method::delete_, Method::options})
    for (const char* pattern : {"/forward-auth", "/forward-auth/{rest*}"})
      routes.push_back({.method = method, .pattern = pattern, .handler = handler});
  return routes;
}

}  // namespace roster::checks
