#include "mail/mail_settings.h"

#include <gtest/gtest.h>

namespace roster::mail {
namespace {

TEST(Transport, IsReadFromOneLine) {
  const auto dir = read_transport("dir:/var/spool/roster").value();
  EXPECT_EQ(std::get<DirSettings>(dir).folder, "/var/spool/roster");

  const auto relay = std::get<SmtpSettings>(read_transport("smtp://mail.example").value());
  EXPECT_EQ(relay.host, "mail.example");
  EXPECT_EQ(relay.port, 25);
  EXPECT_TRUE(relay.require_tls);
  EXPECT_FALSE(relay.implicit_tls);

  const auto submission =
      std::get<SmtpSettings>(read_transport("smtp://noreply%40id.example:p%40ss%3Aw%2Frd@mail.example/").value());
  EXPECT_EQ(submission.user, "noreply@id.example");
  EXPECT_EQ(submission.password.reveal(), "p@ss:w/rd");
  EXPECT_EQ(submission.port, 587);

  const auto tls = std::get<SmtpSettings>(read_transport("smtps://u:p@[2001:db8::1]").value());
  EXPECT_EQ(tls.host, "2001:db8::1");
  EXPECT_EQ(tls.port, 465);
  EXPECT_TRUE(tls.implicit_tls);
}

TEST(Transport, IsPlainOnlyToThisMachineAndWithoutAPassword) {
  for (const auto* local : {"smtp://127.0.0.1:2525", "smtp://localhost", "smtp://[::1]:25", "smtp://127.8.9.1"})
    EXPECT_FALSE(std::get<SmtpSettings>(read_transport(local).value()).require_tls) << local;
  for (const auto* remote : {"smtp://localhost.evil.test", "smtp://10.0.0.1", "smtp://128.0.0.1", "smtp://127.0.0.1.evil.test",
                             "smtp://u:p@127.0.0.1"})
    EXPECT_TRUE(std::get<SmtpSettings>(read_transport(remote).value()).require_tls) << remote;
}

TEST(Transport, IsRefusedWithASentenceThatHoldsNoPassword) {
  for (const auto* wrong : {"", "dir:", "/var/mail", "http://mail.example", "smtp://", "smtp://hunter2@mail.example",
                            "smtp://u:hunter2@", "smtp://u:hunter2@h:0", "smtp://u:hunter2@h:70000", "smtp://u:hunter2@h/path",
                            "smtp://u:hunter2%zz@h", "smtp://u:hunter2%0d%0a@h", "smtp://:hunter2@h", "smtp://u:hunter2@ho st",
                            "smtp://u:hunter2@[::1", "SMTP://u:hunter2@h"}) {
    const auto read = read_transport(wrong);
    ASSERT_FALSE(read) << wrong;
    EXPECT_FALSE(read.error().empty());
    EXPECT_EQ(read.error().find("hunter2"), std::string::npos);
  }
}

TEST(Transport, IsDescribedWithoutItsPassword) {
  EXPECT_EQ(describe(read_transport("smtp://me:hunter2@mail.example").value()),
            "smtp://mail.example:587 (STARTTLS, with a password)");
  EXPECT_EQ(describe(read_transport("smtp://localhost").value()), "smtp://localhost:25 (plain, this machine only)");
}

TEST(Sender, IsANameAndAnAddress) {
  const auto both = read_sender("Clinic Network <noreply@id.example>", "https://id.example").value();
  EXPECT_EQ(both.name, "Clinic Network");
  EXPECT_EQ(both.address, "noreply@id.example");
  EXPECT_EQ(read_sender("\"Clinic, Network\" <a@b.example>", "").value().name, "Clinic, Network");
  EXPECT_EQ(read_sender("a@b.example", "").value().name, "Roster");
  EXPECT_EQ(read_sender("Roster <no-reply@localhost>", "").value().address, "no-reply@localhost");
  EXPECT_EQ(read_sender("", "https://id.example:8443/roster").value().address, "noreply@id.example");
  EXPECT_EQ(read_sender("", "http://127.0.0.1:8080").value().address, "noreply@localhost");
  for (const auto* wrong : {"Roster", "Roster <>x", "A\nBcc: x@y.test <a@b.example>", "Roster <a b@c.example>", "<a@b.example>"})
    EXPECT_FALSE(read_sender(wrong, "https://id.example")) << wrong;
}

TEST(HostOfUrl, IsTheBareHost) {
  EXPECT_EQ(host_of_url("https://id.example"), "id.example");
  EXPECT_EQ(host_of_url("http://127.0.0.1:8080/x"), "127.0.0.1");
  EXPECT_EQ(host_of_url("http://[::1]:8080"), "::1");
}

}  // namespace
}  // namespace roster::mail
