#include "crypto/digest.h"
#include "users/password_actions.h"
#include "users/registration_actions.h"
#include "users/request_fields.h"
#include "users/session_store.h"
#include "users/user_routes.h"

namespace roster::users {

namespace {

/// What is longer is no address that anybody has.
constexpr std::size_t address_bytes_max = 1024;

Result<change::Answer> register_address(const Door& door, const Call& call) {
  auto fields = call.fields();
  const auto email = fields.email("email");
  const auto language = read_language(fields, "locale");
  if (auto error = fields.finish()) return refuse(std::move(*error));
  if (auto asked = request_registration(door.context(), *email, language.value_or(call.language), call.http.peer_ip); !asked)
    return refuse(asked);
  return accepted_answer();
}

Result<change::Answer> post_session(const Door& door, const crypto::PasswordHasher& hasher, const Call& call) {
  auto fields = call.fields();
  SignInAttempt attempt{.address = fields.verbatim("email", address_bytes_max),
                        .password = read_password(fields, "password"),
                        .origin = origin_of(call),
                        .request_id = call.http.request_id};
  if (auto error = fields.finish()) return refuse(std::move(*error));
  if (const auto* former = access::user_of(call.actor)) attempt.former = *former;
  attempt.device_cookie = door.device_cookie(call.http);
  auto signed_in = sign_in(hashing_of(door, hasher), attempt);
  if (!signed_in) return refuse(signed_in);
  return session_answer(200, std::move(*signed_in), door, call);
}

Result<change::Answer> get_session(const Door& door, const Call& call) {
  return change::look(door.context(), call.asked(), [&](change::View& view) -> Result<change::Answer> {
    const auto user = find_asking_user(view);
    if (!user) return refuse(user);
    const auto session = find_session_of(view.tx(), user->id, view.user()->session);
    if (!session) return refuse(reasons::unauthenticated);
    return change::Answer{.body = write_session(view.tx(), view.context().catalogue, *user, session->expires_at)};
  });
}

Result<change::Answer> delete_session(const Door& door, const Call& call) {
  const auto actor = read_user_actor(call);
  if (!actor) return refuse(actor);
  auto answer = change::perform(door.context(), call.asked(),
                                [&](change::Change& change) { return end_my_session(change, actor->session); });
  // Not "cookies": the session's is cleared by name, and the browser is to stay a known one (and to keep the product's own).
  if (answer) answer->headers.emplace_back("Clear-Site-Data", R"("storage")");
  return answer;
}

Result<change::Answer> post_reauthentication(const Door& door, const crypto::PasswordHasher& hasher, const Call& call) {
  auto fields = call.fields();
  auto password = read_password(fields, "password");
  if (auto error = fields.finish()) return refuse(std::move(*error));
  const auto actor = read_user_actor(call);
  if (!actor) return refuse(actor);
  auto renewed = reauthenticate(hashing_of(door, hasher), {*actor, std::move(password), origin_of(call), call.http.request_id},
                                call.session_token_digest);
  if (!renewed) return refuse(renewed);
  return session_answer(200, std::move(*renewed), door, call);
}

Result<change::Answer> post_password_reset(const Door& door, const Call& call) {
  auto fields = call.fields();
  const auto email = fields.email("email");
  if (auto error = fields.finish()) return refuse(std::move(*error));
  if (auto asked = request_password_reset(door.context(), *email, call.http.peer_ip); !asked) return refuse(asked);
  return accepted_answer();
}

Result<change::Answer> post_password_reset_completion(const Door& door, const crypto::PasswordHasher& hasher, const Call& call) {
  auto fields = call.fields();
  const auto token = fields.verbatim("token", token_bytes_max);
  const auto password = read_password(fields, "password");
  if (auto error = fields.finish()) return refuse(std::move(*error));
  auto completed = complete_password_reset(hashing_of(door, hasher), token, password, origin_of(call), call.http.request_id);
  if (!completed) return refuse(completed);
  return change::Answer{.status = 204};
}

}  // namespace

std::vector<http::Route> sign_in_routes(const Door& door, const crypto::PasswordHasher& hasher) {
  using http::Lane;
  using http::Method;
  const Takes from_anyone{.anyone = true, .body = true};
  const auto hashing = [&](Takes takes, auto handler) {
    return door.handle(std::move(takes), [&door, &hasher, handler](const Call& call) { return handler(door, hasher, call); });
  };
  const auto plain = [&](Takes takes, auto handler) {
    return door.handle(std::move(takes), [&door, handler](const Call& call) { return handler(door, call); });
  };
  return {
      {Method::post, "/v1/registrations", plain(from_anyone, register_address)},
      {Method::post, "/v1/session", hashing(from_anyone, post_session), Lane::hashing},
      {Method::get, "/v1/session", plain({}, get_session)},
      {Method::delete_, "/v1/session", plain({.signs_out = true}, delete_session)},
      {Method::post, "/v1/session/reauthenticate", hashing({.body = true}, post_reauthentication), Lane::hashing},
      {Method::post, "/v1/password-resets", plain(from_anyone, post_password_reset)},
      {Method::post, "/v1/password-resets/complete", hashing(from_anyone, post_password_reset_completion), Lane::hashing},
  };
}

}  // namespace roster::users
