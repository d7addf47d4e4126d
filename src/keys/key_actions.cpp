#include "keys/key_actions.h"

#include "keys/key_store.h"

namespace roster::keys {

Result<void> require_operator(const access::Actor& actor) {
  if (std::holds_alternative<access::OperatorActor>(actor)) return {};
  return refuse(reasons::not_found);
}

Result<change::Answer> create_key(change::Change& change, const std::string& name, const Secret& token) {
  if (auto allowed = require_operator(change.asked().actor); !allowed) return refuse(allowed);
  const Key key{.id = KeyId::make(change.now()), .name = name, .created_at = change.now()};
  insert_key(change.tx(), key, crypto::digest_of(token.reveal()));
  change.note(journal::server_subject, {.type = "key.created", .target = key.id.text(), .after = {{"name", name}}});
  return change::Answer{.status = 201, .body = json::object{{"id", key.id.text()}, {"name", name}, {"token", token.reveal()}}};
}

Result<change::Answer> revoke(change::Change& change, const KeyId& id) {
  if (auto allowed = require_operator(change.asked().actor); !allowed) return refuse(allowed);
  const auto key = find_key(change.tx(), id);
  if (!key || !revoke_key(change.tx(), id)) return refuse(reasons::not_found);
  change.note(journal::server_subject, {.type = "key.revoked", .target = id.text(), .before = {{"name", key->name}}});
  return change::Answer{.status = 204};
}

}  // namespace roster::keys
