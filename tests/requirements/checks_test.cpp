// What a product asks: AuthZEN's batch and its three semantics, forward-auth by every method; and the routes that no line
// of the requirements names.

#include <gtest/gtest.h>

#include "support/world.h"

namespace roster::testing {
namespace {

struct Checks : ::testing::Test {
  World world{{.settings = "[invitations]\nlinks_in_person = true\n"}};
  Person owner = world.person("Owner");
  std::string account = world.account(owner, "platform");
  Person member = world.member(account, owner, "Reader", {{"role", "chosen"}, {"permissions", json::array{"payments:read"}}});

  json::object question(const std::string& action) const {
    return {{"subject", {{"type", "user"}, {"id", member.id}}},
            {"action", {{"name", action}}},
            {"resource", {{"type", "account"}, {"id", account}}}};
  }
  /// Decisions as letters: "AD" is allowed, denied.
  std::string ask(const json::array& evaluations, const std::string& semantic) {
    const auto reply = world.service().post("/access/v1/evaluations",
                                            {{"evaluations", evaluations}, {"options", {{"evaluations_semantic", semantic}}}});
    EXPECT_EQ(reply.status, 200) << reply.body;
    std::string letters;
    for (const auto& row : reply.at("/evaluations").get_array()) letters += row.at("decision").get_bool() ? 'A' : 'D';
    return letters;
  }
};

TEST_F(Checks, ManyEvaluationsFollowTheThreeSemantics) {
  const json::array mixed{question("payments:read"), question("payments:write"), question("payments:read")};
  EXPECT_EQ(ask(mixed, "execute_all"), "ADA");
  EXPECT_EQ(ask(mixed, "deny_on_first_deny"), "AD");
  EXPECT_EQ(ask(mixed, "permit_on_first_permit"), "A");
}

TEST_F(Checks, WhatEvaluationsShareIsSaidOnce) {
  auto shared = question("payments:read");
  shared.erase("action");
  shared["evaluations"] =
      json::array{json::object{{"action", {{"name", "payments:read"}}}}, json::object{{"action", {{"name", "pricing:read"}}}}};
  const auto reply = world.service().post("/access/v1/evaluations", shared);
  EXPECT_EQ(reply.at("/evaluations/0/decision"), json::value(true)) << reply.body;
  EXPECT_EQ(reply.at("/evaluations/1/decision"), json::value(false));
}

TEST_F(Checks, AThousandQuestionsAreOneCall) {
  json::array many;
  for (int i = 0; i < 1000; ++i) many.push_back(question(i % 2 == 0 ? "payments:read" : "pricing:write"));
  EXPECT_EQ(ask(many, "execute_all").size(), 1000U);
}

TEST_F(Checks, AUserThatIsNoUserIdIsAFaultOfTheQuestionAndAnUnknownOneIsDenied) {
  const auto ask = [&](const std::string& user) {
    return world.service().get("/v1/check?permission=payments:read&account=" + account + "&user=" + user);
  };
  for (const auto* text : {"reader@team.test", "usr_", "acc_01k3gq4bqxe7f9v2d8m6n5p0rt", "7"}) {
    EXPECT_EQ(ask(text).status, 422) << text;
    EXPECT_EQ(ask(text).field(), "user invalid_value") << text;
  }
  EXPECT_EQ(ask(member.id).at("/allowed"), json::value(true));
  const auto unknown = ask("usr_01k3gq4bqxe7f9v2d8m6n5p0rt");
  EXPECT_EQ(unknown.at("/allowed"), json::value(false)) << unknown.body;
}

/// Who could help, by name, as the member's own account would explain it to `reader`.
struct Explanations : Checks {
  json::value explain(Client& reader, const std::string& question) const {
    return reader.get("/v1/check?explain=true&account=" + account + "&" + question).at("/remedy");
  }
  json::value explain(const Person& about, const std::string& permission, const std::string& more = "") {
    return explain(world.service(), "user=" + about.id + "&permission=" + permission + more);
  }
  static std::string givers(const json::value& remedy) {
    std::string names;
    if (const auto* all = remedy.as_object().if_contains("can_be_given_by"))
      for (const auto& giver : all->get_array()) names += std::string{giver.at("name").get_string()} + ".";
    return names;
  }
  Person helper(const std::string& name, json::array permissions) {
    return world.member(account, owner, name, {{"role", "chosen"}, {"permissions", std::move(permissions)}});
  }
};

TEST_F(Explanations, NameWhoCouldReallyGiveIt) {
  // Who manages members but does not hold it cannot give it; who holds it but manages nobody cannot either.
  helper("Manager", {"members:manage", "members:read"});
  helper("Payer", {"payments:read", "payments:write"});
  const auto both = helper("Both", {"members:manage", "payments:read", "payments:write"});
  EXPECT_EQ(givers(explain(member, "payments:write")), "Owner.Both.");
  // Nobody changes the own permissions.
  EXPECT_EQ(givers(explain(both, "pricing:read")), "Owner.");
  ASSERT_EQ(owner.client.post(both.me_path(account) + "/deactivate").status, 200);
  EXPECT_EQ(givers(explain(member, "payments:write")), "Owner.");
  EXPECT_EQ(givers(explain(both, "payments:read")), "Owner.") << "to activate again is to give";
}

TEST_F(Explanations, FindWhoCouldGiveItHoweverManyMembersJoinedBefore) {
  json::array invitees;
  for (int i = 0; i < 220; ++i) invitees.push_back(json::object{{"email", "crowd-" + std::to_string(i) + "@team.test"}});
  const auto invited =
      owner.client.post("/v1/accounts/" + account + "/invitations",
                        {{"invitees", invitees}, {"role", "chosen"}, {"permissions", json::array{"reports:read"}}});
  for (const auto& row : invited.at("/results").get_array()) {
    const auto id = std::string{row.at("invitation").at("id").get_string()};
    const auto link = owner.client.post("/v1/accounts/" + account + "/invitations/" + id + "/link").text("/link");
    ASSERT_EQ(world.accept_as_new(link.substr(link.rfind('/') + 1)).status, 201);
  }
  const auto late = world.member(account, owner, "Late", {{"role", "all"}});
  EXPECT_EQ(givers(explain(member, "payments:write")), "Owner.Late.");
}

TEST_F(Explanations, NamesAreForWhoMayReadTheMembers) {
  EXPECT_EQ(givers(explain(member.client, "permission=payments:write")), "");
  EXPECT_FALSE(explain(member.client, "permission=payments:write").at("detail").get_string().empty());
  auto reader = helper("Reader", {"members:read"});
  EXPECT_EQ(givers(explain(reader.client, "permission=payments:write")), "Owner.");
}

TEST_F(Explanations, OfAStrangerNameWhoCouldInvite) {
  helper("Inviter", {"members:invite", "payments:read"});
  helper("Poor Inviter", {"members:invite"});
  const auto stranger = world.person("Stranger");
  EXPECT_EQ(givers(explain(stranger, "payments:read")), "Owner.Inviter.");
}

TEST_F(Explanations, TellWhereItTakesAnotherRoleAndWhereNothingHelps) {
  account = world.account(owner, "portal");
  const auto user = world.member(account, owner, "User", {{"permissions", json::array{"products:read"}}});
  const auto other = explain(user, "payments:read");
  EXPECT_NE(std::string{other.at("detail").get_string()}.find("Admin"), std::string::npos) << other;
  EXPECT_EQ(givers(other), "Owner.");
  EXPECT_EQ(givers(explain(user, "account:delete")), "") << "the owner's alone, and not to be given";
  EXPECT_TRUE(explain(user, "products:read", "&sub_account=sub_01k3gq4bqxe7f9v2d8m6n5p0rt").is_null())
      << "there is no such place";
  const auto seoul = owner.client.post("/v1/accounts/" + account + "/sub-accounts", {{"name", "Seoul"}}).text("/id");
  const auto lyon = owner.client.post("/v1/accounts/" + account + "/sub-accounts", {{"name", "Lyon"}}).text("/id");
  ASSERT_EQ(owner.client.patch(user.me_path(account), {{"sub_accounts", json::array{json::value(seoul)}}}).status, 200);
  EXPECT_EQ(givers(explain(user, "products:read", "&sub_account=" + lyon)), "Owner.");
  EXPECT_EQ(givers(explain(user, "products:read")), "Owner.");
}

TEST_F(Checks, ForwardAuthAnswersEveryMethodOfTheProxiedRequest) {
  const auto path = "/forward-auth/shop/cart?account=" + account + "&permission=payments:read";
  for (const auto* method : {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}) {
    const auto allowed = member.client.send(method, path, std::nullopt, {});
    EXPECT_EQ(allowed.status, 200) << method << allowed.body;
    EXPECT_EQ(allowed.header("x-auth-request-user"), member.id);
    EXPECT_EQ(allowed.header("x-auth-account"), account);
    EXPECT_EQ(world.server.client().send(method, path, std::nullopt, {}).status, 401) << method;
  }
  for (const auto* method : {"POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
    EXPECT_EQ(
        member.client.send(method, "/forward-auth?account=" + account + "&permission=payments:read", std::nullopt, {}).status,
        200)
        << method;
  EXPECT_EQ(member.client.get("/forward-auth?account=" + account + "&permission=pricing:write").status, 403);
}

TEST_F(Checks, ALinkIsHandedOverInPersonOnlyWhereTheOperatorAllowsIt) {
  const auto invited = world.invite(account, owner, "in-person@team.test", {{"role", "all"}});
  const auto id = invited.text("/results/0/invitation/id");
  const auto link = owner.client.post("/v1/accounts/" + account + "/invitations/" + id + "/link");
  ASSERT_EQ(link.status, 200) << link.body;
  const auto url = link.text("/link");
  EXPECT_EQ(world.accept_as_new(url.substr(url.rfind('/') + 1)).status, 201);
}

TEST_F(Checks, OneOfMySessionsIsEndedByItself) {
  auto other = world.sign_in(member);
  std::string other_session;
  const auto mine = member.client.get("/v1/me/sessions");
  for (const auto& session : mine.at("/data").get_array())
    if (!session.at("current").get_bool()) other_session = std::string{session.at("id").get_string()};
  EXPECT_EQ(member.client.del("/v1/me/sessions/" + other_session).status, 204) << mine.body;
  EXPECT_EQ(other.get("/v1/session").status, 401);
  EXPECT_EQ(member.client.get("/v1/session").status, 200);
  EXPECT_EQ(owner.client.del("/v1/me/sessions/" + other_session).status, 404);
}

}  // namespace
}  // namespace roster::testing
