#include "keys/key_store.h"

namespace roster::keys {

namespace {

constexpr std::string_view columns = "SELECT id, name, created_at, revoked_at FROM api_keys";

Key read_key(const database::Row& row) {
  return {.id = row.id<KeyId>(0), .name = row.text(1), .created_at = row.instant(2), .revoked_at = row.optional_instant(3)};
}

}  // namespace

void insert_key(database::Transaction& tx, const Key& key, std::string_view digest) {
  tx.execute("INSERT INTO api_keys (id, name, digest, created_at, revoked_at) VALUES (?, ?, ?, ?, ?)", key.id, key.name, digest,
             key.created_at, key.revoked_at);
}

std::optional<Key> find_key(database::Transaction& tx, const KeyId& id) {
  const auto row = tx.find(std::string{columns} + " WHERE id = ?", id);
  if (!row) return std::nullopt;
  return read_key(*row);
}

std::vector<Key> list_keys(database::Transaction& tx, const std::optional<KeyId>& after, std::size_t limit) {
  std::vector<database::Value> args;
  std::string sql{columns};
  if (after) {
    sql += " WHERE id < ?";
    args.push_back(database::to_value(*after));
  }
  sql += " ORDER BY id DESC LIMIT ?";
  args.push_back(database::to_value(limit));
  std::vector<Key> keys;
  for (const auto& row : tx.list_with(sql, args)) keys.push_back(read_key(row));
  return keys;
}

bool revoke_key(database::Transaction& tx, const KeyId& id) {
  return tx.count_changed("UPDATE api_keys SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL", tx.now(), id) == 1;
}

}  // namespace roster::keys
