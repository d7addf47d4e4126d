#include "crypto/digest.h"
#include "crypto/token.h"
#include "users/email_undo_actions.h"
#include "users/password_actions.h"
#include "users/password_rules.h"
#include "users/request_fields.h"
#include "users/user_routes.h"

namespace roster::users {

namespace {

Result<change::Answer> get_me(const Door& door, const Call& call) {
  return change::look(door.context(), call.asked(), [](change::View& view) -> Result<change::Answer> {
    const auto user = find_asking_user(view);
    if (!user) return refuse(user);
    return change::Answer{.body = write_user(*user), .version = user->version};
  });
}

Result<change::Answer> patch_me(const Door& door, const UserChanged& changed, const Call& call) {
  auto fields = call.fields();
  const NewDetails details{.name = fields.optional_text("name"), .language = read_language(fields, "locale")};
  if (auto error = fields.finish()) return refuse(std::move(*error));
  return change::perform(door.context(), call.asked(),
                         [&](change::Change& change) { return update_details(change, details, changed); });
}

Result<change::Answer> post_my_password(const Door& door, const crypto::PasswordHasher& hasher, const Call& call) {
  auto fields = call.fields();
  auto current = read_password(fields, "current_password");
  const auto wanted = read_password(fields, "new_password");
  if (auto error = fields.finish()) return refuse(std::move(*error));
  const auto actor = read_user_actor(call);
  if (!actor) return refuse(actor);
  auto done =
      change_password(hashing_of(door, hasher), {*actor, std::move(current), origin_of(call), call.http.request_id}, wanted);
  if (!done) return refuse(done);
  return change::Answer{.status = 204};
}

Result<change::Answer> post_my_email(const Door& door, const Call& call) {
  auto fields = call.fields();
  const auto email = fields.email("email");
  if (auto error = fields.finish()) return refuse(std::move(*error));
  return change::perform(door.context(), call.asked(),
                         [&](change::Change& change) { return request_email_change(change, *email); });
}

Result<change::Answer> post_my_email_completion(const Door& door, const UserChanged& changed, const Call& call) {
  auto fields = call.fields();
  const auto digest = crypto::digest_of(fields.verbatim("token", token_bytes_max));
  if (auto error = fields.finish()) return refuse(std::move(*error));
  auto asked = call.asked();
  asked.idempotency_key.reset();  // the token is the key
  return change::perform(door.context(), asked,
                         [&](change::Change& change) { return complete_email_change(change, digest, changed); });
}

Result<change::Answer> post_email_undo(const Door& door, const UserChanged& changed, const Call& call) {
  auto fields = call.fields();
  const auto token = fields.verbatim("token", token_bytes_max);
  if (auto error = fields.finish()) return refuse(std::move(*error));
  auto undone = undo_email_change(door.context(), token, origin_of(call), call.http.request_id, changed);
  if (!undone) return refuse(undone);
  return change::Answer{.status = 204};
}

Result<change::Answer> delete_my_sessions(const Door& door, const Call& call) {
  return change::perform(door.context(), call.asked(), end_other_sessions);
}

Result<change::Answer> delete_my_session(const Door& door, const Call& call) {
  const auto session = call.id<SessionId>("ses");
  if (!session) return refuse(session);
  return change::perform(door.context(), call.asked(), [&](change::Change& change) { return end_my_session(change, *session); });
}

Result<change::Answer> post_user(const Door& door, const Call& call) {
  auto fields = call.fields();
  const auto email = fields.email("email");
  const auto name = fields.text("name");
  const auto language = read_language(fields, "locale");
  if (auto error = fields.finish()) return refuse(std::move(*error));
  return change::perform(door.context(), call.asked(), [&](change::Change& change) {
    return create_vouched_user(change, *email, name, language.value_or(Language::en));
  });
}

}  // namespace

std::vector<http::Route> me_routes(const Door& door, const crypto::PasswordHasher& hasher, const UserChanged& changed) {
  using http::Method;
  const auto plain = [&](Takes takes, auto handler) {
    return door.handle(std::move(takes), [&door, handler](const Call& call) { return handler(door, call); });
  };
  const auto telling = [&](auto handler, bool anyone = false) {
    return door.handle({.anyone = anyone, .body = true},
                       [&door, changed, handler](const Call& call) { return handler(door, changed, call); });
  };
  const auto post_password = [&door, &hasher](const Call& call) { return post_my_password(door, hasher, call); };
  return {
      {Method::get, "/v1/me", plain({}, get_me)},
      {Method::patch, "/v1/me", telling(patch_me)},
      {Method::post, "/v1/me/password", door.handle({.body = true}, post_password), http::Lane::hashing},
      {Method::post, "/v1/me/email", plain({.body = true}, post_my_email)},
      {Method::post, "/v1/me/email/complete", telling(post_my_email_completion)},
      {Method::post, "/v1/me/email/undo", telling(post_email_undo, true)},
      {Method::delete_, "/v1/me/sessions", plain({}, delete_my_sessions)},
      {Method::delete_, "/v1/me/sessions/{ses}", plain({}, delete_my_session)},
      {Method::post, "/v1/users", plain({.body = true, .services = true}, post_user)},
  };
}

}  // namespace roster::users
