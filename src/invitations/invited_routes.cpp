#include "invitations/invitation_body.h"
#include "invitations/invitation_routes.h"
#include "invitations/invitation_store.h"
#include "invitations/token_actions.h"
#include "users/request_fields.h"
#include "users/user_store.h"

namespace roster::invitations {

namespace {

/// As long as a text in a body may be at all: a longer token is as dead as any other wrong one.
constexpr std::size_t token_bytes_max = 64 * 1024;

using users::Call;

Result<change::Answer> get_my_invitations(const users::Door& door, const Call& call) {
  const auto actor = users::read_user_actor(call);
  if (!actor) return refuse(actor);
  const auto page = users::read_page(call);
  if (!page) return refuse(page);
  return change::look(door.context(), call.asked(), [&](change::View& view) -> Result<change::Answer> {
    const auto user = users::find_user(view.tx(), actor->user);
    if (!user) return refuse(reasons::unauthenticated);
    const auto& catalogue = view.context().catalogue;
    const auto found = list_pending_to(view.tx(), catalogue.modules, user->email, page->limit, page->cursor);
    json::array data;
    for (const auto& invitation : found.invitations) {
      const auto account = access::find_account(view.tx(), catalogue, invitation.account);
      auto body = InvitationWriter{view.tx(), catalogue, *account, view.language()}.write(invitation);
      body["account"] = json::object{{"id", account->id.text()}, {"name", account->name}};
      data.push_back(std::move(body));
    }
    return change::Answer{.status = 200, .body = users::write_page(std::move(data), found.next_position)};
  });
}

Result<std::string> read_token(const Call& call) {
  auto fields = call.fields();
  auto token = fields.verbatim("token", token_bytes_max);
  if (auto error = fields.finish()) return refuse(std::move(*error));
  return token;
}

json::object write_offer(const Offer& offer, Language language) {
  json::value inviter;
  if (offer.inviter) inviter = json::object{{"name", *offer.inviter}};
  return {{"account", json::object{{"id", offer.account.id.text()}, {"name", offer.account.name}}},
          {"policy", offer.account.policy->id},
          {"role", offer.role.id},
          {"title", offer.role.title.in(language)},
          {"invited_by", std::move(inviter)},
          {"email", offer.invitation.email.text()},
          {"expires_at", offer.invitation.expires_at.text()},
          {"next", next_step(offer.session, offer.address_has_user)}};
}

Result<change::Answer> post_lookup(const users::Door& door, const Call& call) {
  const auto token = read_token(call);
  if (!token) return refuse(token);
  const auto* actor = access::user_of(call.actor);
  const auto user = actor == nullptr ? std::nullopt : std::optional{actor->user};
  const auto& context = door.context();
  const auto offer =
      context.database.read([&](database::Transaction& tx) { return find_offer(tx, context.catalogue, *token, user); });
  if (!offer) return refuse(reasons::not_found);
  return change::Answer{.status = 200, .body = write_offer(*offer, call.language)};
}

Result<change::Answer> post_decline(const users::Door& door, const Call& call) {
  const auto token = read_token(call);
  if (!token) return refuse(token);
  if (auto declined = decline(door.context(), *token, call.circumstance()); !declined) return refuse(declined);
  return change::Answer{.status = 200, .body = json::object{{"status", "declined"}}};
}

}  // namespace

std::vector<http::Route> routes_of_the_invited(const users::Door& door) {
  using http::Method;
  const auto with = [&door](auto handle) { return [&door, handle](const Call& call) { return handle(door, call); }; };
  const users::Takes takes{.anyone = true, .body = true};
  return {
      {Method::get, "/v1/me/invitations", door.handle({.query = {"limit", "cursor"}}, with(get_my_invitations))},
      {Method::post, "/v1/invitations/lookup", door.handle(takes, with(post_lookup))},
      {Method::post, "/v1/invitations/decline", door.handle(takes, with(post_decline))},
  };
}

}  // namespace roster::invitations
