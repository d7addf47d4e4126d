// `roster demo`: every page of the console has something to show, and all of it came about by the ordinary rules.

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <iterator>
#include <set>

#include "base/instant.h"
#include "support/world.h"

namespace roster::testing {
namespace {

using Words = std::set<std::string>;

/// Those of `wanted` that are not there.
Words lacking(const Words& there, const Words& wanted) {
  Words out;
  std::set_difference(wanted.begin(), wanted.end(), there.begin(), there.end(), std::inserter(out, out.end()));
  return out;
}

/// One demo for all tests of a kind: it is only looked at.
struct Demo : ::testing::Test {
  static void SetUpTestSuite() {
    world = std::make_unique<World>();
    const auto made = world->server.run({"demo", "--json"});
    ASSERT_EQ(made.exit_code, 0) << made.errors;
    body = json::parse(made.output);
  }
  static void TearDownTestSuite() { world.reset(); }

  static Client client_of(const std::string& email) {
    const auto reply = world->server.client().post("/v1/session", {{"email", email}, {"password", "a quiet harbour at dawn"}});
    EXPECT_EQ(reply.status, 200) << email << reply.body;
    return world->server.client().with_token(reply.text("/token"));
  }
  static std::string account(const std::string& policy) {
    for (const auto& made : body.at("accounts").as_array())
      if (made.at("policy").as_string() == policy) return std::string{made.at("id").as_string()};
    return "";
  }
  /// All rows of a list.
  static json::array rows(Client& client, const std::string& path) {
    json::array all;
    const std::string join = path.find('?') == std::string::npos ? "?" : "&";
    for (std::string cursor;;) {
      const auto page = client.get(path + join + "limit=200" + (cursor.empty() ? "" : "&cursor=" + cursor));
      EXPECT_EQ(page.status, 200) << path << page.body;
      if (page.status != 200) return all;
      for (const auto& row : page.at("/data").as_array()) all.push_back(row);
      cursor = page.text("/next_cursor");
      if (cursor.empty()) return all;
    }
  }
  static Words values(const json::array& rows, const std::string& field) {
    Words out;
    for (const auto& row : rows)
      if (const auto& value = row.at(field); value.is_string()) out.emplace(value.as_string());
    return out;
  }
  static double days_ago(const json::value& time) {
    const auto now = SystemClock{}.now();
    return static_cast<double>((now - *Instant::parse(time.as_string())).count()) / 86'400'000.0;
  }
  struct Owner {
    std::string policy, email;
  };
  inline static const std::vector<Owner> owners{{"stage", "hyejin@stage.example"},
                                                {"platform", "amara@northwind.example"},
                                                {"creator", "ines@zaiko.example"},
                                                {"portal", "elif@orbital.example"},
                                                {"master", "camille@chambly.example"}};

  inline static std::unique_ptr<World> world;
  inline static json::value body;
};

TEST_F(Demo, HasAnAccountOfEachPolicyWithALifeBehindIt) {
  for (const auto& [policy, email] : owners) {
    SCOPED_TRACE(policy);
    auto owner = client_of(email);
    const auto path = "/v1/accounts/" + account(policy);
    EXPECT_EQ(owner.get(path).text("/owner/email"), email);

    const auto members = rows(owner, path + "/members");
    EXPECT_EQ(values(members, "status"), (Words{"active", "deactivated"}));
    double first = 0, last = 1000, seen = 1000;
    for (const auto& member : members) {
      first = std::max(first, days_ago(member.at("joined_at")));
      last = std::min(last, days_ago(member.at("joined_at")));
      seen = std::min(seen, days_ago(member.at("last_active_at")));
      EXPECT_GE(days_ago(member.at("last_active_at")), -0.01);
      EXPECT_GE(days_ago(member.at("joined_at")) + 0.01, days_ago(member.at("last_active_at")));
    }
    EXPECT_GT(first, 200);
    EXPECT_LT(last, 100);
    EXPECT_LT(seen, 0.1) << "somebody was there just now";

    const auto invitations = rows(owner, path + "/invitations");
    EXPECT_EQ(lacking(values(invitations, "status"), {"pending", "expired", "accepted"}), Words{});
    EXPECT_EQ(lacking(values(invitations, "delivery"), {"sent", "failed"}), Words{});
    EXPECT_FALSE(rows(owner, path + "/contacts").empty());
    const auto sign_ins = rows(owner, path + "/sign-ins");
    EXPECT_EQ(values(sign_ins, "result"), (Words{"succeeded", "failed", "rate_limited"}));
    EXPECT_GT(values(sign_ins, "device").size(), 3U);
    EXPECT_GT(values(sign_ins, "ip").size(), 3U);

    const auto roles = rows(owner, path + "/roles");
    EXPECT_TRUE(std::any_of(roles.begin(), roles.end(), [](const auto& role) { return !role.at("builtin").as_bool(); }));
    const auto events = rows(owner, path + "/events");
    EXPECT_EQ(lacking(values(events, "type"), {"account.created", "invitation.created", "invitation.accepted", "member.joined",
                                               "member.deactivated", "role.created", "contact.created"}),
              Words{});
    const auto is_later = [](const auto& a, const auto& b) { return a.at("at").as_string() > b.at("at").as_string(); };
    EXPECT_TRUE(std::is_sorted(events.begin(), events.end(), is_later)) << "history goes one way";
  }
  EXPECT_EQ(world->server.run({"verify"}).exit_code, 0);
}

TEST_F(Demo, TheLargestAccountIsWorthSearching) {
  auto elif = client_of("elif@orbital.example");
  const auto path = "/v1/accounts/" + account("portal") + "/members";
  const auto first = elif.get(path);
  EXPECT_EQ(first.at("/counts/active").as_int64() + first.at("/counts/deactivated").as_int64(), 240);
  EXPECT_GT(first.at("/counts/deactivated").as_int64(), 5);
  EXPECT_GT(first.at("/counts/pending").as_int64(), 8);
  const auto members = rows(elif, path);
  EXPECT_EQ(members.size(), 240U);
  // As a browser writes what is typed: 민서, héloïse, Δημήτρης, 佐藤.
  for (const std::string typed : {"%EB%AF%BC%EC%84%9C", "h%C3%A9lo%C3%AFse", "%CE%94%CE%B7%CE%BC%CE%AE%CF%84%CF%81%CE%B7%CF%82",
                                  "%E4%BD%90%E8%97%A4", "heloise"})
    EXPECT_GT(rows(elif, path + "?q=" + typed).size(), 0U) << typed;
  int limited = 0;
  for (const auto& member : members) limited += member.at("sub_accounts").is_array() ? 1 : 0;
  EXPECT_GT(limited, 60);
  EXPECT_GT(values(members, "role").size(), 3U);
  EXPECT_EQ(rows(elif, "/v1/accounts/" + account("portal") + "/sub-accounts").size(), 8U);
}

TEST_F(Demo, SomePeopleAreInSeveralAccounts) {
  auto elif = client_of("elif@orbital.example");
  const auto session = elif.get("/v1/session");
  EXPECT_EQ(session.text("/accounts/0/policy"), "portal") << "the own account first";
  EXPECT_EQ(session.at("/accounts").as_array().size(), 3U);
  EXPECT_EQ(values(session.at("/accounts").as_array(), "status"), (Words{"active", "deactivated"}));
  auto aiko = client_of("aiko@freelance.example");
  EXPECT_EQ(aiko.get("/v1/session").at("/accounts").as_array().size(), 4U);
  EXPECT_GE(rows(elif, "/v1/me/sessions").size(), 2U) << "another device is signed in";
  EXPECT_GT(rows(elif, "/v1/me/sign-ins").size(), 10U);
}

TEST_F(Demo, TheSeatsOfAPlanAreTaken) {
  auto hyejin = client_of("hyejin@stage.example");
  const auto seats = hyejin.get("/v1/accounts/" + account("stage") + "/seats");
  EXPECT_EQ(seats.at("/limits/0/used"), seats.at("/limits/0/max")) << seats.body;
  const auto more =
      hyejin.post("/v1/accounts/" + account("stage") + "/invitations",
                  {{"invitees", json::array{json::object{{"email", "one-more@stage.example"}}}}, {"role", "administrator"}});
  EXPECT_EQ(more.text("/results/0/outcome"), "seat_limit_reached");
}

TEST_F(Demo, AnAccountHasChangedHands) {
  auto ines = client_of("ines@zaiko.example");
  const auto events = rows(ines, "/v1/accounts/" + account("creator") + "/events?type=ownership.transferred");
  ASSERT_EQ(events.size(), 1U);
  EXPECT_GT(days_ago(events[0].at("at")), 100);
}

TEST_F(Demo, ThatWhichWasSentOfLateArrivesAndCanBeAccepted) {
  const auto token = world->mailbox.wait_for_link("noor@orbital.example", "/invitations/").token();
  const auto joined = world->accept_as_new(token, "Noor");
  EXPECT_EQ(joined.status, 201) << joined.body;
}

TEST_F(Demo, IsShownAgainAsItIsByNow) {
  const auto again = world->server.run({"demo", "--show", "--json"});
  EXPECT_EQ(again.exit_code, 0) << again.errors;
  const auto shown = json::parse(again.output);
  EXPECT_EQ(shown.at("accounts").as_array().size(), 5U);
  EXPECT_EQ(shown.at("accounts").at(1).at("people"), body.at("accounts").at(1).at("people"));
  const auto text = world->server.run({"demo", "--show"});
  for (const std::string part : {"a quiet harbour at dawn", "elif@orbital.example", "박혜진", "more"})
    EXPECT_NE(text.output.find(part), std::string::npos) << part << text.output;
}

TEST(DemoOfAnySize, FillsTheLargestAccount) {
  World world;
  const auto none = world.server.run({"demo", "--show"});
  EXPECT_EQ(none.exit_code, 1) << "there is none yet";
  const auto made = world.server.run({"demo", "--members", "1500", "--json"});
  ASSERT_EQ(made.exit_code, 0) << made.errors;
  const auto portal = json::parse(made.output).at("accounts").at(3);
  EXPECT_EQ(portal.at("more").as_int64() + static_cast<std::int64_t>(portal.at("people").as_array().size()), 1500);
  EXPECT_EQ(world.server.run({"verify"}).exit_code, 0);
  EXPECT_EQ(world.server.run({"demo", "--members", "-1"}).exit_code, 2);
}

}  // namespace
}  // namespace roster::testing
