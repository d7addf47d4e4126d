// Lists by pages: each row once, in whatever order; and a cursor is good for its own list in its own account, else for nothing.

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "support/rounds.h"
#include "surface/scene.h"

namespace roster::testing {
namespace {

struct Pages : ::testing::Test {
  Scene scene;

  void fill(Estate& estate, const std::string& name) {
    const auto path = "/v1/accounts/" + estate.account;
    for (int i = 0; i < 5; ++i) {
      const auto one = name + " " + std::to_string(i);
      EXPECT_EQ(estate.owner.client.post(path + "/sub-accounts", {{"name", one}}).status, 201);
      EXPECT_EQ(estate.owner.client.post(path + "/roles", {{"title", one}, {"permissions", json::array{}}}).status, 201);
      EXPECT_EQ(
          estate.owner.client.post(path + "/contacts", {{"name", one}, {"email", "c@x.test"}, {"topics", json::array{"billing"}}})
              .status,
          201);
      EXPECT_EQ(scene.world.invite(estate.account, estate.owner, scene.world.address(name)).status, 200);
    }
    for (int i = 0; i < 3; ++i) {
      // Names alike, so that the id has to tell them apart; and one as long as names may be.
      std::string long_name;
      for (int n = 0; n < 199; ++n) long_name += "\uFDFA";  // eighteen letters to whoever sorts
      scene.world.member(estate.account, estate.owner, i == 2 ? "Z" + long_name : "Same Name");
    }
  }
  static std::vector<std::string> lists() {
    std::vector<std::string> all{"/sub-accounts",
                                 "/roles",
                                 "/contacts",
                                 "/seats",
                                 "/sign-ins",
                                 "/events",
                                 "/members?status=active",
                                 "/invitations?status=pending"};
    for (const auto* sort : {"joined_at", "-joined_at", "name", "-name", "email", "-email"})
      all.push_back("/members?sort=" + std::string{sort});
    for (const auto* sort : {"sent_at", "-sent_at", "email", "-email"}) all.push_back("/invitations?sort=" + std::string{sort});
    return all;
  }
  static std::string with(const std::string& list, const std::string& parameter) {
    return list + (list.find('?') == std::string::npos ? "?" : "&") + parameter;
  }
};

std::vector<std::string> rows_of(const Reply& reply) {
  std::vector<std::string> rows;
  const auto* data = reply.at("/data").if_array();
  if (data == nullptr) return rows;
  for (const auto& row : *data) {
    auto kept = row;
    for (const auto* moving : {"last_active_at", "last_sign_in_at", "delivery"}) kept.get_object().erase(moving);
    rows.push_back(json::serialize(kept));
  }
  return rows;
}

TEST_F(Pages, EachRowComesOnceAndInTheOrderOfTheWholeList) {
  fill(scene.a, "A");
  const auto path = "/v1/accounts/" + scene.a.account;
  for (const auto& list : lists()) {
    SCOPED_TRACE(list);
    const auto whole = rows_of(scene.a.owner.client.get(path + with(list, "limit=200")));
    EXPECT_GT(whole.size(), 3U);
    for (const auto* limit : {"limit=1", "limit=2", "limit=3"}) {
      std::vector<std::string> paged;
      std::string cursor;
      do {
        const auto reply = scene.a.owner.client.get(path + with(list, limit) + (cursor.empty() ? "" : "&cursor=" + cursor));
        ASSERT_EQ(reply.status, 200) << reply.body;
        const auto rows = rows_of(reply);
        ASSERT_FALSE(rows.empty() && !reply.text("/next_cursor").empty()) << "a page of nothing that goes on";
        paged.insert(paged.end(), rows.begin(), rows.end());
        cursor = reply.text("/next_cursor");
        ASSERT_LE(cursor.size(), 2048U) << "longer than the contract lets a client send";
        ASSERT_LE(paged.size(), whole.size());
      } while (!cursor.empty());
      EXPECT_EQ(paged, whole);
    }
  }
}

TEST_F(Pages, TheAskersOwnListsComeByPagesToo) {
  auto& owner = scene.a.owner;
  for (const auto* name : {"Same Name", "Same Name", "same name", "Äther", "Same", "~"}) {
    EXPECT_EQ(owner.client.post("/v1/accounts", {{"name", name}, {"policy", "portal"}}).status, 201);
    static_cast<void>(scene.world.sign_in(owner));
    const auto other = scene.world.account(scene.b.owner, "portal");
    EXPECT_EQ(scene.world.invite(other, scene.b.owner, owner.email).status, 200);
  }
  for (const std::string list : {"/v1/me/sessions", "/v1/me/sign-ins", "/v1/me/accounts", "/v1/me/invitations", "/v1/accounts"}) {
    SCOPED_TRACE(list);
    const auto whole = rows_of(owner.client.get(list + "?limit=200"));
    EXPECT_GT(whole.size(), 5U);
    for (const auto* limit : {"?limit=1", "?limit=3"}) {
      std::vector<std::string> paged;
      std::string cursor;
      do {
        const auto reply = owner.client.get(list + limit + (cursor.empty() ? "" : "&cursor=" + cursor));
        ASSERT_EQ(reply.status, 200) << reply.body;
        const auto rows = rows_of(reply);
        paged.insert(paged.end(), rows.begin(), rows.end());
        cursor = reply.text("/next_cursor");
        ASSERT_LE(paged.size(), whole.size());
      } while (!cursor.empty());
      EXPECT_EQ(paged, whole);
    }
  }
  const auto policies = owner.client.get("/v1/policies");
  EXPECT_EQ(policies.status, 200);
  EXPECT_TRUE(policies.at("/next_cursor").is_null());
}

TEST_F(Pages, ACursorOfAnotherAccountListOrOrderShowsNothingOfIt) {
  fill(scene.a, "A");
  fill(scene.b, "B");
  const auto own = "/v1/accounts/" + scene.b.account;
  for (const auto& list : lists()) {
    SCOPED_TRACE(list);
    const auto foreign = scene.a.owner.client.get("/v1/accounts/" + scene.a.account + with(list, "limit=2")).text("/next_cursor");
    ASSERT_FALSE(foreign.empty());
    const auto whole = rows_of(scene.b.owner.client.get(own + with(list, "limit=200")));
    const auto reply = scene.b.owner.client.get(own + with(list, "limit=200&cursor=" + foreign));
    EXPECT_TRUE(reply.status == 422 || reply.status == 200) << reply.body;
    for (const auto& row : rows_of(reply)) EXPECT_NE(std::find(whole.begin(), whole.end(), row), whole.end()) << row;
    // The same as any other that starts there: it does not matter whether the row it names is anywhere.
    for (const auto& other : lists()) {
      const auto crossed = scene.a.owner.client.get("/v1/accounts/" + scene.a.account + with(other, "cursor=" + foreign));
      EXPECT_TRUE(crossed.status == 422 || crossed.status == 200) << other << crossed.body;
    }
  }
}

TEST_F(Pages, ABentCursorIsRefusedOrGoesOnInTheOwnList) {
  fill(scene.a, "A");
  const auto path = "/v1/accounts/" + scene.a.account;
  std::mt19937 random(20261122);  // NOLINT: the same bends every time
  constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  for (const auto& list : lists()) {
    SCOPED_TRACE(list);
    const auto whole = rows_of(scene.a.owner.client.get(path + with(list, "limit=200")));
    const auto cursor = scene.a.owner.client.get(path + with(list, "limit=2")).text("/next_cursor");
    ASSERT_FALSE(cursor.empty());
    for (int i = 0; i < rounds(25, 200); ++i) {
      auto bent = cursor;
      switch (random() % 4) {
        case 0:
          bent[random() % bent.size()] = letters[random() % letters.size()];
          break;
        case 1:
          bent.resize(random() % bent.size());
          break;
        case 2:
          bent.insert(random() % bent.size(), 1, letters[random() % letters.size()]);
          break;
        default:
          bent += bent;
          break;
      }
      if (bent.empty()) continue;
      const auto reply = scene.a.owner.client.get(path + with(list, "cursor=" + bent));
      ASSERT_TRUE(reply.status == 422 || reply.status == 200) << bent << reply.body;
      for (const auto& row : rows_of(reply)) ASSERT_NE(std::find(whole.begin(), whole.end(), row), whole.end()) << row;
    }
  }
}

}  // namespace
}  // namespace roster::testing
