// What the server says when it is asked for more than it takes on: too much, too often, too many at once, no room left.

#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include "support/rounds.h"
#include "support/together.h"
#include "surface/process.h"
#include "surface/scene.h"

namespace roster::testing {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

int seconds_to_wait(const Reply& reply) {
  return reply.header("retry-after").empty() ? 0 : std::stoi(reply.header("retry-after"));
}

void expect_rate_limited(const Reply& reply) {
  EXPECT_EQ(reply.status, 429) << reply.body;
  EXPECT_EQ(reply.code(), "rate_limited");
  EXPECT_GT(seconds_to_wait(reply), 0);
  EXPECT_FALSE(reply.header("ratelimit").empty()) << "what is left";
  EXPECT_FALSE(reply.header("ratelimit-policy").empty()) << "and of what";
}

TEST(Limits, RequestsThatAreNoneOrTooLongAreRefusedByName) {
  World world;
  auto anyone = world.server.client();
  const auto refused = [&](const Reply& reply, int status, const std::string& code) {
    EXPECT_EQ(reply.status, status) << reply.body;
    EXPECT_EQ(reply.code(), code) << reply.body;
    expect_hygiene(reply);
  };
  refused(anyone.get("/v1/me?q=" + std::string(9000, 'a')), 414, "uri_too_long");
  refused(anyone.get("/" + std::string(9000, 'a')), 414, "uri_too_long");
  refused(anyone.get("/v1/me", {{"X-Long", std::string(17'000, 'a')}}), 431, "headers_too_large");
  refused(anyone.get("/v1/me", {{"Cookie", std::string(17'000, 'a')}}), 431, "headers_too_large");
  Client::HeaderList many;
  for (int i = 0; i < 70; ++i) many.emplace_back("X-" + std::to_string(i), "1");
  refused(anyone.get("/v1/me", many), 431, "headers_too_large");
  refused(anyone.get("/v1/me", {{"Host", "evil.test"}}), 421, "misdirected_request");
  refused(anyone.get("/v1/me", {{"Host", "127.0.0.1.evil.test"}}), 421, "misdirected_request");
  const auto no_host = anyone.get("/v1/me", {{"Host", "127.0.0.1@evil.test"}});
  EXPECT_TRUE(no_host.code() == "malformed_request" || no_host.code() == "misdirected_request") << no_host.body;
  refused(anyone.post("/v1/session", {{"email", std::string(300'000, 'a')}}), 413, "body_too_large");
  for (const auto* name :
       {"X-Forwarded-Host", "Forwarded", "X-Original-URL", "X-Rewrite-URL", "X-HTTP-Method-Override", "X-Forwarded-Proto"})
    EXPECT_EQ(anyone.get("/healthz", {{name, "evil.test"}}).status, 200) << name;
}

TEST(Limits, NoForgedHostGetsIntoALetter) {
  World world;
  auto anyone = world.server.client();
  for (const auto* name : {"X-Forwarded-Host", "Forwarded", "X-Host", "X-Forwarded-Server", "Origin", "Referer"}) {
    const auto email = world.address("reader");
    EXPECT_EQ(anyone
                  .send("POST", "/v1/registrations", json::serialize(json::object{{"email", email}}),
                        {{"Content-Type", "application/json"},
                         {name, "host=evil.test"},
                         {"X-Forwarded-Proto", "https"},
                         {"X-Forwarded-Prefix", "/evil"}})
                  .status,
              202);
    const auto letter = world.mailbox.wait(email);
    EXPECT_TRUE(letter.link().starts_with(world.server.url() + "/register#")) << letter.link();
    EXPECT_EQ(letter.text.find("evil"), std::string::npos);
    EXPECT_EQ(letter.html.find("evil"), std::string::npos);
  }
}

TEST(Limits, RatesAreAnsweredWithWhenToComeBack) {
  World world({.settings = "[limits]\ninvitations_per_account_per_hour = 3\nresends_per_invitation_per_hour = "
                           "2\nregistrations_per_address_per_hour = 4\n"});
  auto owner = world.person("Owner");  // the first registration
  const auto account = world.account(owner, "stage");
  const auto path = "/v1/accounts/" + account;
  const auto invite = [&](const std::string& email) { return world.invite(account, owner, email, {{"role", "operator"}}); };
  const auto first = invite("one@x.test");
  EXPECT_EQ(first.text("/results/0/outcome"), "invited");
  const auto batch =
      owner.client.post(path + "/invitations",
                        {{"role", "operator"},
                         {"invitees", json::array{json::object{{"email", "two@x.test"}}, json::object{{"email", "three@x.test"}},
                                                  json::object{{"email", "four@x.test"}}}}});
  EXPECT_EQ(batch.text("/results/2/outcome"), "rate_limited") << batch.body;
  expect_rate_limited(invite("five@x.test"));
  expect_rate_limited(
      owner.client.post(path + "/invitations?dry_run=true",
                        {{"role", "operator"}, {"invitees", json::array{json::object{{"email", "five@x.test"}}}}}));
  const auto resend = [&] {
    return owner.client.post(path + "/invitations/" + first.text("/results/0/invitation/id") + "/resend");
  };
  EXPECT_EQ(resend().status, 200);
  EXPECT_EQ(resend().status, 200);
  expect_rate_limited(resend());
  auto anyone = world.server.client();
  for (int i = 0; i < 3; ++i) EXPECT_EQ(anyone.post("/v1/registrations", {{"email", world.address("many")}}).status, 202);
  const auto unknown = anyone.post("/v1/registrations", {{"email", world.address("many")}});
  expect_rate_limited(unknown);
  expect_same_answer(unknown, anyone.post("/v1/registrations", {{"email", owner.email}}));
  EXPECT_TRUE(world.mailbox.to("five@x.test").empty());
  world.server.advance(std::chrono::hours{1});
  owner.client = world.sign_in(owner);
  EXPECT_EQ(invite("five@x.test").text("/results/0/outcome"), "invited") << "an hour later there is room again";
  EXPECT_EQ(resend().status, 200);
}

TEST(Limits, OfTheFaultsOfARequestFiftyAreTold) {
  World world;
  auto owner = world.person("Owner");
  const auto account = world.account(owner, "stage");
  const auto fifty = [](const Reply& reply) {
    EXPECT_EQ(reply.status, 422) << reply.body.substr(0, 500);
    ASSERT_TRUE(reply.at("/errors").is_array()) << reply.body.substr(0, 500);
    EXPECT_EQ(reply.at("/errors").get_array().size(), 50U);
    EXPECT_LT(reply.body.size(), 30'000U);
  };
  json::object unknown;
  for (int i = 0; i < 5000; ++i) unknown["field-" + std::to_string(i)] = i;
  auto anyone = world.server.client();
  fifty(anyone.post("/v1/registrations", unknown));
  fifty(owner.client.post("/v1/accounts/" + account + "/invitations", unknown));
  json::array rows;
  for (int i = 0; i < 1000; ++i) rows.push_back(json::object{{"email", 7}, {"a", 1}, {"b", 2}});
  fifty(owner.client.post("/v1/accounts/" + account + "/invitations", {{"invitees", rows}}));
  std::string query = "?";
  for (int i = 0; i < 1000; ++i) query += "&f" + std::to_string(i);
  fifty(owner.client.get("/v1/me/accounts" + query));
  const auto long_name = anyone.post("/v1/registrations", {{std::string(60'000, 'n'), 1}, {"email", "a@x.test"}});
  EXPECT_TRUE(names_field(long_name, "/" + std::string(100, 'n') + "…", "unknown_field")) << long_name.body.substr(0, 500);
}

TEST(Limits, APersonOpensSoManyAccountsADayAndOwnsSoMany) {
  World world({.settings = "[limits]\naccounts_per_user_per_day = 3\naccounts_owned_per_user = 5\n"});
  auto owner = world.person("Owner");
  const auto open = [&] { return owner.client.post("/v1/accounts", {{"name", "Mine"}, {"policy", "stage"}}); };
  for (int i = 0; i < 3; ++i) EXPECT_EQ(open().status, 201) << i;
  expect_rate_limited(open());
  for (int i = 0; i < 2; ++i) EXPECT_FALSE(world.account(owner, "stage").empty()) << "the product's key is not held back";
  auto other = world.person("Other");
  EXPECT_EQ(other.client.post("/v1/accounts", {{"name", "Other's"}, {"policy", "stage"}}).status, 201);
  world.server.advance(std::chrono::hours{24});
  owner.client = world.sign_in(owner);
  const auto enough = open();
  EXPECT_EQ(enough.status, 409) << enough.body;
  EXPECT_EQ(enough.code(), "account_limit_reached");
  EXPECT_EQ(enough.text("/params/limit"), "5");
  const auto given = world.account(owner, "stage");
  EXPECT_EQ(owner.client.del("/v1/accounts/" + given, json::object{{"confirm_name", "Orbital Bakery"}}).status, 204);
  EXPECT_EQ(open().code(), "account_limit_reached") << "five are left";
  const auto mine = owner.client.get("/v1/me/accounts").text("/data/0/id");
  const auto named = owner.client.get("/v1/accounts/" + mine).text("/name");
  EXPECT_EQ(owner.client.del("/v1/accounts/" + mine, json::object{{"confirm_name", named}}).status, 204);
  EXPECT_EQ(open().status, 201);
}

TEST(Limits, OneMailboxIsInvitedSoOftenADayHoweverManyAccountsDoIt) {
  World world({.settings = "[limits]\nletters_per_mailbox_per_day = 3\n"});
  std::vector<std::string> outcomes;
  for (int i = 0; i < 4; ++i) {
    auto owner = world.person("Owner");
    const auto account = world.account(owner, "stage");
    const auto email = "vic.tim+" + std::to_string(i) + "@x.test";
    outcomes.push_back(world.invite(account, owner, email, {{"role", "operator"}}).text("/results/0/outcome"));
    EXPECT_EQ(world.invite(account, owner, world.address("else"), {{"role", "operator"}}).text("/results/0/outcome"), "invited");
  }
  EXPECT_EQ(outcomes, (std::vector<std::string>{"invited", "invited", "invited", "rate_limited"}));
}

TEST(Limits, ProofsOfAnAddressAreSentToItsMailboxSoOftenWhateverItsTag) {
  World world;
  auto anyone = world.server.client();
  auto person = world.person("Person");
  for (int i = 0; i < 5; ++i) {
    const auto tag = "+" + std::to_string(i) + "@x.test";
    EXPECT_EQ(anyone.post("/v1/registrations", {{"email", "registering" + tag}}).status, 202);
    EXPECT_EQ(person.client.post("/v1/me/email", {{"email", "changing" + tag}}).status, 202);
  }
  for (const auto* tag : {"+0", "+1", "+2"})
    EXPECT_FALSE(world.mailbox.wait("registering" + std::string{tag} + "@x.test").text.empty());
  // Of one person's changes the last letter takes the place of those that have not left yet.
  EXPECT_FALSE(world.mailbox.wait("changing+2@x.test").text.empty());
  EXPECT_EQ(anyone.post("/v1/registrations", {{"email", "last@x.test"}}).status, 202);
  EXPECT_FALSE(world.mailbox.wait("last@x.test").text.empty()) << "and with it whatever came before";
  for (const auto* name : {"registering", "changing"})
    for (const auto* tag : {"+3", "+4"})
      EXPECT_TRUE(world.mailbox.to(name + std::string{tag} + "@x.test").empty()) << name << tag;
}

TEST(Limits, PlansAndRowsAreWeighedWhetherOrNotAnythingComesOfThem) {
  World world({.settings = "[limits]\nbulk_rows_per_user_per_minute = 250\n"});
  auto owner = world.person("Owner");
  const auto account = world.account(owner, "stage");
  const auto path = "/v1/accounts/" + account;
  const auto next_minute = [&] { world.server.advance(std::chrono::minutes{1}); };
  const auto rename = [&](Client& client, const std::string& query) { return client.patch(path + query, {{"name", "New"}}); };
  for (int i = 0; i < 2; ++i) EXPECT_EQ(rename(owner.client, "?dry_run=true").status, 200);
  expect_rate_limited(rename(owner.client, "?dry_run=true"));
  EXPECT_EQ(rename(world.service(), "?dry_run=true").status, 200) << "the product's key is not held back";
  EXPECT_EQ(rename(owner.client, "").status, 200) << "nor is an act of its own";
  next_minute();
  for (int i = 0; i < 2; ++i) EXPECT_EQ(rename(owner.client, "?plan_digest=" + std::string(64, '0')).code(), "plan_stale");
  expect_rate_limited(rename(owner.client, "?plan_digest=" + std::string(64, '0')));
  next_minute();
  json::array invitees;
  for (int i = 0; i < 150; ++i) invitees.push_back(json::object{{"email", "no address"}});
  const auto invite = [&] { return owner.client.post(path + "/invitations", {{"role", "operator"}, {"invitees", invitees}}); };
  EXPECT_EQ(invite().status, 200);
  expect_rate_limited(invite());
  next_minute();
  EXPECT_EQ(invite().status, 200);
}

TEST(Limits, F21_the_last_ten_invitations_of_the_hour_are_given_once_however_many_ask) {
  World world({.settings = "[limits]\ninvitations_per_account_per_hour = 10\n[http]\nconnections_per_ip = 0\n"});
  auto owner = world.person("Owner");
  const auto account = world.account(owner, "stage");
  std::vector<Client> clients;
  for (int i = 0; i < 100; ++i) clients.push_back(world.server.client().with_token(owner.client.token));
  const auto replies = release_together(clients, [&](std::size_t i, Client& client) {
    return client.post(
        "/v1/accounts/" + account + "/invitations",
        {{"role", "operator"}, {"invitees", json::array{json::object{{"email", "many-" + std::to_string(i) + "@x.test"}}}}});
  });
  int invited = 0;
  for (const auto& reply : replies) {
    const bool ok = reply.text("/results/0/outcome") == "invited";
    invited += ok ? 1 : 0;
    EXPECT_TRUE(ok || reply.status == 429 || reply.text("/results/0/outcome") == "rate_limited") << reply.status << reply.body;
  }
  EXPECT_EQ(invited, 10);
  EXPECT_EQ(owner.client.get("/v1/accounts/" + account + "/members").at("/counts/pending"), json::value(10));
}

TEST(Limits, ARevisionThatIsNotReachedIsSaidAfterASecond) {
  World world;
  auto owner = world.person("Owner");
  const auto account = world.account(owner, "stage");
  const auto begin = steady_clock::now();
  const auto reply = owner.client.get("/v1/check?permission=payments:read&account=" + account + "&at_least=1000000");
  const auto took = steady_clock::now() - begin;
  EXPECT_EQ(reply.status, 409) << reply.body;
  EXPECT_EQ(reply.code(), "revision_not_reached");
  EXPECT_GE(took, milliseconds{500});
  EXPECT_LE(took, milliseconds{3000});
  // It does not wait in vain for what comes meanwhile.
  const auto now =
      owner.client.get("/v1/check?permission=payments:read&account=" + account).at("/revision").to_number<std::int64_t>();
  auto later = world.server.client().with_token(owner.client.token);
  Reply waited;
  std::thread waiting([&] {
    waited = later.get("/v1/check?permission=payments:read&account=" + account + "&at_least=" + std::to_string(now + 1));
  });
  std::this_thread::sleep_for(milliseconds{100});
  EXPECT_EQ(owner.client.patch("/v1/accounts/" + account, {{"name", "Renamed"}}).status, 200);
  waiting.join();
  EXPECT_EQ(waited.status, 200) << waited.body;
  EXPECT_EQ(waited.at("/revision"), json::value(now + 1));
}

// G96: passwords are dear, on purpose; whoever floods the door with them waits, and nobody else.

TEST(Limits, G96_a_flood_of_sign_ins_is_shed_and_others_do_not_notice) {
  World world({.settings = unlimited_settings, .arguments = {}, .cheap_passwords = false});
  auto owner = world.person("Owner");
  const auto account = world.account(owner, "stage");
  const auto before = resident_bytes(world.server.pid());
  std::atomic<bool> over{false};
  std::atomic<std::uint64_t> most{before};
  std::vector<milliseconds> health, checks;
  std::thread bystander([&] {
    auto client = world.server.client();
    auto member = world.server.client().with_token(owner.client.token);
    const auto timed = [](std::vector<milliseconds>& into, const auto& ask) {
      const auto begin = steady_clock::now();
      EXPECT_EQ(ask().status, 200);
      into.push_back(std::chrono::duration_cast<milliseconds>(steady_clock::now() - begin));
    };
    while (!over) {
      timed(health, [&] { return client.get("/healthz"); });
      timed(checks, [&] { return member.get("/v1/check?permission=payments:read&account=" + account); });
      most = std::max(most.load(), resident_bytes(world.server.pid()));
      std::this_thread::sleep_for(milliseconds{2});
    }
  });
  std::vector<Client> clients;
  for (int i = 0; i < 200; ++i) clients.push_back(world.server.client());
  const auto begin = steady_clock::now();
  const auto replies = release_together(clients, [&](std::size_t i, Client& client) {
    return client.post("/v1/session", {{"email", "flood-" + std::to_string(i) + "@x.test"}, {"password", "wrong password here"}});
  });
  const auto took = steady_clock::now() - begin;
  over = true;
  bystander.join();
  int shed = 0;
  for (const auto& reply : replies) {
    EXPECT_TRUE(reply.status == 401 || reply.status == 503) << reply.status << reply.body;
    if (reply.status != 503) continue;
    ++shed;
    EXPECT_EQ(reply.code(), "overloaded") << reply.body;
    EXPECT_GE(seconds_to_wait(reply), 1);
    EXPECT_LE(seconds_to_wait(reply), 5);
  }
  EXPECT_GT(shed, 0) << "none of two hundred was shed";
  EXPECT_GT(count_status(replies, 401), 20) << "and those that fit are answered";
  EXPECT_LT(took, std::chrono::seconds{is_sanitized(world.server.pid()) ? 60 : 15});
  std::sort(health.begin(), health.end());
  std::sort(checks.begin(), checks.end());
  ASSERT_FALSE(checks.empty());
  std::printf("meanwhile: %zu health checks, the slowest in %d ms; 99 %% of checks within %d ms\n", health.size(),
              static_cast<int>(health.back().count()), static_cast<int>(checks[checks.size() * 99 / 100].count()));
  if (!is_sanitized(world.server.pid())) {
    EXPECT_LT(health[health.size() / 2], milliseconds{50});
    EXPECT_LT(health.back(), milliseconds{1000});
    const auto cores = static_cast<std::uint64_t>(std::max(1L, ::sysconf(_SC_NPROCESSORS_ONLN)));
    EXPECT_LT(most.load(), before + (cores * 19 + 64) * 1024 * 1024);
  }
  const auto after = world.sign_in(owner);
  EXPECT_FALSE(after.token.empty()) << "the flood over, the honest owner comes in";
}

// H105: no room left.

/// A file system of a few megabytes that is gone with the process, in a mount namespace of its own; empty where the machine
/// does not let us.
fs::path make_small_disk(std::size_t bytes) {
  if (::unshare(CLONE_NEWNS) != 0) return {};
  if (::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) return {};
  auto pattern = (fs::temp_directory_path() / "roster-disk-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) return {};
  if (::mount("tmpfs", pattern.c_str(), "tmpfs", MS_NOSUID | MS_NODEV, ("size=" + std::to_string(bytes)).c_str()) != 0) return {};
  return pattern;
}

/// Leaves no byte free.
void fill(const fs::path& ballast) {
  std::ofstream file(ballast, std::ios::binary | std::ios::app);
  const std::string page(4096, 'x');
  while (file.write(page.data(), static_cast<std::streamsize>(page.size())).flush()) {
  }
  file.clear();
  while (file.put('x').flush()) {
  }
}

TEST(Limits, H105_a_full_disk_refuses_what_is_new_and_serves_what_there_is) {
  const auto disk = make_small_disk(6u * 1024 * 1024);
  if (disk.empty()) GTEST_SKIP() << "no small disk can be mounted here";
  const auto data = disk / "data";
  const auto mail = fs::temp_directory_path() / ("roster-disk-mail-" + std::to_string(::getpid()));
  fs::create_directory(data);
  {
    World world({.settings = unlimited_settings, .mail = "dir:" + mail.string(), .data = data});
    world.mailbox = Mailbox{mail};
    auto owner = world.person("Owner");
    const auto account = world.account(owner, "portal");
    const auto path = "/v1/accounts/" + account;
    auto member = world.member(account, owner, "Member", {{"role", "user"}, {"permissions", json::array{"products:read"}}});
    auto leaving = world.sign_in(member);
    fill(disk / "ballast");
    const auto state = owner.client.get(path + "/events?limit=200").body;

    const auto refused = [](const Reply& reply) {
      EXPECT_EQ(reply.status, 503) << reply.body;
      EXPECT_EQ(reply.code(), "storage_full") << reply.body;
      EXPECT_GE(seconds_to_wait(reply), 1);
      expect_hygiene(reply);
    };
    for (int i = 0; i < 20; ++i) refused(owner.client.post(path + "/sub-accounts", {{"name", "Shop"}}));
    refused(world.invite(account, owner, "guest@x.test"));
    refused(owner.client.del(member.me_path(account)));
    refused(owner.client.post(path + "/ownership-transfers", {{"to", member.id}}));
    refused(world.server.client().post("/v1/registrations", {{"email", "new@x.test"}}));
    refused(world.server.client().post("/v1/session", {{"email", owner.email}, {"password", owner.password}}));

    // What there is is served, also to a session that has not been used for a while.
    world.server.advance(std::chrono::minutes{2});
    EXPECT_EQ(owner.client.get("/v1/session").status, 200);
    EXPECT_EQ(owner.client.get(path + "/members").status, 200);
    EXPECT_EQ(owner.client.get(path + "/events?limit=200").body, state) << "nothing half-done";
    EXPECT_TRUE(world.may(account, member, "products:read"));
    EXPECT_EQ(member.client.get("/forward-auth?permission=products:read&account=" + account).status, 200);
    EXPECT_EQ(member.client.get("/healthz").status, 200);
    EXPECT_EQ(member.client.get("/metrics").status, 200);
    const auto signed_out = leaving.del("/v1/session");
    EXPECT_TRUE(signed_out.status == 204 || signed_out.status == 503) << signed_out.body;
    EXPECT_NE(signed_out.header("set-cookie").find("Max-Age=0"), std::string::npos) << "the cookie goes in any case";

    fs::remove(disk / "ballast");
    EXPECT_TRUE(wait_until([&] { return owner.client.post(path + "/sub-accounts", {{"name", "Shop"}}).status == 201; },
                           std::chrono::seconds{10}))
        << "with room again it works, without a restart";
    EXPECT_EQ(owner.client.get(path + "/sub-accounts").at("/data").get_array().size(), 1U);
    EXPECT_EQ(world.invite(account, owner, "guest@x.test").text("/results/0/outcome"), "invited");
    EXPECT_EQ(world.server.client().get("/readyz").status, 200);
    const auto verdict = world.server.run({"verify"});
    EXPECT_EQ(verdict.exit_code, 0) << verdict.output << verdict.errors;
  }
  std::error_code ignored;
  fs::remove_all(mail, ignored);
  ::umount2(disk.c_str(), MNT_DETACH);
  fs::remove(disk, ignored);
}

TEST(Limits, AFileThatMayGrowNoMoreIsAWriteRefusedAndNotTheEnd) {
  World world({.settings = unlimited_settings, .file_size_max = 1536 * 1024});
  auto owner = world.person("Owner");
  const auto account = world.account(owner, "portal");
  const auto path = "/v1/accounts/" + account;
  Reply reply;
  int kept = 0;
  const std::string note(900, 'n');
  for (int i = 0; i < 20'000; ++i, ++kept) {
    reply = owner.client.post(
        path + "/invitations",
        {{"message", note}, {"invitees", json::array{json::object{{"email", "g" + std::to_string(i) + "@x.test"}}}}});
    if (reply.status != 200) break;
  }
  ASSERT_EQ(reply.status, 503) << "after " << kept << ": " << reply.body;
  EXPECT_TRUE(reply.code() == "unavailable" || reply.code() == "storage_full") << reply.body;
  EXPECT_GE(seconds_to_wait(reply), 1);
  const auto health = world.server.client().get("/readyz");
  EXPECT_TRUE(health.status == 200 || health.status == 503) << health.status;
  EXPECT_EQ(owner.client.get(path).status, 200) << "what there is is still read";
  EXPECT_EQ(world.server.client().get("/healthz").status, 200);
  const auto verdict = world.server.run({"verify"});
  EXPECT_EQ(verdict.exit_code, 0) << verdict.output << verdict.errors;
}

TEST(Limits, G100_a_row_that_is_not_what_it_must_be_is_a_fault_told_without_a_word_of_it) {
  World world({.settings = unlimited_settings});
  auto owner = world.person("Owner");
  const auto account = world.account(owner, "portal");
  const auto path = "/v1/accounts/" + account;
  const auto made =
      owner.client.post(path + "/contacts", {{"name", "Ledger"}, {"email", "ledger@x.test"}, {"topics", json::array{"billing"}}});
  const auto id = made.text("/id");
  ASSERT_EQ(made.status, 201) << made.body;
  ASSERT_EQ(world.server.terminate(), 0);
  // What no request can bring about: another program has written into the file.
  const auto file = world.server.data() / "roster.db";
  auto bytes = read_whole_file(file.string());
  int bent = 0;
  for (auto at = bytes.find(id); at != std::string::npos; at = bytes.find(id, at + 1), ++bent) bytes.replace(at, 4, "cox_");
  ASSERT_GT(bent, 0) << "nothing of the contact is in the file";
  std::ofstream(file, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  world.server.start();

  for (int i = 0; i < 3; ++i) {
    const auto reply = owner.client.get(path + "/contacts");
    EXPECT_EQ(reply.status, 500) << reply.body;
    EXPECT_EQ(reply.code(), "internal_error");
    EXPECT_EQ(reply.body.find("cox_"), std::string::npos) << reply.body;
    EXPECT_EQ(reply.body.find("malformed"), std::string::npos) << reply.body;
    expect_hygiene(reply);
  }
  EXPECT_NE(world.server.log().find("handler_failed"), std::string::npos) << "whoever runs it is told";
  EXPECT_EQ(owner.client.get(path).status, 200) << "the rest is served";
  EXPECT_EQ(owner.client.get(path + "/members").status, 200);
  EXPECT_EQ(owner.client.post(path + "/sub-accounts", {{"name", "Shop"}}).status, 201);
}

TEST(Limits, StoppingAnswersWhatIsInFlightAndTakesNothingNew) {
  World world({.settings = unlimited_settings, .arguments = {}, .cheap_passwords = false});
  auto owner = world.person("Owner");
  std::vector<Client> clients;
  for (int i = 0; i < 12; ++i) clients.push_back(world.server.client());
  std::thread stopping([&] {
    std::this_thread::sleep_for(milliseconds{60});
    EXPECT_EQ(world.server.terminate(), 0);
  });
  const auto replies = release_together(clients, [&](std::size_t i, Client& client) {
    return client.post("/v1/session",
                       {{"email", "at-the-end-" + std::to_string(i) + "@x.test"}, {"password", "wrong password here"}});
  });
  stopping.join();
  for (const auto& reply : replies) {
    if (reply.status == 0) continue;  // was not taken any more
    EXPECT_TRUE(reply.status == 401 || reply.status == 503) << reply.status << reply.body;
    EXPECT_TRUE(reply.status != 503 || seconds_to_wait(reply) >= 1) << reply.body;
  }
}

}  // namespace
}  // namespace roster::testing
