#include "support/world.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace roster::testing {

World::World(ServerOptions options) : server(options), mailbox(server.mail_folder()) {
  const char* nodes = std::getenv("ROSTER_TEST_NODES");
  options.beside = &server;
  for (int i = 1; nodes != nullptr && i < std::atoi(nodes); ++i) others.push_back(std::make_unique<TestServer>(options));
}

Client World::client_of(std::size_t turn) const {
  const auto node = turn % (others.size() + 1);
  return node == 0 ? server.client() : others[node - 1]->client();
}

std::string World::address(const std::string& name) {
  std::string local;
  for (char c : name)
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) local += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  if (local.empty()) local = "person";
  return local + "-" + std::to_string(++counter_) + "@team.test";
}

Person World::person(const std::string& name, const std::string& email) {
  Person person{email.empty() ? address(name) : email, name, good_password, {}, server.client()};
  auto& client = person.client;
  EXPECT_EQ(client.post("/v1/registrations", {{"email", person.email}}).status, 202);
  const auto token = mailbox.wait_for_link(person.email, "/register#").token();
  const auto done = client.post("/v1/registrations/complete", {{"token", token}, {"name", name}, {"password", person.password}});
  EXPECT_EQ(done.status, 201) << done.body;
  person.id = done.text("/user/id");
  client.token = done.text("/token");
  return person;
}

Client World::sign_in(const Person& person) const {
  auto client = server.client();
  const auto reply = client.post("/v1/session", {{"email", person.email}, {"password", person.password}});
  EXPECT_EQ(reply.status, 200) << reply.body;
  client.token = reply.text("/token");
  return client;
}

Client& World::service() {
  if (!service_) {
    const auto key = server.operator_client().post("/v1/keys", {{"name", "tests"}});
    EXPECT_EQ(key.status, 201) << key.body;
    service_ = server.client().with_token(key.text("/token"));
  }
  return *service_;
}

std::string World::account(const Person& owner, const std::string& policy, const std::string& plan, const std::string& name) {
  json::object body{{"name", name}, {"policy", policy}, {"owner", owner.id}};
  if (!plan.empty()) body["plan"] = plan;
  const auto reply = service().post("/v1/accounts", body);
  EXPECT_EQ(reply.status, 201) << reply.body;
  return reply.text("/id");
}

Reply World::invite(const std::string& account, Person& by, const std::string& email, json::object grant) {
  grant["invitees"] = json::array{json::object{{"email", email}}};
  return by.client.post("/v1/accounts/" + account + "/invitations", grant);
}

std::string World::invitation_token(const std::string& email, const std::string& not_token) const {
  return mailbox.wait_for_link(email, "/invitations/", not_token).token();
}

Reply World::accept_as_new(const std::string& token, const std::string& name, const std::string& password) {
  return server.client().post("/v1/invitations/accept", {{"token", token}, {"name", name}, {"password", password}});
}

Person World::member(const std::string& account, Person& by, const std::string& name, json::object grant) {
  Person person{address(name), name, good_password, {}, server.client()};
  const auto invited = invite(account, by, person.email, std::move(grant));
  EXPECT_EQ(invited.status, 200) << invited.body;
  EXPECT_EQ(invited.text("/results/0/outcome"), "invited") << invited.body;
  const auto joined = accept_as_new(invitation_token(person.email), name);
  EXPECT_EQ(joined.status, 201) << joined.body;
  person.id = joined.text("/user/id");
  person.client.token = joined.text("/token");
  return person;
}

void World::join(const std::string& account, Person& by, Person& who, json::object grant) {
  const auto so_far = mailbox.with_link(who.email, "/invitations/").size();
  const auto invited = invite(account, by, who.email, std::move(grant));
  EXPECT_EQ(invited.text("/results/0/outcome"), "invited") << invited.body;
  const auto joined =
      who.client.post("/v1/invitations/accept", {{"token", mailbox.wait_for_next(who.email, "/invitations/", so_far).token()}});
  EXPECT_EQ(joined.status, 200) << joined.body;
}

bool World::may(const std::string& account, const Person& who, const std::string& permission, const std::string& sub_account) {
  auto path = "/v1/check?account=" + account + "&user=" + who.id + "&permission=" + permission;
  if (!sub_account.empty()) path += "&sub_account=" + sub_account;
  const auto reply = service().get(path);
  EXPECT_EQ(reply.status, 200) << reply.body;
  return reply.at("/allowed") == json::value(true);
}

std::vector<std::string> World::event_types(const std::string& account, Person& reader) {
  std::vector<std::string> types;
  const auto reply = reader.client.get("/v1/accounts/" + account + "/events?limit=200");
  EXPECT_EQ(reply.status, 200) << reply.body;
  if (const auto* data = reply.at("/data").if_array())
    for (const auto& event : *data) types.insert(types.begin(), std::string{event.at("type").get_string()});
  return types;
}

const std::vector<PolicyCase>& policy_cases() {
  static const std::vector<PolicyCase> cases{
      {"stage", {{"role", "operator"}}, {{"role", "administrator"}}, "administrator"},
      {"platform", {{"role", "chosen"}, {"permissions", json::array{"payments:read"}}}, {{"role", "all"}}, "all"},
      {"creator", {{"role", "administrator"}}, {{"role", "administrator"}}, "administrator"},
      {"portal", {{"role", "user"}, {"permissions", json::array{"products:read"}}}, {{"role", "admin"}}, "admin"},
      {"master",
       {{"role", "user"}, {"permissions", json::array{"payments:read"}}},
       {{"role", "user"}, {"permissions", json::array{"members:read", "members:invite", "members:manage", "members:remove"}}},
       "user"},
  };
  return cases;
}

}  // namespace roster::testing
