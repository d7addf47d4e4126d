#pragma once
// Reads credentials: which live session or key a digest is of. (Sessions are written by users/, keys by keys/.)

#include <optional>
#include <string>

#include "access/actor.h"
#include "database/database.h"

namespace roster::access {

struct LiveSession {
  SessionId id;
  UserId user;
  Instant authenticated_at;
  Instant last_used_at;
  Instant expires_at;
  std::string locale;  ///< the user's language
  std::string email;   ///< the user's
};

/// Judged by the transaction's time; idle ones older than `idle` are dead too.
std::optional<LiveSession> find_session(database::Transaction& tx, std::string_view digest, std::chrono::milliseconds idle);
/// The session of an actor that the door let in: whether it still lives.
std::optional<LiveSession> find_live_session(database::Transaction& tx, const SessionId& id);

std::optional<KeyId> find_key(database::Transaction& tx, std::string_view digest);
bool is_live_key(database::Transaction& tx, const KeyId& id);

}  // namespace roster::access
