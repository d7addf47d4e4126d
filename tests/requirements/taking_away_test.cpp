// A3 under each of the five policies, on one node: once the answer to a taking away has come, no request that starts after
// it is decided by the old state, on whatever connection and by whatever question. (Under races: tests/races.)

#include "requirements/every_policy.h"

namespace roster::testing {
namespace {

struct TakingAway : EveryPolicy {
  /// Asks whether the person may, in every way there is. One answer means that all agree.
  std::set<bool> asked_everywhere(Person& person, const std::string& permission, const std::string& sub_account = "") {
    std::set<bool> answers;
    const auto where = sub_account.empty() ? "" : "&sub_account=" + sub_account;
    const auto question = "?account=" + account + "&permission=" + permission + where;
    auto fresh = person.client.another().with_token(person.client.token);
    for (auto* connection : {&person.client, &fresh}) {
      answers.insert(connection->get("/v1/check" + question).at("/allowed") == json::value(true));
      answers.insert(connection->get("/forward-auth" + question).status == 200);
    }
    answers.insert(world.may(account, person, permission, sub_account));
    json::object resource{{"type", "account"}, {"id", account}};
    if (!sub_account.empty())
      resource = {{"type", "sub_account"}, {"id", sub_account}, {"properties", json::object{{"account", account}}}};
    const auto decision =
        world.service().post("/access/v1/evaluation", {{"subject", json::object{{"type", "user"}, {"id", person.id}}},
                                                       {"action", json::object{{"name", permission}}},
                                                       {"resource", resource}});
    answers.insert(decision.at("/decision") == json::value(true));
    return answers;
  }
  /// Status of a request with that token, on the connection that is open and on a new one.
  static std::set<int> asked_with(Client& client, const std::string& path) {
    auto fresh = client.another().with_token(client.token);
    return {client.get(path).status, fresh.get(path).status};
  }
};

const std::set<bool> yes{true}, no{false};

INSTANTIATE_TEST_SUITE_P(, TakingAway, ::testing::ValuesIn(policy_cases()), name_of_policy);

TEST_P(TakingAway, A3_removing) {
  auto ana = ordinary("Ana");
  EXPECT_EQ(asked_everywhere(ana, ordinary_permission()), yes);
  EXPECT_EQ(owner.client.del(ana.me_path(account)).status, 204);
  EXPECT_EQ(asked_everywhere(ana, ordinary_permission()), no);
  EXPECT_EQ(asked_with(ana.client, path()), std::set{404});
  EXPECT_EQ(asked_with(ana.client, "/v1/session"), std::set{200}) << "the session is the user's own";
}

TEST_P(TakingAway, A3_removing_in_bulk) {
  auto ana = ordinary("Ana");
  EXPECT_EQ(asked_everywhere(ana, ordinary_permission()), yes);
  const auto bulk = owner.client.post(path("/members/bulk"), {{"action", "remove"}, {"ids", json::array{json::value(ana.id)}}});
  EXPECT_EQ(bulk.text("/results/0/outcome"), "done") << bulk.body;
  EXPECT_EQ(asked_everywhere(ana, ordinary_permission()), no);
}

TEST_P(TakingAway, A3_deactivating_and_back) {
  auto ana = ordinary("Ana");
  EXPECT_EQ(owner.client.post(ana.me_path(account) + "/deactivate").status, 200);
  EXPECT_EQ(asked_everywhere(ana, ordinary_permission()), no);
  EXPECT_EQ(asked_with(ana.client, path()), std::set{403});
  EXPECT_EQ(owner.client.post(ana.me_path(account) + "/reactivate").status, 200);
  EXPECT_EQ(asked_everywhere(ana, ordinary_permission()), yes);
}

TEST_P(TakingAway, A3_leaving) {
  auto ana = ordinary("Ana");
  EXPECT_EQ(ana.client.post(path("/leave")).status, 204);
  EXPECT_EQ(asked_everywhere(ana, ordinary_permission()), no);
  EXPECT_EQ(asked_with(ana.client, path()), std::set{404});
}

TEST_P(TakingAway, A3_demoting) {
  auto ana = powerful("Ana");
  const auto reader = custom_role("Reader", {"reports:read"});
  const auto had = owner.client.get(ana.me_path(account)).at("/permissions").as_array();
  EXPECT_EQ(owner.client.patch(ana.me_path(account), {{"role", reader}}).status, 200);
  for (const auto& permission : had) {
    const std::string name{permission.as_string()};
    EXPECT_EQ(asked_everywhere(ana, name), name == "reports:read" ? yes : no) << name;
  }
  EXPECT_EQ(ana.client.get(path("/members")).code(), "forbidden");
}

TEST_P(TakingAway, A3_editing_a_role) {
  const auto role = custom_role("Reporter", {"reports:read", "support:open"});
  auto ana = world.member(account, owner, "Ana", {{"role", role}});
  EXPECT_EQ(asked_everywhere(ana, "support:open"), yes);
  EXPECT_EQ(owner.client.patch(path("/roles/" + role), {{"permissions", json::array{"reports:read"}}}).status, 200);
  EXPECT_EQ(asked_everywhere(ana, "support:open"), no);
  EXPECT_EQ(asked_everywhere(ana, "reports:read"), yes);
}

TEST_P(TakingAway, A3_deleting_a_role_with_a_lesser_one_in_its_place) {
  const auto role = custom_role("Reporter", {"reports:read", "support:open"});
  const auto lesser = custom_role("Lesser", {"reports:read"});
  auto ana = world.member(account, owner, "Ana", {{"role", role}});
  EXPECT_EQ(owner.client.del(path("/roles/" + role)).code(), "role_in_use");
  EXPECT_EQ(asked_everywhere(ana, "support:open"), yes);
  EXPECT_EQ(owner.client.del(path("/roles/" + role + "?replace_with=" + lesser)).status, 204);
  EXPECT_EQ(asked_everywhere(ana, "support:open"), no);
  EXPECT_EQ(asked_everywhere(ana, "reports:read"), yes);
}

TEST_P(TakingAway, A3_transferring_the_ownership) {
  auto ana = powerful("Ana");
  auto phone = world.sign_in(owner);
  EXPECT_EQ(transfer(owner, ana).status, 200);
  for (auto* client : {&owner.client, &phone}) EXPECT_EQ(asked_with(*client, path()), std::set{401});
  owner.client = world.sign_in(owner);
  EXPECT_EQ(asked_everywhere(owner, "ownership:transfer"), no);
  EXPECT_EQ(asked_everywhere(ana, "ownership:transfer"), yes);
  EXPECT_EQ(owner.client.del(path(), json::object{{"confirm_name", "Orbital Bakery"}}).code(), "forbidden");
}

TEST_P(TakingAway, A3_signing_out) {
  auto ana = ordinary("Ana");
  auto phone = world.sign_in(ana), tablet = world.sign_in(ana);
  EXPECT_EQ(phone.del("/v1/session").status, 204);
  EXPECT_EQ(asked_with(phone, "/v1/session"), std::set{401});
  EXPECT_EQ(phone.get("/forward-auth?account=" + account + "&permission=" + ordinary_permission()).status, 401);
  EXPECT_EQ(asked_with(tablet, "/v1/session"), std::set{200});
  EXPECT_EQ(ana.client.del("/v1/me/sessions").status, 204);
  EXPECT_EQ(asked_with(tablet, "/v1/session"), std::set{401});
  EXPECT_EQ(asked_with(ana.client, "/v1/session"), std::set{200}) << "all the others, not this one";
}

TEST_P(TakingAway, A3_changing_and_resetting_the_password) {
  auto ana = ordinary("Ana");
  auto phone = world.sign_in(ana);
  EXPECT_EQ(
      ana.client.post("/v1/me/password", {{"current_password", ana.password}, {"new_password", "quite another horse"}}).status,
      204);
  EXPECT_EQ(asked_with(phone, "/v1/session"), std::set{401});
  EXPECT_EQ(asked_with(ana.client, "/v1/session"), std::set{200});
  EXPECT_EQ(phone.another().post("/v1/password-resets", {{"email", ana.email}}).status, 202);
  const auto token = world.mailbox.wait_for_link(ana.email, "/reset-password#").token();
  EXPECT_EQ(phone.another()
                .post("/v1/password-resets/complete", {{"token", token}, {"password", "a third horse, just as good"}})
                .status,
            204);
  EXPECT_EQ(asked_with(ana.client, "/v1/session"), std::set{401});
}

TEST_P(TakingAway, A3_cancelling_an_invitation) {
  const auto invited = world.invite(account, owner, "x@team.test");
  const auto token = world.invitation_token("x@team.test");
  auto browser = world.server.client();
  EXPECT_EQ(browser.post("/v1/invitations/lookup", {{"token", token}}).status, 200);
  EXPECT_EQ(owner.client.del(path("/invitations/" + invitation_id(invited))).status, 204);
  EXPECT_EQ(browser.post("/v1/invitations/lookup", {{"token", token}}).status, 404);
  EXPECT_EQ(browser.another().post("/v1/invitations/lookup", {{"token", token}}).status, 404);
}

TEST_P(TakingAway, A3_deleting_the_account) {
  auto ana = ordinary("Ana");
  EXPECT_EQ(owner.client.del(path(), json::object{{"confirm_name", "Orbital Bakery"}}).status, 204);
  EXPECT_EQ(asked_everywhere(ana, ordinary_permission()), no);
  for (auto* client : {&owner.client, &ana.client}) EXPECT_EQ(asked_with(*client, path()), std::set{404});
}

TEST_P(TakingAway, A3_an_answer_names_the_revision_from_which_it_holds) {
  auto ana = ordinary("Ana");
  const auto done = owner.client.del(ana.me_path(account));
  const auto revision = done.header("roster-revision");
  const auto checked = world.service().get("/v1/check?account=" + account + "&user=" + ana.id +
                                           "&permission=" + ordinary_permission() + "&at_least=" + revision);
  EXPECT_EQ(checked.at("/allowed"), json::value(false)) << checked.body;
  EXPECT_GE(checked.at("/revision").to_number<int>(), std::stoi(revision));
  const auto later =
      world.service().get("/v1/check?account=" + account + "&user=" + ana.id + "&permission=" + ordinary_permission() +
                          "&at_least=" + std::to_string(std::stoi(revision) + 100));
  EXPECT_EQ(later.code(), "revision_not_reached");
}

struct TakingAwayHere : TakingAway {};
INSTANTIATE_TEST_SUITE_P(, TakingAwayHere, ::testing::Values(policy_cases()[1], policy_cases()[3], policy_cases()[4]),
                         name_of_policy);

TEST_P(TakingAwayHere, A3_taking_a_picked_permission) {
  auto ana = ordinary("Ana");
  EXPECT_EQ(asked_everywhere(ana, ordinary_permission()), yes);
  EXPECT_EQ(owner.client.patch(ana.me_path(account), {{"permissions", json::array{}}}).status, 200);
  EXPECT_EQ(asked_everywhere(ana, ordinary_permission()), no);
}

struct TakingAwayInPortal : TakingAway {};
INSTANTIATE_TEST_SUITE_P(, TakingAwayInPortal, ::testing::Values(policy_cases()[3]), name_of_policy);

TEST_P(TakingAwayInPortal, A3_deleting_a_sub_account_and_narrowing_the_scope) {
  const auto seoul = owner.client.post(path("/sub-accounts"), {{"name", "Seoul"}}).text("/id");
  const auto lyon = owner.client.post(path("/sub-accounts"), {{"name", "Lyon"}}).text("/id");
  auto ana = world.member(
      account, owner, "Ana",
      {{"permissions", json::array{"products:read"}}, {"sub_accounts", json::array{json::value(seoul), json::value(lyon)}}});
  EXPECT_EQ(asked_everywhere(ana, "products:read", seoul), yes);
  EXPECT_EQ(owner.client.del(path("/sub-accounts/" + seoul)).status, 204);
  EXPECT_EQ(asked_everywhere(ana, "products:read", seoul), no);
  EXPECT_EQ(asked_everywhere(ana, "products:read", lyon), yes);
  EXPECT_EQ(owner.client.del(path("/sub-accounts/" + lyon)).status, 204);
  EXPECT_EQ(asked_everywhere(ana, "products:read", lyon), no);
  EXPECT_EQ(asked_everywhere(ana, "products:read", "any"), no);
  EXPECT_EQ(asked_everywhere(ana, "products:read"), no) << "the last one gone does not open the whole account";
}

struct TakingAwayInStage : TakingAway {};
INSTANTIATE_TEST_SUITE_P(, TakingAwayInStage, ::testing::Values(policy_cases()[0]), name_of_policy);

TEST_P(TakingAwayInStage, A3_a_smaller_plan) {
  EXPECT_EQ(world.service().patch(path(), {{"plan", "standard"}}).status, 200);
  auto ana = powerful("Ana");
  auto ben = powerful("Ben");
  EXPECT_EQ(world.service().patch(path(), {{"plan", "essential"}}).status, 200);
  EXPECT_EQ(world.invite(account, ana, "x@team.test", {{"role", "administrator"}}).text("/results/0/outcome"),
            "seat_limit_reached");
}

}  // namespace
}  // namespace roster::testing
