// A1, A2, A3, A5, A6 under races: 50 clients released together, many rounds, no violation allowed; after each case the
// server's own verification finds nothing.

#include <gtest/gtest.h>

#include <algorithm>

#include "support/rounds.h"
#include "support/together.h"
#include "support/world.h"

namespace roster::testing {
namespace {

constexpr std::size_t crowd = 50;

struct Race : ::testing::Test {
  // One server and owner for all rounds of a case; a new account each round.
  World world{{.settings = "[limits]\ninvitations_per_account_per_hour = 1000000\nletters_per_recipient_per_day = 1000000\n"
                           "registrations_per_address_per_hour = 1000000\nsign_ins_per_user = 1000000\n"
                           "letters_per_mailbox_per_day = 1000000\nbulk_rows_per_user_per_minute = "
                           "1000000000\n[http]\nconnections_per_ip = 0\n"}};
  Person owner = world.person("Owner");
  int turns = rounds(20, 200);

  std::vector<Client> clients_of(const std::string& token, std::size_t n = crowd) const {
    std::vector<Client> clients;
    for (std::size_t i = 0; i < n; ++i) clients.push_back(world.server.client().with_token(token));
    return clients;
  }
  static std::string path(const std::string& account, const std::string& rest = "") { return "/v1/accounts/" + account + rest; }

  ~Race() override {
    const auto verdict = world.server.run({"verify"});
    EXPECT_EQ(verdict.exit_code, 0) << verdict.output;
  }
  Race() = default;
  Race(const Race&) = delete;
  Race& operator=(const Race&) = delete;
};

TEST_F(Race, A2_the_last_seats_are_given_once_however_many_ask) {
  auto clients = clients_of(owner.client.token);
  for (int turn = 0; turn < turns; ++turn) {
    const auto account = world.account(owner, "stage", "essential");
    const auto replies = release_together(clients, [&](std::size_t i, Client& client) {
      return client.post(path(account, "/invitations"),
                         {{"role", "administrator"},
                          {"invitees", json::array{json::object{{"email", "seat-" + std::to_string(i) + "@race.test"}}}}});
    });
    const auto invited =
        std::count_if(replies.begin(), replies.end(), [](const Reply& r) { return r.text("/results/0/outcome") == "invited"; });
    ASSERT_EQ(invited, 2) << "turn " << turn;
    ASSERT_EQ(count_status(replies, 200), static_cast<int>(crowd));
  }
}

TEST_F(Race, A5_one_invitation_is_accepted_once_by_fifty_clicks_of_strangers) {
  std::vector<Client> clients;
  for (std::size_t i = 0; i < crowd; ++i) clients.push_back(world.server.client());
  for (int turn = 0; turn < turns; ++turn) {
    const auto account = world.account(owner, "portal");
    const auto email = world.address("clicker");
    ASSERT_EQ(world.invite(account, owner, email).text("/results/0/outcome"), "invited");
    const auto token = world.invitation_token(email);
    const auto replies = release_together(clients, [&](std::size_t i, Client& client) {
      return client.post("/v1/invitations/accept",
                         {{"token", token}, {"name", "Clicker " + std::to_string(i)}, {"password", good_password}});
    });
    ASSERT_EQ(count_status(replies, 201), 1) << "turn " << turn;
    for (const auto& reply : replies)
      ASSERT_TRUE(reply.status == 201 || reply.status == 404 || reply.status == 401 || reply.status == 503)
          << reply.status << reply.body;
    ASSERT_EQ(owner.client.get(path(account, "/members")).at("/counts/active"), json::value(2));
  }
}

TEST_F(Race, one_address_invited_by_fifty_has_one_pending_invitation_and_one_letter) {
  auto clients = clients_of(owner.client.token);
  for (int turn = 0; turn < turns; ++turn) {
    const auto account = world.account(owner, "portal");
    const auto email = world.address("wanted");
    const auto replies = release_together(clients, [&](std::size_t, Client& client) {
      return client.post(path(account, "/invitations"), {{"invitees", json::array{json::object{{"email", email}}}}});
    });
    const auto invited =
        std::count_if(replies.begin(), replies.end(), [](const Reply& r) { return r.text("/results/0/outcome") == "invited"; });
    ASSERT_EQ(invited, 1) << "turn " << turn;
  }
}

TEST_F(Race, A1_transfers_to_different_people_at_once_leave_exactly_one_owner) {
  std::vector<Person> people;
  people.reserve(8);
  for (int i = 0; i < 8; ++i) people.push_back(world.person("Heir " + std::to_string(i)));
  for (int turn = 0; turn < turns; ++turn) {
    auto boss = world.person("Boss");
    const auto account = world.account(boss, "master");
    for (auto& person : people) world.join(account, boss, person, {{"permissions", json::array{"payments:read"}}});
    auto clients = clients_of(boss.client.token);
    const auto replies = release_together(clients, [&](std::size_t i, Client& client) {
      return client.post(path(account, "/ownership-transfers"), {{"to", people[i % people.size()].id}});
    });
    ASSERT_EQ(count_status(replies, 200), 1) << "turn " << turn;
    const auto members = world.service().get(path(account, "/members?limit=200"));
    int owners = 0;
    for (const auto& row : members.at("/data").get_array()) owners += row.at("is_owner").get_bool() ? 1 : 0;
    ASSERT_EQ(owners, 1);
    ASSERT_EQ(boss.client.get("/v1/session").status, 401) << "the former owner is signed out";
  }
}

TEST_F(Race, A6_nobody_keeps_an_invitation_that_they_lost_the_right_to_give) {
  auto giver = world.person("Giver");
  for (int turn = 0; turn < turns; ++turn) {
    const auto account = world.account(owner, "master");
    world.join(account, owner, giver, {{"permissions", json::array{"members:read", "members:invite", "payments:write"}}});
    auto clients = clients_of(giver.client.token);
    clients.front() = world.server.client().with_token(owner.client.token);
    release_together(clients, [&](std::size_t i, Client& client) {
      if (i == 0) return client.patch(giver.me_path(account), {{"permissions", json::array{"members:read", "members:invite"}}});
      return client.post(path(account, "/invitations"),
                         {{"permissions", json::array{"payments:write"}},
                          {"invitees", json::array{json::object{{"email", "p" + std::to_string(i) + "@race.test"}}}}});
    });
    const auto pending = owner.client.get(path(account, "/invitations?status=pending&limit=200"));
    ASSERT_TRUE(pending.at("/data").get_array().empty()) << "turn " << turn << pending.body;
  }
}

TEST_F(Race, A3_once_a_removal_is_answered_nothing_is_decided_by_the_old_state) {
  auto leaver = world.person("Leaver");
  for (int turn = 0; turn < turns; ++turn) {
    const auto account = world.account(owner, "stage");
    world.join(account, owner, leaver, {{"role", "operator"}});
    ASSERT_TRUE(world.may(account, leaver, "payments:read"));
    ASSERT_EQ(owner.client.del(leaver.me_path(account)).status, 204);
    auto clients = clients_of(leaver.client.token, 8);
    const auto replies = release_together(clients, [&](std::size_t i, Client& client) {
      return client.get(i % 2 == 0 ? path(account) : "/v1/check?account=" + account + "&permission=payments:read");
    });
    for (std::size_t i = 0; i < replies.size(); ++i) {
      if (i % 2 == 0)
        ASSERT_EQ(replies[i].status, 404);
      else
        ASSERT_EQ(replies[i].at("/allowed"), json::value(false));
    }
  }
}

TEST_F(Race, accept_and_cancel_at_once_end_in_one_of_the_two) {
  for (int turn = 0; turn < turns; ++turn) {
    const auto account = world.account(owner, "portal");
    const auto email = world.address("either");
    const auto invited = world.invite(account, owner, email);
    const auto id = invited.text("/results/0/invitation/id");
    const auto token = world.invitation_token(email);
    std::vector<Client> clients;
    clients.push_back(world.server.client());
    clients.push_back(world.server.client().with_token(owner.client.token));
    const auto replies = release_together(clients, [&](std::size_t i, Client& client) {
      if (i == 1) return client.del(path(account, "/invitations/" + id));
      return client.post("/v1/invitations/accept", {{"token", token}, {"name", "Either"}, {"password", good_password}});
    });
    const bool accepted = replies[0].status == 201, cancelled = replies[1].status == 204;
    ASSERT_NE(accepted, cancelled) << replies[0].body << replies[1].body;
    ASSERT_EQ(owner.client.get(path(account, "/invitations/" + id)).text("/status"), accepted ? "accepted" : "cancelled");
  }
}

TEST_F(Race, twenty_requests_with_one_idempotency_key_have_one_effect_and_equal_answers) {
  auto clients = clients_of(owner.client.token, 20);
  for (int turn = 0; turn < turns; ++turn) {
    const auto account = world.account(owner, "portal");
    const auto replies = release_together(clients, [&](std::size_t, Client& client) {
      return client.post(path(account, "/contacts"),
                         {{"name", "Ledger"}, {"email", "ledger@race.test"}, {"topics", json::array{"billing"}}},
                         {{"Idempotency-Key", "turn-" + std::to_string(turn)}});
    });
    for (const auto& reply : replies) {
      ASSERT_EQ(reply.status, 201) << reply.body;
      ASSERT_EQ(reply.json, replies.front().json);
    }
    ASSERT_EQ(owner.client.get(path(account, "/contacts")).at("/data").get_array().size(), 1U);
  }
}

}  // namespace
}  // namespace roster::testing
