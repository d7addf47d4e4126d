#include "accounts/sign_in_routes.h"

#include "accounts/account.h"
#include "accounts/sign_in_log.h"

namespace roster::accounts {

namespace {

using change::Answer;

json::object write_sign_in(const MemberSignIn& sign_in) {
  return {{"id", sign_in.id},
          {"at", sign_in.at.text()},
          {"result", sign_in.result},
          {"method", sign_in.method},
          {"ip", sign_in.ip},
          {"device", sign_in.device},
          {"user", json::object{{"id", sign_in.user.text()}, {"email", sign_in.email}, {"name", sign_in.name}}}};
}

Result<std::optional<UserId>> read_user(const users::Call& call) {
  const auto text = call.http.query_value("user");
  if (!text) return std::optional<UserId>{};
  const auto user = UserId::parse(*text);
  if (!user) return refuse(field_error("user", reasons::invalid_value));
  return user;
}

Result<Answer> list(const users::Door& door, const users::Call& call) {
  const auto account = call.account();
  if (!account) return refuse(account);
  const auto page = users::read_page(call);
  if (!page) return refuse(page);
  if (!page->cursor.empty() && !SignInId::parse(page->cursor))
    return refuse(field_error("cursor", roster::reasons::invalid_value));
  const auto user = read_user(call);
  if (!user) return refuse(user);
  return change::look(door.context(), call.asked(*account), [&](change::View& view) -> Result<Answer> {
    if (auto allowed = view.require("sign_ins:read"); !allowed) return refuse(allowed);
    auto found = list_member_sign_ins(view.tx(), *account, *user, page->cursor, page->limit + 1);
    std::optional<std::string> next;
    if (found.size() > page->limit) {
      found.pop_back();
      next = found.back().id;
    }
    json::array data;
    for (const auto& sign_in : found) data.push_back(write_sign_in(sign_in));
    return Answer{.body = users::write_page(std::move(data), next)};
  });
}

}  // namespace

std::vector<http::Route> sign_in_routes(const users::Door& door) {
  return {{http::Method::get, "/v1/accounts/{acc}/sign-ins",
           door.handle({.query = {"limit", "cursor", "user"}}, [&door](const users::Call& call) { return list(door, call); })}};
}

}  // namespace roster::accounts
