// SmtpTransport against a real server (aiosmtpd) with TLS and AUTH, and a certificate made for the test.

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "mail/letter_samples.h"
#include "mail/mime.h"
#include "mail/smtp_transport.h"

namespace roster::mail {
namespace {

namespace fs = std::filesystem;

/// The server as a process of its own; ended with this.
class ServerProcess {
 public:
  ServerProcess(const fs::path& folder, bool implicit_tls) {
    int out[2];
    if (::pipe(out) != 0) throw std::runtime_error("no pipe");
    pid_ = ::fork();
    if (pid_ == 0) {
      ::dup2(out[1], STDOUT_FILENO);
      ::close(out[0]);
      ::close(out[1]);
      // Debian's interpreter: aiosmtpd is one of its packages.
      ::execl("/usr/bin/python3", "python3", "-Wignore", ROSTER_SOURCE_DIR "/tests/mail/smtp_server.py",
              (folder / "cert.pem").c_str(), (folder / "key.pem").c_str(), folder.c_str(),
              implicit_tls ? "--implicit-tls" : nullptr, nullptr);
      ::_exit(127);
    }
    ::close(out[1]);
    std::unique_ptr<FILE, decltype(&std::fclose)> port{::fdopen(out[0], "r"), &std::fclose};
    int number = 0;
    if (std::fscanf(port.get(), "%d", &number) != 1) throw std::runtime_error("the SMTP server did not start");
    port_ = static_cast<std::uint16_t>(number);
  }
  ~ServerProcess() {
    ::kill(pid_, SIGTERM);
    ::waitpid(pid_, nullptr, 0);
  }
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;
  [[nodiscard]] std::uint16_t port() const { return port_; }

 private:
  pid_t pid_ = -1;
  std::uint16_t port_ = 0;
};

class RealServer : public ::testing::TestWithParam<bool> {
 protected:
  RealServer() {
    std::string pattern = (fs::temp_directory_path() / "roster-smtp-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
    const auto make_certificate =
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost -addext "
        "subjectAltName=DNS:localhost -keyout " +
        (folder_ / "key.pem").string() + " -out " + (folder_ / "cert.pem").string() + " 2>/dev/null";
    if (std::system(make_certificate.c_str()) != 0) throw std::runtime_error("openssl made no certificate");
    server_ = std::make_unique<ServerProcess>(folder_, GetParam());
  }
  ~RealServer() override {
    server_.reset();
    fs::remove_all(folder_);
  }

  [[nodiscard]] SmtpSettings settings(const std::string& password = "p%40ss%3Aw%2Frd") const {
    const auto scheme = GetParam() ? "smtps" : "smtp";
    auto read = std::get<SmtpSettings>(
        read_transport(std::string{scheme} + "://noreply:" + password + "@localhost:" + std::to_string(server_->port())).value());
    read.ca_file = (folder_ / "cert.pem").string();
    return read;
  }
  [[nodiscard]] std::vector<std::string> received() const {
    std::vector<std::string> messages;
    for (const auto& entry : fs::directory_iterator(folder_))
      if (entry.path().extension() == ".eml") messages.push_back(samples::read_file(entry.path()));
    return messages;
  }
  static Delivery send(SmtpTransport& transport, const std::string& message) {
    return transport.send({.id = LetterId::make({1}), .from = "noreply@id.example", .to = *EmailAddress::parse("minji@x.test")},
                          message);
  }

  fs::path folder_;
  std::unique_ptr<ServerProcess> server_;
};

TEST_P(RealServer, GetsTheMessageByteForByte) {
  const auto policies = samples::read_policies(ROSTER_SOURCE_DIR);
  const auto key = samples::server_key();
  const LetterComposer composer{policies, key, {"https://id.example", "Roster"}, samples::read_templates(ROSTER_SOURCE_DIR)};
  const auto queued = samples::queued("invitation", Language::ko, "stage");
  const auto letter = composer.compose(queued).value();
  const auto message = write_message({.from = "noreply@id.example",
                                      .from_name = "Roster",
                                      .to = queued.letter.recipient,
                                      .subject = letter.subject,
                                      .text = letter.text,
                                      .html = letter.html,
                                      .language = Language::ko,
                                      .date = queued.created_at,
                                      .id = queued.id,
                                      .id_domain = "id.example"})
                           .value();
  SmtpTransport transport{settings()};
  for (int i = 0; i < 3; ++i) {
    const auto delivery = send(transport, message);
    ASSERT_EQ(delivery.outcome, Outcome::sent) << delivery.detail;
  }
  ASSERT_EQ(received().size(), 3u);
  for (const auto& arrived : received()) EXPECT_EQ(arrived, message);
}

TEST_P(RealServer, WithACertificateOfNobodyWeKnowGetsNothing) {
  auto strangers = settings();
  strangers.ca_file.clear();
  SmtpTransport transport{strangers};
  const auto delivery = send(transport, "Subject: x\r\n\r\nx\r\n");
  EXPECT_EQ(delivery.outcome, Outcome::temporary);
  EXPECT_EQ(delivery.reason, "no_secure_connection") << delivery.detail;
  EXPECT_TRUE(received().empty());
}

TEST_P(RealServer, WithACertificateForAnotherNameGetsNothing) {
  auto other_name = settings();
  other_name.host = "127.0.0.1";
  SmtpTransport transport{other_name};
  EXPECT_EQ(send(transport, "Subject: x\r\n\r\nx\r\n").reason, "no_secure_connection");
  EXPECT_TRUE(received().empty());
}

TEST_P(RealServer, ThatRefusesThePasswordIsTriedAgainLater) {
  SmtpTransport transport{settings("wrong")};
  const auto delivery = send(transport, "Subject: x\r\n\r\nx\r\n");
  EXPECT_EQ(delivery.outcome, Outcome::temporary);
  EXPECT_EQ(delivery.reason, "sign_in_refused") << delivery.detail;
  EXPECT_EQ(delivery.detail.find("wrong"), std::string::npos);
}

TEST_P(RealServer, ThatWantsASignInIsTheOperatorsToSatisfy) {
  auto nobody = settings();
  nobody.user.clear();
  nobody.password = Secret{};
  SmtpTransport transport{nobody};
  EXPECT_EQ(send(transport, "Subject: x\r\n\r\nx\r\n").reason, "sign_in_refused");
}

INSTANTIATE_TEST_SUITE_P(WithTls, RealServer, ::testing::Values(false, true),
                         [](const auto& tested) { return tested.param ? "FromTheFirstByte" : "ByStarttls"; });

}  // namespace
}  // namespace roster::mail
