#include "onboarding/onboarding_routes.h"

#include "base/log.h"
#include "invitations/invitation_store.h"
#include "invitations/token_actions.h"
#include "onboarding/acceptance_actions.h"
#include "onboarding/completion_actions.h"
#include "onboarding/invitation_page.h"
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
  return users::session_answer(201, std::move(session->body), session->token, door);
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
  if (accepted->session) answer = users::session_answer(201, std::move(accepted->session->body), accepted->session->token, door);
  answer.body.as_object()["membership"] = std::move(accepted->membership);
  answer.revision = accepted->revision;
  return answer;
}

/// What the link is for this visitor.
struct Visit {
  std::optional<invitations::Offer> offer{};
  std::optional<AccountId> joined{};  ///< by this very link, before
};

Visit look_up(database::Transaction& tx, const policy::Catalogue& catalogue, const std::string& token,
              const std::optional<UserId>& user) {
  Visit visit;
  visit.offer = invitations::find_offer(tx, catalogue, token, user);
  if (visit.offer || !user) return visit;
  const auto used = invitations::find_by_digest(tx, catalogue.modules, crypto::digest_of(token), user);
  if (!used || used->accepted_by != user) return visit;
  const auto account = access::find_account(tx, catalogue, used->account);
  if (account && access::find_standing(tx, catalogue, *account, *user)) visit.joined = account->id;
  return visit;
}

http::Response get_page(const users::Door& door, const Sentences& texts, const http::Request& request) {
  try {
    const auto who = door.identify(request);
    if (!who) return door.problem(who.error(), request, request.language);
    const auto actor = user_actor(who->actor);
    const auto user = actor ? std::optional{actor->user} : std::nullopt;
    const auto& context = door.context();
    const auto visit = context.database.read(
        [&](database::Transaction& tx) { return look_up(tx, context.catalogue, request.parameter("token"), user); });
    if (!visit.joined) return write_invitation_page(texts, who->language, visit.offer, context.public_url);
    http::Response response{.status = 303, .content_type = {}, .body = {}, .headers = {}};
    response.headers.add("Location", context.public_url + "/accounts/" + visit.joined->text());
    return response;
  } catch (const database::Unavailable& e) {
    log::warn("database_unavailable", {{"request_id", request.request_id}, {"what", e.what()}});
    return door.problem(Error{e.reason}, request, request.language);
  }
}

}  // namespace

std::vector<http::Route> routes(const users::Door& door, const crypto::PasswordHasher& hasher,
                                std::vector<std::string> open_policies, const Sentences& page_texts) {
  using http::Method;
  const users::Takes takes{.anyone = true, .body = true};
  const auto complete = [&door, &hasher, open = std::move(open_policies)](const Call& call) {
    return post_completion(door, hasher, open, call);
  };
  const auto accept = [&door, &hasher](const Call& call) { return post_acceptance(door, hasher, call); };
  const auto show = [&door, &page_texts](const http::Request& request) { return get_page(door, page_texts, request); };
  return {
      {Method::post, "/v1/registrations/complete", door.handle(takes, complete), http::Lane::hashing},
      {Method::post, "/v1/invitations/accept", door.handle(takes, accept), http::Lane::hashing},
      {Method::get, "/invitations/{token}", show},
  };
}

}  // namespace roster::onboarding
