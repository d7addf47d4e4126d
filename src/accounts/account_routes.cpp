#include "accounts/account_routes.h"

#include <iterator>

#include "accounts/account.h"
#include "accounts/account_actions.h"
#include "accounts/account_store.h"
#include "accounts/catalogue_routes.h"
#include "accounts/contact_routes.h"
#include "accounts/event_routes.h"
#include "accounts/search.h"
#include "accounts/sign_in_routes.h"

namespace roster::accounts {

namespace {

using change::Answer;

Answer account_answer(const change::View& view, int status) {
  return {.status = status, .body = write_account(view.tx(), view.account()), .version = view.account().version};
}

Result<Answer> list(const users::Door& door, const users::Call& call) {
  const auto page = users::read_page(call);
  if (!page) return refuse(page);
  const auto key = read_search(call);
  if (!key) return refuse(key);
  return change::look(door.context(), call.asked(), [&](change::View& view) -> Result<Answer> {
    const auto member = view.user() != nullptr ? std::optional{view.user()->user} : std::nullopt;
    const auto found = list_accounts(view.tx(), view.context().catalogue, member, *key, page->limit, page->cursor);
    json::array data;
    for (const auto& account : found.accounts) data.push_back(write_account(view.tx(), account));
    return Answer{.body = users::write_page(std::move(data), found.next_position)};
  });
}

Result<Answer> create(const users::Door& door, const std::vector<std::string>& policies_open_to_all, const users::Call& call) {
  auto fields = call.fields();
  AccountRequest request{.name = fields.text("name"), .policy = fields.text("policy", {.code_points_max = 64})};
  request.plan = fields.optional_text("plan", {.code_points_max = 64});
  if (const auto owner = fields.optional_text("owner", {.code_points_max = 64})) {
    request.owner = UserId::parse(*owner);
    if (!request.owner) fields.fault("owner", reasons::invalid_value);
  }
  if (auto error = fields.finish()) return refuse(std::move(*error));
  return change::perform(door.context(), call.asked(), [&](change::Change& change) -> Result<Answer> {
    if (auto opened = open_account(change, request, policies_open_to_all); !opened) return refuse(opened);
    auto answer = account_answer(change, 201);
    answer.revision = journal::last_seq(change.tx(), change.account().id.text());
    answer.headers.emplace_back("Location", door.options().public_url + "/v1/accounts/" + change.account().id.text());
    return answer;
  });
}

Result<Answer> read(const users::Door& door, const users::Call& call) {
  const auto account = call.account();
  if (!account) return refuse(account);
  return change::look(door.context(), call.asked(*account),
                      [](change::View& view) -> Result<Answer> { return account_answer(view, 200); });
}

Result<Answer> update(const users::Door& door, const users::Call& call) {
  const auto account = call.account();
  if (!account) return refuse(account);
  auto fields = call.fields();
  const AccountPatch patch{.name = fields.optional_text("name"),
                           .plan = fields.optional_text("plan", {.code_points_max = 64}),
                           .policy = fields.optional_text("policy", {.code_points_max = 64})};
  if (auto error = fields.finish()) return refuse(std::move(*error));
  return change::perform(door.context(), call.asked(*account), [&](change::Change& change) -> Result<Answer> {
    if (auto updated = update_account(change, patch); !updated) return refuse(updated);
    return account_answer(change, 200);
  });
}

Result<Answer> remove(const users::Door& door, const users::Call& call) {
  const auto account = call.account();
  if (!account) return refuse(account);
  std::optional<std::string> confirm_name;
  if (call.body) {
    auto fields = call.fields();
    confirm_name = fields.text("confirm_name");
    if (auto error = fields.finish()) return refuse(std::move(*error));
  }
  return change::perform(door.context(), call.asked(*account), [&](change::Change& change) -> Result<Answer> {
    if (auto deleted = delete_account(change, confirm_name); !deleted) return refuse(deleted);
    return Answer{.status = 204};
  });
}

void append(std::vector<http::Route>& all, std::vector<http::Route> more) {
  all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

}  // namespace

std::vector<http::Route> routes(const users::Door& door, std::vector<std::string> policies_open_to_all) {
  const auto with = [&door](Result<Answer> (*handler)(const users::Door&, const users::Call&)) {
    return [&door, handler](const users::Call& call) { return handler(door, call); };
  };
  const auto create_narrowed = [&door, open = std::move(policies_open_to_all)](const users::Call& call) {
    return create(door, open, call);
  };
  using http::Method;
  std::vector<http::Route> all{
      {Method::get, "/v1/accounts", door.handle({.query = {"limit", "cursor", "q"}, .services = true}, with(list))},
      {Method::post, "/v1/accounts", door.handle({.body = true, .services = true}, create_narrowed)},
      {Method::get, "/v1/accounts/{acc}", door.handle({.services = true}, with(read))},
      {Method::patch, "/v1/accounts/{acc}", door.handle({.body = true, .plans = true, .services = true}, with(update))},
      {Method::delete_, "/v1/accounts/{acc}", door.handle({.body = true, .plans = true}, with(remove))},
  };
  append(all, catalogue_routes(door));
  append(all, contact_routes(door));
  append(all, event_routes(door));
  append(all, sign_in_routes(door));
  return all;
}

}  // namespace roster::accounts
