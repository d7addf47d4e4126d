// Acts on many at once, over HTTP against the real binary: each is reached, whoever there is nothing to do with is not in the
// way, and what is asked of one object (its version) is not asked of many.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <set>

#include "support/world.h"

namespace roster::testing {
namespace {

struct Many : ::testing::Test {
  World world;
  Person owner = world.person("Mara");
  std::string account = world.account(owner, "portal");

  std::string path(const std::string& rest = "") const { return "/v1/accounts/" + account + rest; }
  Reply act(const std::string& action, json::object filter, const Client::HeaderList& headers = {}) {
    return owner.client.post(path("/members/bulk"), {{"action", action}, {"filter", std::move(filter)}}, headers);
  }
};

std::set<std::string> ids_of(const Reply& reply) {
  std::set<std::string> ids;
  for (const auto& row : reply.at("/results").as_array()) ids.emplace(row.at("id").as_string());
  return ids;
}

TEST_F(Many, C7_sending_all_again_reaches_each_of_more_than_a_call_takes) {
  for (const int count : {1'000, 30}) {
    json::array invitees;
    for (int i = 0; i < count; ++i) invitees.push_back(json::object{{"email", fmt::format("p{}-{}@team.test", count, i)}});
    ASSERT_EQ(owner.client.post(path("/invitations"), {{"invitees", invitees}}).at("/summary/invited"), json::value(count));
  }
  const auto first = act("resend", {{"status", "open"}});
  EXPECT_EQ(first.at("/summary/done"), json::value(1'000)) << first.body.substr(0, 300);
  EXPECT_EQ(first.at("/summary/remaining"), json::value(30));
  auto reached = ids_of(first);
  reached.merge(ids_of(act("resend", {{"status", "open"}})));
  EXPECT_EQ(reached.size(), 1'030U);
}

TEST_F(Many, C7_those_with_whom_there_is_nothing_to_do_are_not_in_the_way) {
  auto ana = world.member(account, owner, "Ana");
  auto ben = world.member(account, owner, "Ben");
  EXPECT_EQ(owner.client.post(ben.me_path(account) + "/deactivate").status, 200);
  EXPECT_EQ(ids_of(act("reactivate", {})), std::set<std::string>{ben.id});
  const auto gone = act("deactivate", {});
  EXPECT_EQ(gone.at("/summary/done"), json::value(2)) << gone.body;
  EXPECT_EQ(ids_of(act("deactivate", {})), std::set<std::string>{owner.id}) << "who is told that it cannot be";
}

TEST_F(Many, a_version_of_one_is_not_asked_of_many) {
  auto ana = world.member(account, owner, "Ana");
  EXPECT_EQ(owner.client.patch(ana.me_path(account), {{"permissions", json::array{"products:read"}}}).status, 200);
  const auto reply = act("deactivate", {{"role", "user"}}, {{"If-Match", "\"1\""}});
  EXPECT_EQ(reply.text("/results/0/outcome"), "done") << reply.body;
}

TEST_F(Many, what_stands_twice_in_a_members_grant_is_refused_by_name) {
  auto ana = world.member(account, owner, "Ana");
  for (const auto& [name, list] : {std::pair{"permissions", json::array{"products:read", "products:read"}},
                                   std::pair{"sub_accounts", json::array{"sub_1", "sub_1"}}}) {
    const auto reply = owner.client.patch(ana.me_path(account), {{name, list}});
    EXPECT_EQ(reply.field(), std::string{"/"} + name + " invalid_value") << reply.body;
  }
}

}  // namespace
}  // namespace roster::testing
