#pragma once
// The api_keys table: service keys, by which a product's own backend acts. The secret is shown once, when the key is
// made; its digest is kept. Revoked keys stay, so that events can name them. (Whether a key is live is read by access/.)

#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "database/database.h"

namespace roster::keys {

struct Key {
  KeyId id;
  std::string name;
  Instant created_at{};
  std::optional<Instant> revoked_at{};
};

void insert_key(database::Transaction& tx, const Key& key, std::string_view digest);
std::optional<Key> find_key(database::Transaction& tx, const KeyId& id);
/// Revoked ones too, the newest first: `after` is the last of the page before.
std::vector<Key> list_keys(database::Transaction& tx, const std::optional<KeyId>& after, std::size_t limit);
/// False when there is no such key, or it was revoked before.
bool revoke_key(database::Transaction& tx, const KeyId& id);

}  // namespace roster::keys
