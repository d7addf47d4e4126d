#pragma once
// The sessions table, as far as users/ writes and lists it. (Whether a credential is live is read by access/.)

#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "database/database.h"

namespace roster::users {

struct Session {
  SessionId id;
  UserId user;
  Instant created_at{};
  Instant authenticated_at{};
  Instant last_used_at{};
  Instant expires_at{};
  std::string ip, device;
};

void insert_session(database::Transaction& tx, const Session& session, std::string_view digest);
std::optional<Session> find_session_of(database::Transaction& tx, const UserId& user, const SessionId& id);
/// Where a page of sessions goes on: after this one.
struct SessionPosition {
  Instant created_at;
  std::string id;
};
/// Live ones, the latest first: neither expired nor unused for longer than `idle`.
std::vector<Session> list_sessions(database::Transaction& tx, const UserId& user, std::chrono::milliseconds idle,
                                   const std::optional<SessionPosition>& after, std::size_t limit);
/// Live ones beyond those `kept` that were used last.
std::vector<SessionId> list_sessions_beyond(database::Transaction& tx, const UserId& user, std::chrono::milliseconds idle,
                                            std::size_t kept);
std::vector<SessionId> list_session_ids(database::Transaction& tx, const UserId& user);
/// A new token and a new sign-in on the same session. False when `former_digest` is not its token any more.
bool renew_session(database::Transaction& tx, const SessionId& id, std::string_view former_digest, std::string_view digest,
                   Instant expires_at);
/// False when there was none.
bool remove_session(database::Transaction& tx, const SessionId& id);

}  // namespace roster::users
