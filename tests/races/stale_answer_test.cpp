// No check is answered by memory that a change has made untrue: for every kind of change, many rounds of: asked until every
// core knows the answer by heart, changed, and asked again, on every connection and in every way there is. Of several nodes
// (ROSTER_TEST_NODES) one is told of the change, and all are asked.

#include <gtest/gtest.h>

#include <functional>

#include "support/rounds.h"
#include "support/world.h"

namespace roster::testing {
namespace {

const std::string permission = "products:read";

struct StaleAnswers : ::testing::Test {
  World world{{.settings =
                   "[invitations]\nlinks_in_person = true\n[limits]\ninvitations_per_account_per_hour = 1000000\n"
                   "letters_per_recipient_per_day = 1000000\nletters_per_mailbox_per_day = 1000000\nsign_ins_per_user = 1000000\n"
                   "[http]\nconnections_per_ip = 0\n"}};
  Person owner = world.person("Owner");
  std::string account = world.account(owner, "portal");
  Person ana = world.member(account, owner, "Ana", {{"permissions", json::array{permission}}});
  const int turns = rounds(500, 10'000);
  // Enough that each core of the server has some of them.
  std::vector<Client> connections;
  int turn = 0;

  void SetUp() override {
    for (int i = 0; i < 8 + 4 * static_cast<int>(world.others.size()); ++i)
      connections.push_back(world.client_of(static_cast<std::size_t>(i)));
  }

  std::string path(const std::string& rest = "") const { return "/v1/accounts/" + account + rest; }

  /// Asked on every connection, in a different way on each, `permission` is answered with `wanted`; and the answer says a
  /// revision that is not older than `revision`, that of a change which was answered.
  ::testing::AssertionResult asked(bool wanted, const std::string& revision = "", const std::string& where = "",
                                   const std::string& what = permission) {
    const auto question = "?account=" + account + "&permission=" + what + where;
    const auto least = revision.empty() ? 0 : std::stoll(revision);
    for (std::size_t i = 0; i < connections.size(); ++i) {
      auto& connection = connections[i];
      const auto way = (i + static_cast<std::size_t>(turn)) % 4;
      bool allowed = false;
      std::string body;
      if (way == 0 || way == 1) {
        connection.token = way == 0 ? world.service().token : ana.client.token;
        const auto reply = connection.get("/v1/check" + question + (way == 0 ? "&user=" + ana.id : ""));
        allowed = reply.at("/allowed") == json::value(true);
        body = reply.body;
        if (way == 0 && reply.status == 200 && reply.at("/revision").to_number<std::int64_t>() < least)
          return ::testing::AssertionFailure() << "turn " << turn << ": revision " << body << " after " << least;
      } else if (way == 2) {
        connection.token = ana.client.token;
        const auto reply = connection.get("/forward-auth" + question);
        allowed = reply.status == 200;
        body = reply.body;
      } else {
        connection.token = world.service().token;
        json::object resource{{"type", "account"}, {"id", account}};
        if (!where.empty())
          resource = {{"type", "sub_account"},
                      {"id", where.substr(where.find('=') + 1)},
                      {"properties", json::object{{"account", account}}}};
        const auto reply = connection.post("/access/v1/evaluation", {{"subject", json::object{{"type", "user"}, {"id", ana.id}}},
                                                                     {"action", json::object{{"name", what}}},
                                                                     {"resource", resource}});
        allowed = reply.at("/decision") == json::value(true);
        body = reply.body;
      }
      if (allowed != wanted) return ::testing::AssertionFailure() << "turn " << turn << ", way " << way << ": " << body;
    }
    return ::testing::AssertionSuccess();
  }

  /// Asked over and over, so that it is known by heart; then changed, and asked; then put right again, and asked.
  void rounds_of(const std::function<Reply()>& change, const std::function<Reply()>& undo, const std::string& where = "",
                 const std::string& what = permission) {
    for (turn = 0; turn < turns; ++turn) {
      ASSERT_TRUE(asked(true, "", where, what));
      const auto changed = change();
      ASSERT_LT(changed.status, 300) << changed.body;
      ASSERT_TRUE(asked(false, changed.header("roster-revision"), where, what));
      const auto undone = undo();
      ASSERT_LT(undone.status, 300) << undone.body;
      ASSERT_TRUE(asked(true, undone.header("roster-revision"), where, what));
    }
  }

  Reply patch(const json::object& fields) { return owner.client.patch(ana.me_path(account), fields); }
  std::string created(const std::string& where, const json::object& fields) {
    const auto reply = owner.client.post(path(where), fields);
    EXPECT_EQ(reply.status, 201) << reply.body;
    return reply.text("/id");
  }

  /// A bearer that is let in everywhere, then ended, then let in nowhere.
  void rounds_of_credential(const std::function<std::string()>& begin, const std::function<Reply(const std::string&)>& end,
                            const std::string& question) {
    for (turn = 0; turn < turns; ++turn) {
      const auto token = begin();
      for (auto& connection : connections) connection.token = token;
      for (int i = 0; i < 2; ++i)
        for (auto& connection : connections) ASSERT_EQ(connection.get(question).status, 200) << "turn " << turn;
      const auto ended = end(token);
      ASSERT_LT(ended.status, 300) << ended.body;
      for (auto& connection : connections) {
        connection.token = token;
        ASSERT_EQ(connection.get(question).status, 401) << "turn " << turn;
      }
    }
  }
  std::string own_question() const { return "/v1/check?account=" + account + "&permission=" + permission; }
};

TEST_F(StaleAnswers, NoneAfterARemoval) {
  rounds_of([&] { return owner.client.del(ana.me_path(account)); },
            [&] {
              const auto invited = world.invite(account, owner, ana.email, {{"permissions", json::array{permission}}});
              const auto id = invited.text("/results/0/invitation/id");
              const auto link = owner.client.post(path("/invitations/" + id + "/link")).text("/link");
              return ana.client.post("/v1/invitations/accept", {{"token", link.substr(link.rfind('/') + 1)}});
            });
}

TEST_F(StaleAnswers, NoneAfterADeactivation) {
  rounds_of([&] { return owner.client.post(ana.me_path(account) + "/deactivate"); },
            [&] { return owner.client.post(ana.me_path(account) + "/reactivate"); });
}

TEST_F(StaleAnswers, NoneAfterADemotion) {
  ASSERT_EQ(patch({{"role", "admin"}}).status, 200);
  rounds_of([&] { return patch({{"role", "user"}, {"permissions", json::array{}}}); }, [&] { return patch({{"role", "admin"}}); },
            "", "payments:write");
}

TEST_F(StaleAnswers, NoneAfterAPermissionIsTaken) {
  rounds_of([&] { return patch({{"permissions", json::array{}}}); },
            [&] { return patch({{"permissions", json::array{permission}}}); });
}

TEST_F(StaleAnswers, NoneAfterARoleIsEdited) {
  const auto role = created("/roles", {{"title", "Clerk"}, {"permissions", json::array{permission}}});
  ASSERT_EQ(patch({{"role", role}}).status, 200);
  rounds_of([&] { return owner.client.patch(path("/roles/" + role), {{"permissions", json::array{"reports:read"}}}); },
            [&] { return owner.client.patch(path("/roles/" + role), {{"permissions", json::array{permission}}}); });
}

TEST_F(StaleAnswers, NoneAfterARoleIsDeleted) {
  const auto lesser = created("/roles", {{"title", "Lesser"}, {"permissions", json::array{"reports:read"}}});
  std::string role;
  const auto give = [&] {
    role = created("/roles", {{"title", "Clerk"}, {"permissions", json::array{permission}}});
    return patch({{"role", role}});
  };
  ASSERT_EQ(give().status, 200);
  rounds_of([&] { return owner.client.del(path("/roles/" + role + "?replace_with=" + lesser)); }, give);
}

TEST_F(StaleAnswers, NoneAfterAScopeIsNarrowed) {
  const auto seoul = created("/sub-accounts", {{"name", "Seoul"}});
  const auto lyon = created("/sub-accounts", {{"name", "Lyon"}});
  rounds_of([&] { return patch({{"sub_accounts", json::array{json::value(lyon)}}}); },
            [&] {
              return patch({{"sub_accounts", turn % 2 == 0 ? json::value("all") : json::value(json::array{json::value(seoul)})}});
            },
            "&sub_account=" + seoul);
}

TEST_F(StaleAnswers, NoneAfterASubAccountIsDeleted) {
  ASSERT_EQ(patch({{"sub_accounts", "all"}}).status, 200);
  for (turn = 0; turn < turns; ++turn) {
    const auto where = created("/sub-accounts", {{"name", "Seoul " + std::to_string(turn)}});
    ASSERT_TRUE(asked(true, "", "&sub_account=" + where));
    ASSERT_EQ(owner.client.del(path("/sub-accounts/" + where)).status, 204);
    ASSERT_TRUE(asked(false, "", "&sub_account=" + where));
  }
}

TEST_F(StaleAnswers, NoneAfterTheAccountMovesToAnotherPolicy) {
  // A user may never do it in portal, and may in master where it is picked.
  const auto move_to_master = [&] {
    EXPECT_EQ(world.service().patch(path(), {{"policy", "master"}}).status, 200);
    return patch({{"permissions", json::array{"payments:read"}}});
  };
  ASSERT_EQ(move_to_master().status, 200);
  rounds_of([&] { return world.service().patch(path(), {{"policy", "portal"}}); }, move_to_master, "", "payments:read");
}

TEST_F(StaleAnswers, NoneOfAnOlderRevisionAfterAPlanIsChanged) {
  account = world.account(owner, "stage", "essential");
  world.join(account, owner, ana, {{"role", "operator"}});
  for (turn = 0; turn < turns; ++turn) {
    ASSERT_TRUE(asked(true, "", "", "payments:read"));
    const auto changed = world.service().patch(path(), {{"plan", turn % 2 == 0 ? "standard" : "essential"}});
    ASSERT_EQ(changed.status, 200) << changed.body;
    ASSERT_TRUE(asked(true, changed.header("roster-revision"), "", "payments:read"));
  }
}

TEST_F(StaleAnswers, NoneAfterATransfer) {
  auto boss = world.member(account, owner, "Boss", {{"role", "admin"}});
  ASSERT_EQ(patch({{"role", "admin"}}).status, 200);
  ASSERT_EQ(owner.client.post(path("/ownership-transfers"), {{"to", ana.id}}).status, 200);
  // Only an owner deletes the account. Whoever gave the ownership is signed out.
  ana.client = world.sign_in(ana);
  const auto give = [&](Person& from, const Person& to) {
    auto reply = from.client.post(path("/ownership-transfers"), {{"to", to.id}});
    from.client = world.sign_in(from);
    return reply;
  };
  rounds_of([&] { return give(ana, boss); }, [&] { return give(boss, ana); }, "", "account:delete");
}

TEST_F(StaleAnswers, NoneAfterTheAccountIsDeleted) {
  for (turn = 0; turn < turns; ++turn) {
    account = world.account(ana, "portal", "", "Short-lived");
    if (turn % 100 == 0) ana.client = world.sign_in(ana);
    ASSERT_TRUE(asked(true));
    ASSERT_TRUE(asked(true));
    const auto gone = ana.client.del(path(), json::object{{"confirm_name", "Short-lived"}});
    ASSERT_EQ(gone.status, 204) << gone.body;
    ASSERT_TRUE(asked(false));
  }
}

TEST_F(StaleAnswers, NoneAfterASignOut) {
  rounds_of_credential([&] { return world.sign_in(ana).token; },
                       [&](const std::string& token) { return world.server.client().with_token(token).del("/v1/session"); },
                       own_question());
}

TEST_F(StaleAnswers, NoneAfterAChangedPassword) {
  rounds_of_credential([&] { return world.sign_in(ana).token; },
                       [&](const std::string&) {
                         auto other = world.sign_in(ana);
                         const auto next = "horse number " + std::to_string(turn) + " of the stable";
                         auto reply = other.post("/v1/me/password", {{"current_password", ana.password}, {"new_password", next}});
                         ana.password = next;
                         return reply;
                       },
                       own_question());
}

TEST_F(StaleAnswers, NoneAfterAKeyIsRevoked) {
  auto op = world.server.operator_client();
  std::string id;
  rounds_of_credential(
      [&] {
        const auto key = op.post("/v1/keys", {{"name", "short-lived"}});
        id = key.text("/id");
        return key.text("/token");
      },
      [&](const std::string&) { return op.del("/v1/keys/" + id); }, own_question() + "&user=" + ana.id);
}

}  // namespace
}  // namespace roster::testing
