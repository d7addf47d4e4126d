#include "seats/seat_routes.h"

#include "policy/seats.h"
#include "seats/seat_rules.h"
#include "seats/seat_store.h"

namespace roster::seats {

namespace {

using change::Answer;

json::array write_limits(change::View& view) {
  const auto& account = view.account();
  json::array limits;
  for (const auto& use : policy::limit_uses(*account.policy, *account.plan, access::count_seats(view.tx(), account.id)))
    limits.push_back(
        json::object{{"limit", use.limit}, {"used", use.used}, {"max", use.max ? json::value(*use.max) : json::value(nullptr)}});
  return limits;
}

/// What a role is called here; its id when it is gone.
class RoleTitles {
 public:
  explicit RoleTitles(change::View& view) : view_(view) {}

  const std::string& find(const std::string& role) {
    auto known = titles_.find(role);
    if (known == titles_.end()) {
      const auto definition = access::find_role(view_.tx(), view_.context().catalogue, view_.account(), role);
      known = titles_.emplace(role, definition ? definition->title.in(view_.language()) : role).first;
    }
    return known->second;
  }

 private:
  change::View& view_;
  std::map<std::string, std::string, std::less<>> titles_;
};

json::object write_seat(const change::View& view, const Sentences& sentences, const Seat& seat, const std::string& role_title) {
  json::array ids;
  std::string titles;
  for (const auto* limit : counted_limits(view.policy(), seat)) {
    ids.emplace_back(limit->id);
    titles += (titles.empty() ? "" : ", ") + limit->title.in(view.language());
  }
  auto reason = sentences.text(reason_key(seat, !ids.empty()), view.language(), {{"role", role_title}, {"limits", titles}});
  return {{"kind", text_of(seat.kind)},
          {"holder",
           json::object{
               {"id", seat.holder}, {"name", seat.name ? json::value(*seat.name) : json::value(nullptr)}, {"email", seat.email}}},
          {"role", seat.role},
          {"counts_towards", std::move(ids)},
          {"since", seat.since.text()},
          {"reason", std::move(reason)}};
}

Result<Answer> list(const users::Door& door, const Sentences& sentences, const users::Call& call) {
  const auto account = call.account();
  if (!account) return refuse(account);
  const auto page = users::read_page(call);
  if (!page) return refuse(page);
  return change::look(door.context(), call.asked(*account), [&](change::View& view) -> Result<Answer> {
    if (auto allowed = view.require("members:read"); !allowed) return refuse(allowed);
    const auto found = list_seats(view.tx(), *account, page->limit, page->cursor);
    if (!found) return refuse(field_error("cursor", roster::reasons::invalid_value));
    RoleTitles titles(view);
    json::array data;
    for (const auto& seat : found->seats) data.push_back(write_seat(view, sentences, seat, titles.find(seat.role)));
    auto body = users::write_page(std::move(data), found->next_position);
    body["limits"] = write_limits(view);
    return Answer{.body = std::move(body)};
  });
}

}  // namespace

std::vector<http::Route> routes(const users::Door& door, const Sentences& sentences) {
  return {{http::Method::get, "/v1/accounts/{acc}/seats",
           door.handle({.query = {"limit", "cursor"}},
                       [&door, &sentences](const users::Call& call) { return list(door, sentences, call); })}};
}

}  // namespace roster::seats
