#include "surface/scene.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

namespace roster::testing {

namespace {

/// Names of the path parameters, and the prefix of the ids there.
const std::map<std::string, std::string>& prefixes() {
  static const std::map<std::string, std::string> all{{"acc", "acc"}, {"usr", "usr"}, {"inv", "inv"}, {"rol", "rol"},
                                                      {"sub", "sub"}, {"con", "con"}, {"ses", "ses"}, {"token", "inv"}};
  return all;
}

std::string created_id(const Reply& reply) {
  EXPECT_EQ(reply.status, 201) << reply.body;
  return reply.text("/id");
}

std::string header_names(const Reply& reply) {
  std::string names;
  for (const auto& [name, value] : reply.headers) names += name + " ";
  return names;
}

}  // namespace

std::string Estate::id_of(const std::string& parameter) const {
  if (parameter == "acc") return account;
  if (parameter == "usr") return member.id;
  if (parameter == "inv") return invitation;
  if (parameter == "rol") return role;
  if (parameter == "sub") return sub_account;
  if (parameter == "con") return contact;
  if (parameter == "ses") return session;
  return unknown_id(prefixes().at(parameter));
}

Scene::Scene(ServerOptions options)
    : world(std::move(options)), a(make_estate("Anna")), b(make_estate("Ben")), stranger(world.person("Carl")) {}

Estate Scene::make_estate(const std::string& name) {
  auto owner = world.person(name);
  const auto account = world.account(owner, "portal", "", name + "’s Bakery");
  const auto path = "/v1/accounts/" + account;
  const json::object grant{{"role", "user"}, {"permissions", json::array{"products:read"}}};
  auto member = world.member(account, owner, name + " Member", grant);
  auto deactivated = world.member(account, owner, name + " Resting", grant);
  EXPECT_EQ(owner.client.post(deactivated.me_path(account) + "/deactivate").status, 200);
  auto other = world.sign_in(owner);
  std::string session;
  const auto sessions = owner.client.get("/v1/me/sessions");
  for (const auto& row : sessions.at("/data").get_array())
    if (!row.at("current").get_bool()) session = std::string{row.at("id").get_string()};
  Estate estate{.owner = std::move(owner),
                .member = std::move(member),
                .deactivated = std::move(deactivated),
                .account = account,
                .session = session,
                .other_session = std::move(other)};
  auto& client = estate.owner.client;
  estate.sub_account = created_id(client.post(path + "/sub-accounts", {{"name", name + "’s Shop"}}));
  estate.role =
      created_id(client.post(path + "/roles", {{"title", name + "’s Role"}, {"permissions", json::array{"products:read"}}}));
  estate.contact = created_id(
      client.post(path + "/contacts", {{"name", "Ledger"}, {"email", "ledger@team.test"}, {"topics", json::array{"billing"}}}));
  estate.invited_email = world.address(name + "Guest");
  const auto invited = world.invite(account, estate.owner, estate.invited_email, grant);
  EXPECT_EQ(invited.text("/results/0/outcome"), "invited") << invited.body;
  estate.invitation = invited.text("/results/0/invitation/id");
  return estate;
}

std::string Scene::path_of(const Operation& operation, const Estate& estate) const {
  auto path = operation.path;
  for (const auto& [name, prefix] : prefixes())
    if (const auto at = path.find("{" + name + "}"); at != std::string::npos)
      path.replace(at, name.size() + 2, estate.id_of(name));
  std::string query;
  const auto add = [&](const std::string& name, const std::string& value) {
    if (operation.has(name, "query")) query += (query.empty() ? "?" : "&") + name + "=" + value;
  };
  if (operation.id == "check" || operation.is_forward_auth()) {
    add("account", estate.account);
    add("permission", "products:read");
  }
  return path + query;
}

std::optional<json::value> Scene::body_of(const Operation& operation, const Estate& estate) const {
  if (operation.body == nullptr) return std::nullopt;
  auto body = Contract::get().sample(*operation.body);
  auto& fields = body.as_object();
  if (operation.id == "transfer_ownership") fields["to"] = estate.member.id;
  if (operation.id == "delete_account") fields["confirm_name"] = "another name";
  if (operation.id == "change_members_in_bulk") fields["ids"] = json::array{estate.member.id};
  if (operation.id == "evaluate" || operation.id.starts_with("search_")) {
    fields["subject"] = json::object{{"type", "user"}, {"id", estate.owner.id}};
    fields["resource"] = json::object{{"type", "account"}, {"id", estate.account}};
  }
  if (operation.id == "evaluate_many") {
    fields["subject"] = json::object{{"type", "user"}, {"id", estate.owner.id}};
    fields["action"] = json::object{{"name", "payments:read"}};
    fields["resource"] = json::object{{"type", "account"}, {"id", estate.account}};
  }
  return body;
}

Reply Scene::ask(Client& client, const Operation& operation, const Estate& estate) const {
  const auto body = body_of(operation, estate);
  return client.send(operation.method, path_of(operation, estate), body ? std::optional{json::serialize(*body)} : std::nullopt,
                     {});
}

std::string Scene::state_of(Estate& estate) {
  const auto path = "/v1/accounts/" + estate.account;
  std::string state;
  for (const auto* rest : {"", "/members?limit=200", "/invitations?limit=200", "/roles?limit=200", "/sub-accounts?limit=200",
                           "/contacts?limit=200", "/seats?limit=200", "/events?limit=200"}) {
    const auto reply = estate.owner.client.get(path + rest);
    EXPECT_EQ(reply.status, 200) << rest << reply.body;
    auto document = reply.json;
    // When people were last there is no state of the account.
    if (auto* rows = document.is_object() ? document.get_object().if_contains("data") : nullptr)
      for (auto& row : rows->get_array()) {
        row.get_object().erase("last_active_at");
        row.get_object().erase("last_sign_in_at");
        row.get_object().erase("delivery");
      }
    state += std::string{rest} + "\n" + json::serialize(document) + "\n";
  }
  return state;
}

std::string without_chance(const Reply& reply) {
  const auto id = reply.text("/request_id");
  auto body = reply.body;
  if (const auto at = body.find(id); !id.empty() && at != std::string::npos) body.erase(at, id.size());
  constexpr std::string_view nonce = "name=\"csp-nonce\" content=\"";
  if (auto at = body.find(nonce); at != std::string::npos) {
    at += nonce.size();
    body.erase(at, body.find('"', at) - at);
  }
  return body;
}

void expect_same_answer(const Reply& left, const Reply& right) {
  EXPECT_EQ(left.status, right.status) << left.body << "\n" << right.body;
  EXPECT_EQ(without_chance(left), without_chance(right));
  EXPECT_EQ(header_names(left), header_names(right));
  EXPECT_EQ(left.header("content-type"), right.header("content-type"));
}

bool names_field(const Reply& reply, const std::string& pointer, const std::string& code) {
  const auto* errors = reply.at("/errors").if_array();
  if (errors == nullptr) return false;
  for (const auto& error : *errors)
    if (error.at("pointer").get_string() == pointer && (code.empty() || error.at("code").get_string() == code)) return true;
  return false;
}

void expect_hygiene(const Reply& reply) {
  EXPECT_NE(reply.status, 0) << "no answer";
  EXPECT_EQ(reply.header("x-content-type-options"), "nosniff");
  EXPECT_EQ(reply.header("referrer-policy"), "no-referrer");
  EXPECT_EQ(reply.header("cross-origin-opener-policy"), "same-origin");
  EXPECT_EQ(reply.header("cross-origin-resource-policy"), "same-origin");
  EXPECT_EQ(reply.header("x-frame-options"), "DENY");
  EXPECT_TRUE(reply.header("request-id").starts_with("req_")) << reply.header("request-id");
  EXPECT_FALSE(reply.header("permissions-policy").empty());
  const auto policy = reply.header("content-security-policy");
  EXPECT_NE(policy.find("default-src 'none'"), std::string::npos) << policy;
  EXPECT_NE(policy.find("frame-ancestors 'none'"), std::string::npos) << policy;
  EXPECT_EQ(policy.find("unsafe-"), std::string::npos) << policy;
  EXPECT_FALSE(reply.header("cache-control").empty());
  EXPECT_TRUE(reply.header("server").empty()) << reply.header("server");
  EXPECT_TRUE(reply.header("x-powered-by").empty());
  EXPECT_TRUE(reply.header("access-control-allow-origin").empty());
  EXPECT_TRUE(reply.body.empty() || !reply.header("content-type").empty());
  if (reply.status >= 400 && reply.header("content-type") == "application/problem+json") {
    EXPECT_EQ(reply.text("/request_id"), reply.header("request-id"));
    EXPECT_EQ(reply.at("/status"), json::value(reply.status));
    for (const auto* part : {"/title", "/detail", "/remedy", "/code", "/type"})
      EXPECT_FALSE(reply.text(part).empty()) << part << reply.body;
    EXPECT_EQ(reply.header("cache-control"), "no-store");
  }
  for (const auto* leak : {"SELECT ", "sqlite", "std::", "/src/", ".cpp", "boost"})
    EXPECT_EQ(reply.status >= 400 ? reply.body.find(leak) : std::string::npos, std::string::npos) << reply.body;
}

std::string unknown_id(const std::string& prefix) { return prefix + "_01jd0000000000000000000000"; }

}  // namespace roster::testing
