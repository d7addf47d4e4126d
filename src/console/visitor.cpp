#include "console/visitor.h"

#include <set>

#include "accounts/policy_document.h"
#include "users/session_store.h"
#include "users/sessions.h"
#include "users/user_store.h"

namespace roster::console {

namespace {

json::value find_session(database::Transaction& tx, const policy::Catalogue& catalogue, const access::UserActor& actor) {
  const auto user = users::find_user(tx, actor.user);
  const auto session = users::find_session_of(tx, actor.user, actor.session);
  if (!user || !session) return nullptr;
  return users::write_session(tx, catalogue, *user, session->expires_at);
}

json::array write_policies_of(const json::object& session, const policy::Catalogue& catalogue, Language language) {
  std::set<std::string> ids;
  for (const auto& account : session.at("accounts").get_array()) ids.emplace(account.at("policy").get_string());
  json::array policies;
  for (const auto& id : ids)
    if (const auto* policy = catalogue.find(id)) policies.push_back(accounts::write_policy(*policy, catalogue.modules, language));
  return policies;
}

}  // namespace

Result<Visitor> find_visitor(const users::Door& door, const http::Request& request) {
  const auto who = door.identify(request);
  if (!who) return refuse(who);
  Visitor visitor{.language = who->language};
  const auto* actor = access::user_of(who->actor);
  if (actor == nullptr) return visitor;
  const auto& context = door.context();
  visitor.session = context.database.read([&](database::Transaction& tx) { return find_session(tx, context.catalogue, *actor); });
  if (visitor.session.is_null()) return visitor;
  visitor.user = actor->user;
  visitor.policies = write_policies_of(visitor.session.get_object(), context.catalogue, visitor.language);
  return visitor;
}

}  // namespace roster::console
