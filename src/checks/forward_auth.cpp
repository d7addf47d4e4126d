#include "checks/forward_auth.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/log.h"
#include "checks/judge.h"
#include "users/user_store.h"

namespace roster::checks {

namespace {

namespace header {
constexpr std::string_view user = "X-Auth-Request-User", email = "X-Auth-Request-Email", account = "X-Auth-Account",
                           role = "X-Auth-Role", permissions = "X-Auth-Permissions", revision = "Roster-Revision";
}  // namespace header

/// What the product is told of whom it is.
struct Told {
  std::string user, email, account, role, permissions;
  std::optional<std::int64_t> revision{};  ///< the account's that it holds for, where the user is in it
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
  response.headers.set(header::user, header_safe(told.user));
  response.headers.set(header::email, header_safe(told.email));
  response.headers.set(header::account, header_safe(told.account));
  response.headers.set(header::role, header_safe(told.role));
  response.headers.set(header::permissions, header_safe(told.permissions));
  if (told.revision) response.headers.set(header::revision, std::to_string(*told.revision));
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

Ruling rule(database::Transaction& tx, const users::Door& door, const access::UserActor& actor, const http::Request& request,
            std::uint64_t as_of) {
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
  const Question question{AccountId::parse(*account), *permission, read_where(request.query_value("sub_account")), user->id};
  const auto judgement = judge(tx, door.context(), question, as_of);
  if (judgement.standing) {
    ruling.told.account = judgement.account->id.text();
    ruling.told.role = judgement.standing->role.id;
    catalogue.modules.append_names(judgement.standing->effective, ruling.told.permissions);
    ruling.told.revision = judgement.revision;
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
    const auto as_of = door.context().memory.last_commit();
    const auto ruling =
        door.context().database.read([&](database::Transaction& tx) { return rule(tx, door, *actor, request, as_of); });
    return answer(door, request, ruling, language);
  } catch (const database::Unavailable& e) {
    log::warn("database_unavailable", {{"request_id", request.request_id}, {"what", e.what()}});
    return answer(door, request, {.refusal = Error{e.reason}}, language);
  }
}

/// From memory; only who may pass.
bool pass_at_once(const users::Door& door, const http::Request& request, http::Response& response) {
  using Credentials = users::Door::Credentials;
  const auto& modules = door.context().catalogue.modules;
  auto caller = door.recall(request);
  if (!caller) caller = door.recall(request, Credentials::cookie);
  const auto account_text = request.query_value("account").value_or("");
  const auto account = AccountId::parse(account_text);
  const auto permission = modules.find(request.query_value("permission").value_or(""));
  if (!caller || !caller->session || !account || !permission) return false;
  const auto& session = *caller->session;
  const auto recalled =
      recall(door.context().memory, {account, *permission, read_where(request.query_value("sub_account")), session.user});
  if (!recalled || !recalled->decision.allowed) return false;
  const auto& standing = recalled->standing;
  session.user.append_to(response.headers.add(header::user));
  response.headers.add(header::email, session.email());
  response.headers.add(header::account, account_text);  // an id is written in one way only
  if (standing.own_role)
    standing.own_role->append_to(response.headers.add(header::role));
  else
    response.headers.add(header::role, standing.policy_role);
  modules.append_names(standing.powers.effective, response.headers.add(header::permissions));
  std::array<char, 24> digits{};
  const auto* const end = std::to_chars(digits.data(), digits.data() + digits.size(), standing.revision).ptr;
  response.headers.add(header::revision, {digits.data(), static_cast<std::size_t>(end - digits.data())});
  door.context().note_activity(*account, session.user, door.context().database.now());
  return true;
}

}  // namespace

std::vector<http::Route> forward_auth_routes(const users::Door& door) {
  using http::Method;
  const auto handler = [&door](const http::Request& request) { return forward_auth(door, request); };
  const auto at_once = [&door](const http::Request& request, http::Response& response) {
    return pass_at_once(door, request, response);
  };
  std::vector<http::Route> routes;
  for (const auto method : {Method::get, Method::post, Method::put, Method::patch, Method::delete_, Method::options})
    for (const char* pattern : {"/forward-auth", "/forward-auth/{rest*}"})
      routes.push_back({.method = method, .pattern = pattern, .handler = handler, .at_once = at_once});
  return routes;
}

}  // namespace roster::checks
