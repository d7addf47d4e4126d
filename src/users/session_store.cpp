#include "users/session_store.h"

namespace roster::users {

namespace {

constexpr std::string_view columns =
    "SELECT id, user_id, created_at, authenticated_at, last_used_at, expires_at, ip, device FROM sessions";

Session read_session(const database::Row& row) {
  return {.id = row.id<SessionId>(0),
          .user = row.id<UserId>(1),
          .created_at = row.instant(2),
          .authenticated_at = row.instant(3),
          .last_used_at = row.instant(4),
          .expires_at = row.instant(5),
          .ip = row.text(6),
          .device = row.text(7)};
}

}  // namespace

void insert_session(database::Transaction& tx, const Session& session, std::string_view digest) {
  tx.execute(
      "INSERT INTO sessions (id, user_id, digest, created_at, authenticated_at, last_used_at, expires_at, ip, device) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      session.id, session.user, digest, session.created_at, session.authenticated_at, session.last_used_at, session.expires_at,
      session.ip, session.device);
}

std::optional<Session> find_session_of(database::Transaction& tx, const UserId& user, const SessionId& id) {
  const auto row = tx.find(std::string{columns} + " WHERE id = ? AND user_id = ? AND expires_at > ?", id, user, tx.now());
  if (!row) return std::nullopt;
  return read_session(*row);
}

std::vector<Session> list_sessions(database::Transaction& tx, const UserId& user, std::chrono::milliseconds idle,
                                   const std::optional<SessionPosition>& after, std::size_t limit) {
  std::string sql = std::string{columns} + " WHERE user_id = ? AND expires_at > ? AND last_used_at > ?";
  std::vector<database::Value> args{user.text(), tx.now().ms, (tx.now() - idle).ms};
  if (after) {
    sql += " AND (created_at < ? OR (created_at = ? AND id < ?))";
    args.insert(args.end(), {after->created_at.ms, after->created_at.ms, after->id});
  }
  sql += " ORDER BY created_at DESC, id DESC LIMIT ?";
  args.push_back(database::to_value(limit));
  std::vector<Session> sessions;
  for (const auto& row : tx.list_with(sql, args)) sessions.push_back(read_session(row));
  return sessions;
}

std::vector<SessionId> list_sessions_beyond(database::Transaction& tx, const UserId& user, std::chrono::milliseconds idle,
                                            std::size_t kept) {
  std::vector<SessionId> ids;
  for (const auto& row : tx.list("SELECT id FROM sessions WHERE user_id = ? AND expires_at > ? AND last_used_at > ? "
                                 "ORDER BY last_used_at DESC, created_at DESC, id DESC LIMIT 1000000 OFFSET ?",
                                 user, tx.now(), tx.now() - idle, database::to_value(kept)))
    ids.push_back(row.id<SessionId>(0));
  return ids;
}

std::vector<SessionId> list_session_ids(database::Transaction& tx, const UserId& user) {
  std::vector<SessionId> ids;
  for (const auto& row : tx.list("SELECT id FROM sessions WHERE user_id = ? ORDER BY id", user))
    ids.push_back(row.id<SessionId>(0));
  return ids;
}

bool renew_session(database::Transaction& tx, const SessionId& id, std::string_view former_digest, std::string_view digest,
                   Instant expires_at) {
  return tx.count_changed(
             "UPDATE sessions SET digest = ?, authenticated_at = ?, last_used_at = ?, expires_at = ? WHERE id = ? AND digest = ?",
             digest, tx.now(), tx.now(), expires_at, id, former_digest) == 1;
}

bool remove_session(database::Transaction& tx, const SessionId& id) {
  return tx.count_changed("DELETE FROM sessions WHERE id = ?", id) == 1;
}

}  // namespace roster::users
