#include "mail/smtp_transport.h"

#include <gtest/gtest.h>

#include <future>

#include "mail/smtp_sink.h"

namespace roster::mail {
namespace {

using Manner = SmtpSink::Manner;

class Smtp : public ::testing::Test {
 protected:
  [[nodiscard]] SmtpSettings settings() const {
    return {.host = "127.0.0.1", .port = sink_.port(), .require_tls = false, .client_name = "id.example"};
  }
  static Envelope to(const std::string& address) {
    return {.id = LetterId::make({1}), .from = "noreply@id.example", .to = *EmailAddress::parse(address)};
  }
  static inline const std::string message_ = "Subject: x\r\n\r\nHello\r\n.dot\r\n.\r\nend\r\n";

  SmtpSink sink_;
};

TEST_F(Smtp, HandsTheMessageOverAsItIs) {
  SmtpTransport transport{settings()};
  EXPECT_EQ(transport.send(to("minji@x.test"), message_).outcome, Outcome::sent);
  ASSERT_EQ(sink_.messages().size(), 1u);
  EXPECT_EQ(sink_.messages().front(), "Subject: x\r\n\r\nHello\r\n..dot\r\n..\r\nend\r\n");
  EXPECT_EQ(sink_.commands().front(), "EHLO id.example");
  EXPECT_TRUE(sink_.commands().at(1).starts_with("MAIL FROM:<noreply@id.example>"));
  EXPECT_EQ(sink_.commands().at(2), "RCPT TO:<minji@x.test>");
}

TEST_F(Smtp, KeepsItsConnection) {
  SmtpTransport transport{settings()};
  for (int i = 0; i < 5; ++i) EXPECT_EQ(transport.send(to("minji@x.test"), message_).outcome, Outcome::sent);
  EXPECT_EQ(sink_.connections(), 1);
}

TEST_F(Smtp, OpensAnotherConnectionWhenTheKeptOneWasClosed) {
  SmtpTransport transport{settings()};
  EXPECT_EQ(transport.send(to("minji@x.test"), message_).outcome, Outcome::sent);
  sink_.hang_up();
  std::this_thread::sleep_for(std::chrono::milliseconds{100});
  EXPECT_EQ(transport.send(to("minji@x.test"), message_).outcome, Outcome::sent);
  EXPECT_EQ(sink_.connections(), 2);
}

TEST_F(Smtp, TellsWhatIsForGoodFromWhatPasses) {
  struct Case {
    Manner manner;
    Outcome outcome;
    std::string reason;
  };
  const std::vector<Case> cases{{Manner::refuse_recipient, Outcome::permanent, "recipient_refused"},
                                {Manner::refuse_message, Outcome::permanent, "message_refused"},
                                {Manner::greylist, Outcome::temporary, "try_later"},
                                {Manner::drop_after_data, Outcome::temporary, "unreachable"},
                                {Manner::want_sign_in, Outcome::temporary, "sign_in_refused"}};
  SmtpTransport transport{settings()};
  for (const auto& [manner, outcome, reason] : cases) {
    sink_.answer("x.test", manner);
    const auto delivery = transport.send(to("minji@x.test"), message_);
    EXPECT_EQ(delivery.outcome, outcome) << reason << ": " << delivery.detail;
    EXPECT_EQ(delivery.reason, reason) << delivery.detail;
    EXPECT_EQ(delivery.detail.find("secret@text"), std::string::npos);
    EXPECT_EQ(delivery.detail.find("minji"), std::string::npos);
  }
  sink_.answer("x.test", Manner::accept);
  EXPECT_EQ(transport.send(to("minji@x.test"), message_).outcome, Outcome::sent);
}

TEST_F(Smtp, TakesAServerThatTurnsEveryoneAwayForTemporary) {
  SmtpTransport transport{settings()};
  sink_.greet_with("554 no service here");
  EXPECT_EQ(transport.send(to("minji@x.test"), message_).outcome, Outcome::temporary);
}

TEST_F(Smtp, SendsNothingWithoutTlsWhereItIsRequired) {
  auto strict = settings();
  strict.require_tls = true;
  strict.user = "noreply";
  strict.password = Secret{"hunter2"};
  SmtpTransport transport{strict};
  const auto delivery = transport.send(to("minji@x.test"), message_);
  EXPECT_EQ(delivery.outcome, Outcome::temporary);
  EXPECT_EQ(delivery.reason, "no_secure_connection");
  EXPECT_TRUE(sink_.messages().empty());
  for (const auto& command : sink_.commands())
    EXPECT_FALSE(command.starts_with("AUTH") || command.starts_with("MAIL")) << command;
}

TEST_F(Smtp, StopsSoonWhenInterrupted) {
  SmtpTransport transport{settings()};
  sink_.answer("slow.test", Manner::stall);
  auto sending = std::async(std::launch::async, [&] { return transport.send(to("minji@slow.test"), message_); });
  while (sink_.stalled() == 0) std::this_thread::sleep_for(std::chrono::milliseconds{5});
  const auto start = std::chrono::steady_clock::now();
  transport.interrupt();
  EXPECT_EQ(sending.get().reason, "interrupted");
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds{5});
  EXPECT_EQ(transport.send(to("minji@x.test"), message_).reason, "interrupted");
}

TEST(SmtpToNobody, IsTemporary) {
  std::uint16_t closed_port = 0;
  {
    closed_port = SmtpSink{}.port();
  }
  SmtpTransport transport{{.host = "127.0.0.1", .port = closed_port, .require_tls = false}};
  const auto delivery = transport.send({.id = {}, .from = "a@b.example", .to = *EmailAddress::parse("minji@x.test")}, "x");
  EXPECT_EQ(delivery.outcome, Outcome::temporary);
  EXPECT_EQ(delivery.reason, "unreachable");
}

}  // namespace
}  // namespace roster::mail
