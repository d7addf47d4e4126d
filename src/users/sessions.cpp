#include "users/sessions.h"

#include "crypto/token.h"
#include "users/device_cookie.h"
#include "users/session_store.h"

namespace roster::users {

namespace {

json::value write_scope(const access::Scope& scope) {
  if (scope.all) return "all";
  json::array ids;
  for (const auto& id : scope.sub_accounts) ids.emplace_back(id.text());
  return ids;
}

void note_end(database::Transaction& tx, const UserId& user, const SessionId& session,
              const journal::Circumstance& circumstance) {
  journal::append(tx, user.text(), circumstance, {.type = "session.ended", .target = session.text()});
}

}  // namespace

NewSession make_session(Instant now) {
  NewSession session{.id = SessionId::make(now), .token = crypto::make_token(crypto::token_kind::session), .digest = {}};
  session.digest = crypto::digest_of(session.token.reveal());
  return session;
}

SessionOrigin origin_of(const Call& call) { return {.ip = call.http.peer_ip, .device = call.device()}; }

Instant start_session(database::Transaction& tx, const NewSession& session, const UserId& user, const SessionOrigin& origin,
                      const SessionLifetimes& lifetimes, const journal::Circumstance& circumstance, std::string_view method) {
  const auto person = find_user(tx, user);
  if (!person) throw database::DatabaseError("a session for nobody");
  const auto now = tx.now();
  const auto expires_at = now + lifetimes.absolute;
  for (const auto& surplus : list_sessions_beyond(tx, user, lifetimes.idle, sessions_max - 1))
    if (remove_session(tx, surplus)) note_end(tx, user, surplus, circumstance);
  insert_session(tx,
                 {.id = session.id,
                  .user = user,
                  .created_at = now,
                  .authenticated_at = now,
                  .last_used_at = now,
                  .expires_at = expires_at,
                  .ip = origin.ip,
                  .device = origin.device},
                 session.digest);
  save_last_sign_in(tx, user);
  note_sign_in(tx, person->email.key(), SignInResult::succeeded, method, origin);
  journal::append(
      tx, user.text(), circumstance,
      {.type = "session.created", .target = session.id.text(), .after = {{"method", method}, {"device", origin.device}}});
  return expires_at;
}

std::int64_t end_sessions(database::Transaction& tx, const UserId& user, const std::optional<SessionId>& except,
                          const journal::Circumstance& circumstance) {
  std::int64_t ended = 0;
  for (const auto& id : list_session_ids(tx, user)) {
    if (id == except || !remove_session(tx, id)) continue;
    note_end(tx, user, id, circumstance);
    ++ended;
  }
  return ended;
}

bool end_session(database::Transaction& tx, const UserId& user, const SessionId& session,
                 const journal::Circumstance& circumstance) {
  if (!find_session_of(tx, user, session) || !remove_session(tx, session)) return false;
  note_end(tx, user, session, circumstance);
  return true;
}

json::object write_standing(const access::Account& account, const access::Standing& standing, const policy::Modules& modules,
                            Language language) {
  json::array permissions;
  for (const auto& name : modules.names(standing.effective)) permissions.emplace_back(name);
  return {{"id", account.id.text()},
          {"name", account.name},
          {"policy", account.policy->id},
          {"role", standing.role.id},
          {"title", standing.role.title.in(language)},
          {"is_owner", standing.role.is_owner},
          {"status", access::text_of(standing.status)},
          {"permissions", std::move(permissions)},
          {"sub_accounts", write_scope(standing.scope)}};
}

json::object write_session(database::Transaction& tx, const policy::Catalogue& catalogue, const User& user, Instant expires_at) {
  json::array accounts;
  for (const auto& [account, standing] : access::list_standings(tx, catalogue, user.id))
    accounts.emplace_back(write_standing(account, standing, catalogue.modules, user.language));
  return {
      {"user", {{"id", user.id.text()}, {"email", user.email.text()}, {"name", user.name}, {"locale", code_of(user.language)}}},
      {"accounts", std::move(accounts)},
      {"expires_at", expires_at.text()}};
}

change::Answer session_answer(int status, SignedInSession session, const Door& door, const Call& call) {
  session.body["token"] = session.token.reveal();
  change::Answer answer{.status = status, .body = std::move(session.body)};
  answer.headers.emplace_back("Set-Cookie", door.cookie(session.token));
  const auto device = remember_device(door.context().server_key, door.device_cookie(call.http), session.user, session.at);
  answer.headers.emplace_back("Set-Cookie", door.set_device_cookie(device));
  return answer;
}

}  // namespace roster::users
