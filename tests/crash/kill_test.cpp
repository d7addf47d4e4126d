// Killed with -9 at random moments under recording clients: every acknowledged change is there, every refused one is not,
// an unanswered one is there whole or not at all, and the invariants and the journal's chain hold.

#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <random>
#include <set>
#include <thread>

#include "support/rounds.h"
#include "support/world.h"

namespace roster::testing {
namespace {

/// What the clients know when the server dies.
struct Record {
  std::mutex mutex;                                         // guards the sets
  std::set<std::string> acknowledged, refused, unanswered;  // invited addresses
  std::set<std::string> cancelled;                          // invitation ids whose cancelling was acknowledged

  void note(std::set<std::string>& set, const std::string& what) {
    const std::lock_guard guard(mutex);
    set.insert(what);
  }
  std::size_t count_acknowledged() {
    const std::lock_guard guard(mutex);
    return acknowledged.size();
  }
};

/// Invites one address after the other until the server is gone; cancels every third; asks for what must be refused too.
void keep_inviting(const World& world, const std::string& account, const std::string& token, const std::string& name,
                   Record& record, const std::atomic<bool>& over) {
  auto client = world.server.client().with_token(token);
  const auto path = "/v1/accounts/" + account + "/invitations";
  for (int i = 0; !over; ++i) {
    const auto address = name + "-" + std::to_string(i) + "@crash.test";
    const auto reply = client.post(path, {{"role", "operator"}, {"invitees", json::array{json::object{{"email", address}}}}});
    if (reply.status == 200 && reply.text("/results/0/outcome") == "invited") {
      record.note(record.acknowledged, address);
    } else if (reply.status == 0) {
      record.note(record.unanswered, address);
      return;
    }
    const auto bad = "refused-" + address;
    const auto refusal = client.post(path, {{"role", "owner"}, {"invitees", json::array{json::object{{"email", bad}}}}});
    if (refusal.status == 422) record.note(record.refused, bad);
    if (i % 3 == 0) {
      const auto id = reply.text("/results/0/invitation/id");
      if (client.del(path + "/" + id).status == 204) record.note(record.cancelled, id);
    }
  }
}

std::map<std::string, std::pair<std::string, std::string>> list_invitations(Client& client, const std::string& account) {
  std::map<std::string, std::pair<std::string, std::string>> by_address;
  std::string cursor;
  do {
    const auto reply =
        client.get("/v1/accounts/" + account + "/invitations?limit=200" + (cursor.empty() ? "" : "&cursor=" + cursor));
    EXPECT_EQ(reply.status, 200) << reply.body;
    if (reply.status != 200) return by_address;
    for (const auto& row : reply.at("/data").get_array())
      by_address[std::string{row.at("email").get_string()}] = {std::string{row.at("id").get_string()},
                                                               std::string{row.at("status").get_string()}};
    cursor = reply.text("/next_cursor");
  } while (!cursor.empty());
  return by_address;
}

TEST(Crash, KilledAtRandomMomentsNothingAcknowledgedIsLostAndNothingRefusedIsThere) {
  World world({.settings = "[limits]\ninvitations_per_account_per_hour = 1000000\n"});
  auto owner = world.person("Owner");
  const auto account = world.account(owner, "stage");
  std::mt19937 random(20261121);  // NOLINT: the same moments every time, as far as the machine allows
  Record record;
  for (int round = 0; round < rounds(10, 50); ++round) {
    std::atomic<bool> over{false};
    const auto before = record.count_acknowledged();
    std::vector<std::thread> clients;
    for (int c = 0; c < 8; ++c)
      clients.emplace_back([&, c] {
        keep_inviting(world, account, owner.client.token, "r" + std::to_string(round) + "c" + std::to_string(c), record, over);
      });
    // The moment is what is tested, so this is the one place that waits for time and not for a condition alone.
    EXPECT_TRUE(wait_until([&] { return record.count_acknowledged() > before; })) << "the clients do not get to do anything";
    std::this_thread::sleep_for(std::chrono::milliseconds{random() % 120});
    world.server.kill();
    over = true;
    for (auto& client : clients) client.join();
    world.server.start();
    ASSERT_EQ(owner.client.get("/v1/session").status, 200) << "sessions outlive a crash";
  }
  const auto kept = list_invitations(owner.client, account);
  for (const auto& address : record.acknowledged)
    EXPECT_TRUE(kept.contains(address)) << address << " was acknowledged and is gone";
  for (const auto& address : record.refused) EXPECT_FALSE(kept.contains(address)) << address << " was refused and is there";
  std::map<std::string, std::string> status_by_id;
  for (const auto& [address, row] : kept) {
    status_by_id[row.first] = row.second;
    EXPECT_TRUE(record.acknowledged.contains(address) || record.unanswered.contains(address))
        << address << " was never asked for";
  }
  for (const auto& id : record.cancelled) EXPECT_EQ(status_by_id[id], "cancelled") << id;
  const auto verdict = world.server.run({"verify", "--json"});
  EXPECT_EQ(verdict.exit_code, 0) << verdict.output << verdict.errors;
}

}  // namespace
}  // namespace roster::testing
