// AuthZEN's searches: who may ask what, and how pages go on. What they find is held against the model in properties/.

#include <gtest/gtest.h>

#include "support/world.h"

namespace roster::testing {
namespace {

struct Search : ::testing::Test {
  World world;
  Person owner = world.person("Owner");
  std::string account = world.account(owner, "portal");
  Person reader = world.member(account, owner, "Reader", {{"permissions", json::array{"products:read"}}});
  json::object this_account{{"type", "account"}, {"id", account}};
  json::object read_products{{"name", "products:read"}};

  static json::object user(const Person& person) { return {{"type", "user"}, {"id", person.id}}; }
  json::object who(const json::object& resource) const {
    return {{"subject", json::object{{"type", "user"}}}, {"action", read_products}, {"resource", resource}};
  }
  json::object who() const { return who(this_account); }
  json::object where(const Person& person) const {
    return {{"subject", user(person)}, {"action", read_products}, {"resource", json::object{{"type", "account"}}}};
  }
  json::object what(const Person& person) const { return {{"subject", user(person)}, {"resource", this_account}}; }
  static Reply ask(Client& client, const std::string& sought, const json::object& body) {
    return client.post("/access/v1/search/" + sought, body);
  }
  static json::object paged(json::object body, json::object page) {
    body["page"] = std::move(page);
    return body;
  }
};

TEST_F(Search, EverybodyAsksAboutThemselvesAndAServiceAboutAnyone) {
  for (auto* client : {&reader.client, &world.service()}) {
    EXPECT_EQ(ask(*client, "resource", where(reader)).text("/results/0/id"), account);
    EXPECT_EQ(ask(*client, "action", what(reader)).at("/results"), (json::value{json::object{{"name", "products:read"}}}));
  }
  for (const auto& [sought, body] : {std::pair{"resource", where(owner)}, std::pair{"action", what(owner)}}) {
    EXPECT_EQ(ask(reader.client, sought, body).code(), "service_key_required") << sought;
    EXPECT_EQ(ask(world.service(), sought, body).status, 200) << sought;
  }
}

TEST_F(Search, OnlyWhoMayReadTheMembersIsToldWhichOfThemMay) {
  const auto found = ask(owner.client, "subject", who());
  EXPECT_EQ(found.at("/page/count"), json::value(2)) << found.body;
  EXPECT_EQ(ask(reader.client, "subject", who()).code(), "forbidden");
  auto stranger = world.person("Stranger");
  const auto there = ask(stranger.client, "subject", who());
  EXPECT_EQ(there.code(), "service_key_required") << there.body;
  const auto nowhere = ask(stranger.client, "subject", who({{"type", "account"}, {"id", "acc_01k3gq4bqxe7f9v2d8m6n5p0rt"}}));
  EXPECT_EQ(nowhere.status, there.status) << "nor whether there is such an account";
  EXPECT_EQ(nowhere.code(), there.code());
  ASSERT_EQ(owner.client.post(reader.me_path(account) + "/deactivate").status, 200);
  EXPECT_EQ(ask(reader.client, "subject", who()).code(), "forbidden");
  EXPECT_EQ(ask(owner.client, "subject", who()).at("/page/count"), json::value(1));
}

TEST_F(Search, WhatThereIsNotIsFoundNowhere) {
  const auto nothing = [](const Reply& reply) {
    EXPECT_EQ(reply.status, 200) << reply.body;
    EXPECT_EQ(reply.at("/results"), json::value(json::array{})) << reply.body;
    EXPECT_EQ(reply.at("/page/next_token"), json::value("")) << reply.body;
  };
  auto& service = world.service();
  auto body = who();
  body["action"] = json::object{{"name", "no:such"}};
  nothing(ask(service, "subject", body));
  body = who();
  body["subject"] = json::object{{"type", "robot"}};
  nothing(ask(service, "subject", body));
  nothing(ask(service, "subject", who({{"type", "document"}, {"id", "7"}})));
  nothing(ask(service, "subject", who({{"type", "sub_account"}, {"id", "sub_01k3gq4bqxe7f9v2d8m6n5p0rt"}})));
  body = where(reader);
  body["resource"] = json::object{{"type", "document"}};
  nothing(ask(service, "resource", body));
  body["resource"] = json::object{{"type", "sub_account"}, {"properties", json::object{{"account", "none"}}}};
  nothing(ask(service, "resource", body));
  body = what(reader);
  body["subject"] = json::object{{"type", "user"}, {"id", "nobody@team.test"}};
  nothing(ask(service, "action", body));
}

TEST_F(Search, APageGoesOnWithTheSameRequestOnly) {
  auto& service = world.service();
  const auto first = ask(service, "subject", paged(who(), {{"limit", 1}}));
  ASSERT_EQ(first.at("/page/count"), json::value(1)) << first.body;
  const auto token = first.text("/page/next_token");
  ASSERT_FALSE(token.empty());
  const auto second = ask(service, "subject", paged(who(), {{"token", token}}));
  EXPECT_EQ(second.at("/page/count"), json::value(1)) << second.body;
  EXPECT_EQ(second.text("/page/next_token"), "");
  EXPECT_NE(second.text("/results/0/id"), first.text("/results/0/id"));
  EXPECT_EQ(ask(service, "subject", paged(who(), {{"token", token}, {"limit", 1}})).body, second.body);

  EXPECT_EQ(ask(service, "subject", paged(who(), {{"token", token}, {"limit", 2}})).status, 400);
  auto other = who();
  other["action"] = json::object{{"name", "payments:read"}};
  EXPECT_EQ(ask(service, "subject", paged(other, {{"token", token}})).status, 400);
  EXPECT_EQ(ask(service, "action", paged(what(reader), {{"token", token}})).status, 400);
  for (const auto* wrong : {"x", "eHh4", "===", "YSBiIGM"})
    EXPECT_EQ(ask(service, "subject", paged(who(), {{"token", wrong}})).status, 400) << wrong;
  for (const json::value& limit : {json::value(-1), json::value(1.5), json::value("2"), json::value(nullptr)})
    EXPECT_EQ(ask(service, "subject", paged(who(), {{"limit", limit}})).status, 400) << limit;
  EXPECT_EQ(ask(service, "subject", paged(who(), {{"limit", 1'000'000}})).at("/page/count"), json::value(2));
}

TEST_F(Search, AnAnswerCarriesTheRequestsIdAndAFaultIsToldInPlainWords) {
  const auto reply = world.service().post("/access/v1/search/subject", who(), {{"X-Request-ID", "bfe9eb29"}});
  EXPECT_EQ(reply.header("x-request-id"), "bfe9eb29");
  auto body = who();
  body.erase("action");
  const auto fault = ask(world.service(), "subject", body);
  EXPECT_EQ(fault.status, 400);
  EXPECT_EQ(fault.body, "action is missing");
  const auto metadata = world.server.client().get("/.well-known/authzen-configuration");
  EXPECT_EQ(metadata.text("/search_subject_endpoint"), world.server.url() + "/access/v1/search/subject");
}

/// However few of them may: so many are looked at for a page, and the next goes on there.
TEST_F(Search, APageOfManyWhoMayNotIsBoundedAndGoesOn) {
  for (int i = 0; i < 520; ++i)
    ASSERT_EQ(owner.client.post("/v1/accounts/" + account + "/sub-accounts", {{"name", "Shop " + std::to_string(i)}}).status,
              201);
  const auto last = owner.client.post("/v1/accounts/" + account + "/sub-accounts", {{"name", "The last"}}).text("/id");
  ASSERT_EQ(owner.client.patch(reader.me_path(account), {{"sub_accounts", json::array{json::value(last)}}}).status, 200);
  json::object body = where(reader);
  body["resource"] = json::object{{"type", "sub_account"}};
  const auto first = ask(reader.client, "resource", body);
  EXPECT_EQ(first.at("/page/count"), json::value(0)) << first.body;
  ASSERT_NE(first.text("/page/next_token"), "");
  const auto second = ask(reader.client, "resource", paged(body, {{"token", first.text("/page/next_token")}}));
  EXPECT_EQ(second.text("/results/0/id"), last) << second.body;
  EXPECT_EQ(second.text("/results/0/properties/account"), account);
  EXPECT_EQ(second.text("/page/next_token"), "");
}

}  // namespace
}  // namespace roster::testing
