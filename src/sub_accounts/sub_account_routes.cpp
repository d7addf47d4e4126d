#include "sub_accounts/sub_account_routes.h"

#include "accounts/search.h"
#include "sub_accounts/sub_account_actions.h"

namespace roster::sub_accounts {

namespace {

using change::Answer;

json::object write_sub_account(const SubAccount& sub_account) {
  return {{"id", sub_account.id.text()}, {"name", sub_account.name}, {"created_at", sub_account.created_at.text()}};
}

Answer sub_account_answer(const SubAccount& sub_account, int status) {
  return {.status = status, .body = write_sub_account(sub_account), .version = sub_account.version};
}

Result<Answer> list(const users::Door& door, const users::Call& call) {
  const auto account = call.account();
  if (!account) return refuse(account);
  const auto page = users::read_page(call);
  if (!page) return refuse(page);
  const auto key = accounts::read_search(call);
  if (!key) return refuse(key);
  return change::look(door.context(), call.asked(*account), [&](change::View& view) -> Result<Answer> {
    const auto visible = decide_visible(view);
    if (!visible) return refuse(visible);
    const auto found = list_sub_accounts(view.tx(), *account, *visible, *key, page->limit, page->cursor);
    json::array data;
    for (const auto& sub_account : found.sub_accounts) data.push_back(write_sub_account(sub_account));
    return Answer{.body = users::write_page(std::move(data), found.next_position)};
  });
}

Result<Answer> create(const users::Door& door, const users::Call& call) {
  const auto account = call.account();
  if (!account) return refuse(account);
  auto fields = call.fields();
  const auto name = fields.text("name");
  if (auto error = fields.finish()) return refuse(std::move(*error));
  return change::perform(door.context(), call.asked(*account), [&](change::Change& change) -> Result<Answer> {
    const auto sub_account = add_sub_account(change, name);
    if (!sub_account) return refuse(sub_account);
    auto answer = sub_account_answer(*sub_account, 201);
    answer.headers.emplace_back(
        "Location", door.options().public_url + "/v1/accounts/" + account->text() + "/sub-accounts/" + sub_account->id.text());
    return answer;
  });
}

Result<Answer> read(const users::Door& door, const users::Call& call) {
  const auto account = call.account();
  if (!account) return refuse(account);
  const auto id = call.id<SubAccountId>("sub");
  if (!id) return refuse(id);
  return change::look(door.context(), call.asked(*account), [&](change::View& view) -> Result<Answer> {
    const auto visible = decide_visible(view);
    if (!visible) return refuse(visible);
    const auto sub_account = find_sub_account(view.tx(), *account, *id);
    if (!sub_account || !visible->covers(*id)) return refuse(reasons::not_found);
    return sub_account_answer(*sub_account, 200);
  });
}

Result<Answer> update(const users::Door& door, const users::Call& call) {
  const auto account = call.account();
  if (!account) return refuse(account);
  const auto id = call.id<SubAccountId>("sub");
  if (!id) return refuse(id);
  auto fields = call.fields();
  const auto name = fields.optional_text("name");
  if (auto error = fields.finish()) return refuse(std::move(*error));
  return change::perform(door.context(), call.asked(*account), [&](change::Change& change) -> Result<Answer> {
    const auto sub_account = rename_sub_account(change, *id, name);
    if (!sub_account) return refuse(sub_account);
    return sub_account_answer(*sub_account, 200);
  });
}

Result<Answer> remove(const users::Door& door, const users::Call& call) {
  const auto account = call.account();
  if (!account) return refuse(account);
  const auto id = call.id<SubAccountId>("sub");
  if (!id) return refuse(id);
  return change::perform(door.context(), call.asked(*account), [&](change::Change& change) -> Result<Answer> {
    if (auto deleted = delete_sub_account(change, *id); !deleted) return refuse(deleted);
    return Answer{.status = 204};
  });
}

}  // namespace

std::vector<http::Route> routes(const users::Door& door) {
  const auto with = [&door](Result<Answer> (*handler)(const users::Door&, const users::Call&)) {
    return [&door, handler](const users::Call& call) { return handler(door, call); };
  };
  const std::string all = "/v1/accounts/{acc}/sub-accounts", one = all + "/{sub}";
  using http::Method;
  return {
      {Method::get, all, door.handle({.query = {"limit", "cursor", "q"}}, with(list))},
      {Method::post, all, door.handle({.body = true, .plans = true}, with(create))},
      {Method::get, one, door.handle({}, with(read))},
      {Method::patch, one, door.handle({.body = true, .plans = true}, with(update))},
      {Method::delete_, one, door.handle({.plans = true}, with(remove))},
  };
}

}  // namespace roster::sub_accounts
