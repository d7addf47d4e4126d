#pragma once
// What the tests of A1 to A8 share: the same account, run under each of the five policies in turn.

#include <gtest/gtest.h>

#include <ostream>
#include <set>

#include "support/world.h"

namespace roster::testing {

inline void PrintTo(const PolicyCase& policy, std::ostream* out) { *out << policy.policy; }

struct EveryPolicy : ::testing::TestWithParam<PolicyCase> {
  World world;
  Person owner = world.person("Olive");
  std::string account = world.account(owner, GetParam().policy);

  std::string path(const std::string& rest = "") const { return "/v1/accounts/" + account + rest; }
  Person ordinary(const std::string& name) { return world.member(account, owner, name, GetParam().ordinary); }
  Person powerful(const std::string& name) { return world.member(account, owner, name, GetParam().powerful); }
  /// A product permission that an ordinary member has.
  static std::string ordinary_permission() {
    const auto* picked = GetParam().ordinary.if_contains("permissions");
    return picked == nullptr ? "payments:read" : std::string{picked->as_array().front().as_string()};
  }
  /// Where only the owner invites, nobody else can be the inviter of a test.
  static bool others_may_invite() { return GetParam().policy != "creator"; }
  static bool has_sub_accounts() { return GetParam().policy == "portal"; }

  Reply transfer(Person& from, const Person& to, const std::string& query = "") {
    return from.client.post(path("/ownership-transfers" + query), {{"to", to.id}});
  }
  std::string invitation_id(const Reply& invited) const { return invited.text("/results/0/invitation/id"); }
  std::string status_of_invitation(const std::string& id) { return owner.client.get(path("/invitations/" + id)).text("/status"); }
  std::string custom_role(const std::string& title, json::array permissions) {
    const auto created = owner.client.post(path("/roles"), {{"title", title}, {"permissions", std::move(permissions)}});
    EXPECT_EQ(created.status, 201) << created.body;
    return created.text("/id");
  }

  /// The account's events, oldest first.
  std::vector<json::value> events() {
    const auto page = world.service().get(path("/events?limit=200"));
    EXPECT_EQ(page.status, 200) << page.body;
    const auto& data = page.at("/data").as_array();
    return {data.rbegin(), data.rend()};
  }
  /// Ids of those who are the owner by the list of members.
  std::set<std::string> owners(Person& reader) {
    std::set<std::string> ids;
    const auto list = reader.client.get(path("/members?limit=200"));
    EXPECT_EQ(list.status, 200) << list.body;
    for (const auto& row : list.at("/data").as_array())
      if (row.at("is_owner") == json::value(true)) ids.emplace(row.at("user").at("id").as_string());
    return ids;
  }
};

inline std::string name_of_policy(const ::testing::TestParamInfo<PolicyCase>& info) { return info.param.policy; }

}  // namespace roster::testing
