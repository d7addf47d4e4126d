#include "access/credential_store.h"

namespace roster::access {

namespace {

constexpr std::string_view session_columns =
    "SELECT s.id, s.user_id, s.authenticated_at, s.last_used_at, s.expires_at, u.locale, u.email FROM sessions s JOIN users u ON "
    "u.id = s.user_id";

std::optional<LiveSession> read_session(const std::optional<database::Row>& row) {
  if (!row) return std::nullopt;
  return LiveSession{row->id<SessionId>(0), row->id<UserId>(1), row->instant(2), row->instant(3),
                     row->instant(4),       row->text(5),       row->text(6)};
}

}  // namespace

std::optional<LiveSession> find_session(database::Transaction& tx, std::string_view digest, std::chrono::milliseconds idle) {
  return read_session(tx.find(std::string{session_columns} + " WHERE s.digest = ? AND s.expires_at > ? AND s.last_used_at > ?",
                              digest, tx.now(), tx.now() - idle));
}

std::optional<LiveSession> find_live_session(database::Transaction& tx, const SessionId& id) {
  return read_session(tx.find(std::string{session_columns} + " WHERE s.id = ? AND s.expires_at > ?", id, tx.now()));
}

std::optional<KeyId> find_key(database::Transaction& tx, std::string_view digest) {
  const auto row = tx.find("SELECT id FROM api_keys WHERE digest = ? AND revoked_at IS NULL", digest);
  if (!row) return std::nullopt;
  return row->id<KeyId>(0);
}

bool is_live_key(database::Transaction& tx, const KeyId& id) {
  return tx.find("SELECT 1 FROM api_keys WHERE id = ? AND revoked_at IS NULL", id).has_value();
}

}  // namespace roster::access
