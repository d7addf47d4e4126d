#include "onboarding/onboarding_routes.h"

#include "onboarding/acceptance_actions.h"
#include "onboarding/completion_actions.h"
#include "users/password_rules.h"
#include "users/request_fields.h"

namespace roster::onboarding {

namespace {

/// As long as a text in a body may be at all: a longer token is as dead as any other wrong one.
constexpr std::size_t token_bytes_max = 64 * 1024;

using users::Call;

std::optional<access::UserActor> user_actor(const access::Actor& actor) {
  const auto* user = access::user_of(actor);
  return user == nullptr ? std::nullopt : std::optional{*user};
}

Result<change::Answer> post_completion(const users::Door& door, const crypto::PasswordHasher& hasher,
                                       const std::vector<std::string>& open_policies, const Call& call) {
  auto fields = call.fields();
  CompletionRequest request{.token = fields.verbatim("token", token_bytes_max), .name = fields.text("name"), .password = {}};
  request.password = users::read_password(fields, "password");
  request.account_name = fields.optional_text("account_name");
  request.policy = fields.optional_text("policy", {.code_points_max = 64});
  if (request.policy && !fields.has("account_name")) fields.fault("account_name", reasons::missing_field);
  if (auto error = fields.finish()) return refuse(std::move(*error));
  request.origin = users::origin_of(call);
  request.request_id = call.http.request_id;
  request.former = user_actor(call.actor);
  auto session = complete_registration(users::hashing_of(door, hasher), open_policies, request);
  if (!session) return refuse(session);
  return users::session_answer(201, std::move(*session), door, call);
}

Result<change::Answer> post_acceptance(const users::Door& door, const crypto::PasswordHasher& hasher, const Call& call) {
  auto fields = call.fields();
  AcceptRequest request{.token = fields.verbatim("token", token_bytes_max)};
  request.name = fields.optional_text("name");
  if (fields.has("password")) request.password = users::read_password(fields, "password");
  if (auto error = fields.finish()) return refuse(std::move(*error));
  request.actor = user_actor(call.actor);
  request.origin = users::origin_of(call);
  request.request_id = call.http.request_id;
  request.language = call.language;
  auto accepted = accept_invitation(users::hashing_of(door, hasher), request);
  if (!accepted) return refuse(accepted);
  change::Answer answer{.status = 200, .body = json::object{}};
  if (accepted->session) answer = users::session_answer(201, std::move(*accepted->session), door, call);
  answer.body.as_object()["membership"] = std::move(accepted->membership);
  answer.revision = accepted->revision;
  return answer;
}

}  // namespace

std::vector<http::Route> routes(const users::Door& door, const crypto::PasswordHasher& hasher,
                                std::vector<std::string> open_policies) {
  using http::Method;
  const users::Takes takes{.anyone = true, .body = true};
  const auto complete = [&door, &hasher, open = std::move(open_policies)](const Call& call) {
    return post_completion(door, hasher, open, call);
  };
  const auto accept = [&door, &hasher](const Call& call) { return post_acceptance(door, hasher, call); };
  return {
      {Method::post, "/v1/registrations/complete", door.handle(takes, complete), http::Lane::hashing},
      {Method::post, "/v1/invitations/accept", door.handle(takes, accept), http::Lane::hashing},
  };
}

}  // namespace roster::onboarding
