#include "ownership/transfer_routes.h"

#include "ownership/transfer_actions.h"

namespace roster::ownership {

namespace {

Result<change::Answer> transfer(const users::Door& door, const users::Call& call) {
  auto fields = call.fields();
  TransferRequest request{.to = fields.text("to", {.code_points_max = 64})};
  request.former_owner_role = fields.optional_text("former_owner_role", {.code_points_max = 64});
  if (auto error = fields.finish()) return refuse(std::move(*error));
  const auto account = call.account();
  if (!account) return refuse(account);
  return change::perform(door.context(), call.asked(*account),
                         [&](change::Change& change) { return transfer_ownership(change, request); });
}

}  // namespace

std::vector<http::Route> routes(const users::Door& door) {
  const auto handler =
      door.handle({.body = true, .plans = true}, [&door](const users::Call& call) { return transfer(door, call); });
  return {{http::Method::post, "/v1/accounts/{acc}/ownership-transfers", handler}};
}

}  // namespace roster::ownership
