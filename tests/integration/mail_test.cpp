// Letters from the whole server through real SMTP servers (aiosmtpd): with STARTTLS and a sign-in as operators run them, and a
// fickle one that puts off, refuses and stalls.

#include <gtest/gtest.h>
#include <signal.h>

#include <cstdlib>
#include <map>
#include <memory>
#include <set>

#include "support/programs.h"
#include "support/world.h"

namespace roster::testing {
namespace {

namespace fs = std::filesystem;

/// tests/integration/fickle_smtp_server.py, which can be gone for a while.
class FickleServer {
 public:
  FickleServer() { start(); }
  void start(const std::string& pause = "0") {
    fs::remove(folder_.file("log"));
    program_ = std::make_unique<Program>(
        std::vector<std::string>{"/usr/bin/python3", "-Wignore", ROSTER_SOURCE_DIR "/tests/integration/fickle_smtp_server.py",
                                 letters().string(), port_.text(), pause},
        folder_.file("log"));
    if (!wait_until([this] { return read_whole_file(folder_.file("log")).starts_with("ready"); }))
      throw std::runtime_error("the SMTP server did not start: " + read_whole_file(folder_.file("log")));
  }
  void stop() { program_->stop(); }
  [[nodiscard]] fs::path letters() const {
    fs::create_directories(folder_.path() / "letters");
    return folder_.path() / "letters";
  }
  [[nodiscard]] std::string url() const { return "smtp://127.0.0.1:" + port_.text(); }
  [[nodiscard]] std::string url_with_password() const { return "smtp://roster:s3cr3t-of-smtp@127.0.0.1:" + port_.text(); }
  /// "MAIL …" and "RCPT …" lines as they came.
  [[nodiscard]] std::string seen() const { return read_whole_file(letters() / "seen"); }
  [[nodiscard]] int count_seen(const std::string& line) const {
    int n = 0;
    const auto text = seen();
    for (auto at = text.find(line); at != std::string::npos; at = text.find(line, at + 1)) ++n;
    return n;
  }
  [[nodiscard]] std::vector<Letter> put_off() const {
    std::vector<Letter> found;
    for (const auto& entry : fs::directory_iterator(letters()))
      if (entry.path().extension() == ".later") found.push_back(read_letter(read_whole_file(entry.path())));
    return found;
  }

 private:
  Folder folder_;
  SparePort port_;
  std::unique_ptr<Program> program_;
};

/// A gauge or a counter without labels; -1 when it is not there.
double metric(Client client, const std::string& name) {
  const auto body = client.get("/metrics").body;
  const auto at = body.find("\n" + name + " ");
  return at == std::string::npos ? -1 : std::strtod(body.c_str() + at + name.size() + 2, nullptr);
}

struct Mail : ::testing::Test {
  FickleServer smtp;
  World world{{.log_level = "info", .mail = smtp.url()}};
  Person owner = [this] {
    world.mailbox = Mailbox{smtp.letters()};
    return world.person("Olga Owner");
  }();
  std::string account = world.account(owner, "stage");

  std::string path(const std::string& rest) const { return "/v1/accounts/" + account + rest; }
  /// Its id.
  std::string invite(const std::string& email) {
    const auto reply = world.invite(account, owner, email, {{"role", "operator"}});
    EXPECT_EQ(reply.text("/results/0/outcome"), "invited") << reply.body;
    return reply.text("/results/0/invitation/id");
  }
  std::string delivery(const std::string& invitation) {
    return owner.client.get(path("/invitations/" + invitation)).text("/delivery");
  }
  bool becomes(const std::string& invitation, const std::string& state) {
    return wait_until([&] { return delivery(invitation) == state; });
  }
  /// How often a letter was put off, and that was written down.
  int delays() const {
    int n = 0;
    const auto log = world.server.log();
    for (auto at = log.find("letter_delayed"); at != std::string::npos; at = log.find("letter_delayed", at + 1)) ++n;
    return n;
  }
  double queued() const { return metric(world.server.client(), "roster_letters_queued"); }
};

TEST(MailWithStarttls, AnInvitationArrivesAndItsLinkWorks) {
  Folder folder;
  make_certificate(folder.file("cert.pem"), folder.file("key.pem"), "DNS:localhost");
  // It chooses its port and prints it.
  Program smtp({"/usr/bin/python3", "-Wignore", ROSTER_SOURCE_DIR "/tests/mail/smtp_server.py", folder.file("cert.pem"),
                folder.file("key.pem"), folder.path().string()},
               folder.file("port"));
  ASSERT_TRUE(wait_until([&] { return read_whole_file(folder.file("port")).ends_with('\n'); }));
  const auto port = std::stoi(read_whole_file(folder.file("port")));
  World world(
      {.settings = "[mail]\nca_file = \"" + folder.file("cert.pem") + "\"\nfrom = \"Orbital Accounts <accounts@orbital.test>\"\n",
       .log_level = "info",
       .mail = "smtp://noreply:p%40ss%3Aw%2Frd@localhost:" + std::to_string(port)});
  world.mailbox = Mailbox{folder.path()};
  auto owner = world.person("Olga Owner");
  const auto account = world.account(owner, "stage");
  const auto invited = world.invite(account, owner, "minji@team.test", {{"role", "operator"}});
  const auto letter = world.mailbox.wait("minji@team.test");
  EXPECT_NE(letter.link().find(world.server.url() + "/invitations/"), std::string::npos) << letter.text;
  EXPECT_NE(letter.html.find(letter.link()), std::string::npos);
  EXPECT_NE(read_whole_file(letter.file).find("From: \"Orbital Accounts\"\r\n <accounts@orbital.test>\r\n"), std::string::npos)
      << read_whole_file(letter.file).substr(0, 500);
  EXPECT_EQ(world.accept_as_new(letter.token()).status, 201);
  EXPECT_TRUE(wait_until([&] { return metric(world.server.client(), "roster_letters_queued") == 0; }));
  EXPECT_EQ(world.server.log().find("p@ss:w/rd"), std::string::npos);
  EXPECT_EQ(world.server.log().find("p%40ss"), std::string::npos);
}

TEST(MailWithStarttls, AServerWithoutItGetsNothingAndTheBacklogIsToBeSeen) {
  FickleServer smtp;
  TestServer server({.log_level = "info", .mail = smtp.url_with_password()});
  const auto made = server.run({"user", "create", "minji@team.test", "Min-ji"});
  ASSERT_EQ(made.exit_code, 0) << made.errors;
  ASSERT_TRUE(wait_until([&] { return server.log().find("no_secure_connection") != std::string::npos; })) << server.log();
  EXPECT_EQ(metric(server.client(), "roster_letters_queued"), 1);
  server.advance(std::chrono::seconds{40});
  EXPECT_GE(metric(server.client(), "roster_letters_lag_seconds"), 40);
  EXPECT_EQ(metric(server.client(), "roster_letters_failed"), 0);
  EXPECT_EQ(smtp.seen(), "") << "neither a letter nor a password goes out in the clear";
  EXPECT_EQ(server.log().find("s3cr3t"), std::string::npos);
}

TEST_F(Mail, ALetterThatIsPutOffArrivesOnceAsTheSameMessage) {
  const auto id = invite("later-minji@team.test");
  ASSERT_TRUE(wait_until([&] { return delays() == 1; }));
  EXPECT_EQ(delivery(id), "queued");
  EXPECT_EQ(queued(), 1);
  world.server.advance(std::chrono::seconds{6});
  ASSERT_TRUE(wait_until([&] { return delays() == 2; }));
  EXPECT_EQ(smtp.put_off().size(), 2U);
  world.server.advance(std::chrono::seconds{31});
  const auto letter = world.mailbox.wait("later-minji@team.test");
  ASSERT_TRUE(becomes(id, "sent"));
  for (const auto& earlier : smtp.put_off()) {
    EXPECT_FALSE(earlier.message_id.empty());
    EXPECT_EQ(earlier.message_id, letter.message_id);
    EXPECT_EQ(earlier.text, letter.text);
  }
  world.server.advance(std::chrono::hours{2});
  EXPECT_TRUE(wait_until([&] { return queued() == 0; }));
  owner.client = world.sign_in(owner);
  invite("later-witness@team.test");  // whatever else was due is out before this one is tried
  ASSERT_TRUE(wait_until([&] { return smtp.put_off().size() == 3; }));
  EXPECT_EQ(world.mailbox.to("later-minji@team.test").size(), 1U);
  EXPECT_EQ(world.accept_as_new(letter.token()).status, 201);
}

TEST_F(Mail, ALetterThatIsRefusedForGoodIsShownAsFailedAndNotTriedAgain) {
  const auto id = invite("never-minji@team.test");
  ASSERT_TRUE(becomes(id, "failed"));
  const auto shown = owner.client.get(path("/invitations?status=pending"));
  EXPECT_EQ(shown.text("/data/0/delivery"), "failed") << shown.body;
  EXPECT_EQ(shown.body.find("Secretname"), std::string::npos) << "what the mail server said is the operator's to read";
  EXPECT_EQ(metric(world.server.client(), "roster_letters_failed"), 1);
  world.server.advance(std::chrono::hours{2});
  owner.client = world.sign_in(owner);
  invite("witness@team.test");
  static_cast<void>(world.mailbox.wait("witness@team.test"));
  EXPECT_EQ(smtp.count_seen("RCPT never-minji@team.test"), 1);
}

TEST_F(Mail, AStalledDomainHoldsNobodyElse) {
  for (int i = 0; i < 20; ++i) invite("slow-" + std::to_string(i) + "@stalled.test");
  ASSERT_TRUE(wait_until([&] { return smtp.count_seen("@stalled.test") > 0; }));
  const auto began = std::chrono::steady_clock::now();
  for (int i = 0; i < 20; ++i) invite("quick-" + std::to_string(i) + "@team.test");
  for (int i = 0; i < 20; ++i) static_cast<void>(world.mailbox.wait("quick-" + std::to_string(i) + "@team.test"));
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds{15});
  EXPECT_LE(smtp.count_seen("@stalled.test"), 4) << "a domain gets a few of the senders, not all";
  EXPECT_EQ(owner.client.get("/v1/session").status, 200);
}

TEST_F(Mail, WhatWasSupersededOrCancelledBeforeSendingIsNeverSent) {
  smtp.stop();
  const auto resent = invite("resent@team.test");
  const auto cancelled = invite("cancelled@team.test");
  const auto kept = invite("kept@team.test");
  EXPECT_EQ(owner.client.post(path("/invitations/" + resent + "/resend")).status, 200);
  EXPECT_EQ(owner.client.post(path("/invitations/" + resent + "/resend")).status, 200);
  EXPECT_EQ(owner.client.del(path("/invitations/" + cancelled)).status, 204);
  ASSERT_TRUE(wait_until([&] { return queued() == 2; })) << queued() << " letters wait";
  smtp.start();
  world.server.advance(std::chrono::hours{2});
  owner.client = world.sign_in(owner);
  ASSERT_TRUE(becomes(kept, "sent"));
  ASSERT_TRUE(becomes(resent, "sent"));
  EXPECT_EQ(world.mailbox.to("cancelled@team.test").size(), 0U);
  const auto letters = world.mailbox.to("resent@team.test");
  ASSERT_EQ(letters.size(), 1U);
  EXPECT_EQ(world.accept_as_new(letters.front().token()).status, 201) << "it is the newest link";
}

TEST_F(Mail, AnInvitationThatExpiredWhileTheMailServerWasAwayIsNotSent) {
  smtp.stop();
  invite("too-late@team.test");
  world.server.advance(std::chrono::hours{24 * 8});
  smtp.start();
  owner.client = world.sign_in(owner);
  invite("witness@team.test");
  static_cast<void>(world.mailbox.wait("witness@team.test"));
  ASSERT_TRUE(wait_until([&] { return queued() == 0; }));
  EXPECT_TRUE(world.mailbox.to("too-late@team.test").empty());
}

TEST_F(Mail, LettersOutliveAKillAndGoOutOnce) {
  smtp.stop();
  smtp.start("0.1");
  json::array invitees;
  std::vector<std::string> addresses;
  for (int i = 0; i < 40; ++i) {
    addresses.push_back("p" + std::to_string(i) + "@d" + std::to_string(i % 8) + ".test");
    invitees.push_back(json::object{{"email", addresses.back()}});
  }
  const auto invited = owner.client.post(path("/invitations"), {{"role", "operator"}, {"invitees", invitees}});
  ASSERT_EQ(invited.status, 200) << invited.body;
  const auto arrived = [&](const std::string& address) { return world.mailbox.to(address); };
  ASSERT_TRUE(wait_until([&] { return world.mailbox.all().size() >= 10; }));
  world.server.kill();
  world.server.start();
  world.server.advance(std::chrono::seconds{95});  // the claims of those in flight have run out
  ASSERT_TRUE(wait_until([&] { return queued() == 0; }, std::chrono::seconds{40})) << queued();
  std::size_t twice = 0;
  for (const auto& address : addresses) {
    const auto letters = arrived(address);
    EXPECT_GE(letters.size(), 1U) << address;
    std::set<std::string> ids;
    for (const auto& letter : letters) ids.insert(letter.message_id);
    EXPECT_EQ(ids.size(), 1U) << "a repeat is the same message: " << address;
    if (letters.size() > 1) ++twice;
  }
  EXPECT_LE(twice, 8U) << "only what was in flight may have come twice";
}

}  // namespace
}  // namespace roster::testing
