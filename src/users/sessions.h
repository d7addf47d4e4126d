#pragma once
// Sessions: a new 256-bit token on every authentication, its digest in the table; ended ones are gone at once, everywhere.

#include <optional>

#include "base/json.h"
#include "base/secret.h"
#include "journal/journal.h"
#include "users/sign_in_store.h"
#include "users/signed_in.h"
#include "users/user_store.h"

namespace roster::users {

struct NewSession {
  SessionId id;
  Secret token;  ///< made before the transaction
  std::string digest;
};
/// Made before the write that inserts it: a body of a write makes nothing but queries.
NewSession make_session(Instant now);

SessionOrigin origin_of(const Call& call);
/// How many live sessions a user has at most.
inline constexpr std::size_t sessions_max = 50;
/// Inserts it, notes session.created on the user's history and the sign-in in the log (`method`: see sign_in_method). Beyond
/// sessions_max the one that was not used for the longest time ends. Returns when it expires.
Instant start_session(database::Transaction& tx, const NewSession& session, const UserId& user, const SessionOrigin& origin,
                      const SessionLifetimes& lifetimes, const journal::Circumstance& circumstance, std::string_view method);
/// Ends every session of a user but `except`; returns how many. Notes session.ended for each on the user's history.
std::int64_t end_sessions(database::Transaction& tx, const UserId& user, const std::optional<SessionId>& except,
                          const journal::Circumstance& circumstance);
/// Ends one, and notes it. False when the user has no such session.
bool end_session(database::Transaction& tx, const UserId& user, const SessionId& session,
                 const journal::Circumstance& circumstance);

/// The body that says who is signed in, in which accounts, with what permissions (api/openapi.yaml: Session).
json::object write_session(database::Transaction& tx, const policy::Catalogue& catalogue, const User& user, Instant expires_at);
/// A user's own standing in an account, as the session's body has it.
json::object write_standing(const access::Account& account, const access::Standing& standing, const policy::Modules& modules,
                            Language language);
/// Somebody who has just signed in, in whatever way.
struct SignedInSession {
  Secret token;
  json::object body;  ///< see write_session
  UserId user;
  Instant at;
};
/// 200/201 of a sign-in: the session's body with `token` beside it, and Set-Cookie of the session and of the device.
change::Answer session_answer(int status, SignedInSession session, const Door& door, const Call& call);

}  // namespace roster::users
