#include "keys/key_routes.h"

#include "crypto/token.h"
#include "keys/key_actions.h"
#include "keys/key_store.h"

namespace roster::keys {

namespace {

json::object write_key(const Key& key) {
  json::object body{{"id", key.id.text()}, {"name", key.name}, {"created_at", key.created_at.text()}, {"revoked_at", nullptr}};
  if (key.revoked_at) body["revoked_at"] = key.revoked_at->text();
  return body;
}

Result<change::Answer> post_key(const users::Door& door, const users::Call& call) {
  auto fields = call.fields();
  const auto name = fields.text("name");
  if (auto error = fields.finish()) return refuse(std::move(*error));
  const auto token = crypto::make_token(crypto::token_kind::api_key);
  auto asked = call.asked();
  asked.idempotency_key.reset();  // an answer with a secret is not kept
  return change::perform(door.context(), asked, [&](change::Change& change) { return create_key(change, name, token); });
}

Result<change::Answer> get_keys(const users::Door& door, const users::Call& call) {
  const auto page = users::read_page(call);
  if (!page) return refuse(page);
  const auto after = KeyId::parse(page->cursor);
  if (!page->cursor.empty() && !after) return refuse(field_error("cursor", roster::reasons::invalid_value));
  return change::look(door.context(), call.asked(), [&](change::View& view) -> Result<change::Answer> {
    auto keys = list_keys(view.tx(), after, page->limit + 1);
    std::optional<std::string> next;
    if (keys.size() > page->limit) {
      keys.resize(page->limit);
      next = keys.back().id.text();
    }
    json::array data;
    for (const auto& key : keys) data.emplace_back(write_key(key));
    return change::Answer{.body = users::write_page(std::move(data), next)};
  });
}

Result<change::Answer> delete_key(const users::Door& door, const users::Call& call) {
  const auto id = call.id<KeyId>("key");
  if (!id) return refuse(id);
  return change::perform(door.context(), call.asked(), [&](change::Change& change) { return revoke(change, *id); });
}

}  // namespace

std::vector<http::Route> routes(const users::Door& door) {
  using http::Method;
  // Open to anyone at the door, so that whoever is not the operator gets the same 404 with and without a credential.
  const auto for_operator = [&door](users::Takes takes, auto handler) {
    takes.anyone = true;
    return door.handle(std::move(takes), [&door, handler](const users::Call& call) -> Result<change::Answer> {
      if (auto allowed = require_operator(call.actor); !allowed) return refuse(allowed);
      return handler(door, call);
    });
  };
  return {
      {Method::post, "/v1/keys", for_operator({.body = true}, post_key)},
      {Method::get, "/v1/keys", for_operator({.query = {"limit", "cursor"}}, get_keys)},
      {Method::delete_, "/v1/keys/{key}", for_operator({}, delete_key)},
  };
}

}  // namespace roster::keys
