// What AuthZEN's searches find, page by page, against the model: all of it, in order, and nothing else.

#include "properties/sequence.h"

namespace roster::testing {

namespace {

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : ", ") + name;
  return text.empty() ? "nothing" : text;
}

json::object resource_of(const std::string& account, const std::string& sub_account) {
  if (sub_account.empty()) return {{"type", "account"}, {"id", account}};
  return {{"type", "sub_account"}, {"id", sub_account}, {"properties", json::object{{"account", account}}}};
}

}  // namespace

std::vector<std::string> Sequence::found(const std::string& sought, json::object question, int limit) {
  std::vector<std::string> names;
  question["page"] = json::object{{"limit", limit}};
  while (true) {
    const auto reply = lab_.world.service().post("/access/v1/search/" + sought, question);
    expect(reply.status == 200, "no results: " + reply.body);
    const auto& results = reply.at("/results").get_array();
    expect(results.size() <= static_cast<std::size_t>(limit), "too many results: " + reply.body);
    expect(reply.at("/page/count") == json::value(results.size()), "a wrong count: " + reply.body);
    for (const auto& result : results) names.emplace_back(result.at(sought == "action" ? "name" : "id").get_string());
    const auto token = reply.text("/page/next_token");
    if (token.empty()) return names;
    question["page"] = json::object{{"token", token}};
  }
}

void Sequence::compare_searches() {
  const auto turn = searches_++;
  const auto& permissions = model::all_permissions();
  const auto& permission = *std::next(permissions.begin(), static_cast<std::ptrdiff_t>(turn % permissions.size()));
  const auto& person = lab_.people[turn % lab_.people.size()].person;
  const json::object subject{{"type", "user"}, {"id", turn % 2 == 0 ? person.id : person.email}};
  const json::object action{{"name", permission}};
  const int limit = 1 + static_cast<int>(turn % 3);
  std::vector<std::string> places{""};
  places.insert(places.end(), model_.sub_accounts.begin(), model_.sub_accounts.end());

  const auto compare_with = [&](const std::string& sought, const json::object& question, const model::Names& right) {
    const auto names = found(sought, question, limit);
    const std::vector<std::string> wanted(right.begin(), right.end());
    if (names != wanted)
      differ("the search for " + sought + "s by " + json::serialize(question) + " should find " + listed(wanted) + "; found " +
             listed(names));
  };
  for (const auto& place : places) {
    const auto resource = resource_of(account_, place);
    model::Names who, what;
    for (const auto& actor : lab_.people)
      if (model_.may(actor.person.id, permission, place)) who.insert(actor.person.id);
    for (const auto& name : permissions)
      if (model_.may(person.id, name, place)) what.insert(name);
    compare_with("subject", {{"subject", json::object{{"type", "user"}}}, {"action", action}, {"resource", resource}}, who);
    compare_with("action", {{"subject", subject}, {"resource", resource}}, what);
  }
  model::Names where;
  for (const auto& sub : model_.sub_accounts)
    if (model_.may(person.id, permission, sub)) where.insert(sub);
  compare_with("resource",
               {{"subject", subject},
                {"action", action},
                {"resource", json::object{{"type", "sub_account"}, {"properties", json::object{{"account", account_}}}}}},
               where);
  // The same people are in the accounts of other sequences too, more and more of them.
  if (turn % 8 != 0) return;
  for (const auto* type : {"account", "sub_account"}) {
    const auto all =
        found("resource", {{"subject", subject}, {"action", action}, {"resource", json::object{{"type", type}}}}, 200);
    const model::Names set(all.begin(), all.end());
    expect(set.size() == all.size(), "a result comes twice");
    if (std::string_view{type} == "account") {
      expect(set.contains(account_) == model_.may(person.id, permission, ""), "wrong about this account");
    } else {
      for (const auto& sub : model_.sub_accounts)
        expect(set.contains(sub) == where.contains(sub), "wrong about the sub-account " + sub);
    }
  }
}

}  // namespace roster::testing
