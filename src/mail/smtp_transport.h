#pragma once
// SMTP (RFC 5321) by libcurl. Nothing is sent without TLS and a certificate that verifies, save to this machine itself; AUTH
// only after TLS. Connections are kept and used again, one for each message that is being sent at a time.

#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

#include "mail/mail_settings.h"
#include "mail/transport.h"

namespace roster::mail {

class SmtpTransport final : public Transport {
 public:
  explicit SmtpTransport(SmtpSettings settings);
  ~SmtpTransport() override;

  /// 4xx and every trouble with the connection, TLS or AUTH is temporary; 5xx for this sender, recipient or message is permanent.
  Delivery send(const Envelope& envelope, const std::string& message) override;
  void interrupt() override { interrupted_ = true; }

 private:
  class Connection;
  /// Nothing when none is kept.
  std::unique_ptr<Connection> take_idle();
  void give_back(std::unique_ptr<Connection> connection);

  SmtpSettings settings_;
  std::atomic<bool> interrupted_ = false;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Connection>> idle_;
};

}  // namespace roster::mail
