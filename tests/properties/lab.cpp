#include "properties/lab.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace roster::testing {

namespace {

/// Sessions outlast every wait; how often is not what is tested.
constexpr const char* settings =
    "[limits]\ninvitations_per_account_per_hour = 1000000000\nletters_per_recipient_per_day = 1000000000\n"
    "resends_per_invitation_per_hour = 1000000000\nregistrations_per_address_per_hour = 1000000\nresets_per_address_per_hour = "
    "1000000\n"
    "sign_in_failures_per_ip = 1000000\nsign_ins_per_user = 1000000\nletters_per_mailbox_per_day = 1000000000\n"
    "accounts_per_user_per_day = 1000000\naccounts_owned_per_user = 1000000\nbulk_rows_per_user_per_minute = 1000000000\n"
    "[http]\nconnections_per_ip = 0\n[invitations]\nlinks_in_person = true\n"
    "[sessions]\nidle_minutes = 1000000\nabsolute_minutes = 1000000\n";

constexpr std::int64_t day_ms = 24 * 3600 * 1000;

}  // namespace

Lab::Lab() : world({.settings = settings}) {
  for (std::size_t i = 0; i < people_count; ++i) {
    const auto name = "Person " + std::to_string(i);
    people.push_back({world.person(name), now_ms()});
  }
}

Actor* Lab::find(const std::string& user) {
  const auto at = std::find_if(people.begin(), people.end(), [&](const Actor& actor) { return actor.person.id == user; });
  return at == people.end() ? nullptr : &*at;
}

std::int64_t Lab::now_ms() const {
  return advanced_ms_ + std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin_).count();
}

void Lab::sign_in(Actor& actor) {
  actor.person.client = world.sign_in(actor.person);
  actor.signed_in_at_ms = now_ms();
}

void Lab::reauthenticate(Actor& actor) {
  const auto reply = actor.person.client.post("/v1/session/reauthenticate", {{"password", actor.person.password}});
  EXPECT_EQ(reply.status, 200) << reply.body;
  actor.person.client.token = reply.text("/token");
  actor.signed_in_at_ms = now_ms();
}

void Lab::advance(std::chrono::hours by) {
  world.server.advance(by);
  advanced_ms_ += std::chrono::duration_cast<std::chrono::milliseconds>(by).count();
  for (auto& actor : people)
    if (now_ms() - actor.signed_in_at_ms > 300 * day_ms) sign_in(actor);
}

bool Lab::signed_in_recently(const Actor& actor) const { return now_ms() - actor.signed_in_at_ms < 4 * 60 * 1000; }

void Lab::read_letters() {
  std::error_code none_yet;
  for (const auto& entry : std::filesystem::directory_iterator(world.server.mail_folder(), none_yet)) {
    if (entry.path().extension() != ".eml") continue;
    std::ifstream in(entry.path(), std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    auto letter = read_letter(text.str());
    if (letter.link().find("/invitations/") != std::string::npos) unclaimed_.push_back(std::move(letter));
    // The test owns the folder: what was read need not be looked at again.
    std::filesystem::remove(entry.path(), none_yet);
  }
}

const std::vector<std::string>& Lab::tokens_of(const std::string& email, const std::string& account_name) {
  read_letters();
  auto& tokens = tokens_[{email, account_name}];
  std::erase_if(unclaimed_, [&](const Letter& letter) {
    if (letter.to.find(email) == std::string::npos || letter.text.find(account_name) == std::string::npos) return false;
    tokens.push_back(letter.token());
    return true;
  });
  // Letters of accounts that no sequence asks for any more.
  if (unclaimed_.size() > 500) unclaimed_.erase(unclaimed_.begin(), unclaimed_.begin() + 250);
  return tokens;
}

}  // namespace roster::testing
