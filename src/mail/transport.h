#pragma once
// How a message leaves: to an SMTP server or into a folder.

#include <string>

#include "base/email_address.h"
#include "base/id.h"

namespace roster::mail {

struct Envelope {
  LetterId id;
  std::string from;  ///< the bare address of a Sender
  EmailAddress to;
};

enum class Outcome {
  sent,
  temporary,  ///< try again later
  permanent,  ///< refused for good: trying again would be refused again
};

struct Delivery {
  Outcome outcome = Outcome::temporary;
  std::string reason{};  ///< a short class ("recipient_refused"): may be kept in a table
  std::string detail{};  ///< for the log only, never with an address, a password or what the server said
};

class Transport {
 public:
  Transport() = default;
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;
  virtual ~Transport() = default;

  /// Hands one whole message over; returns when it is known what became of it, after a minute at most. Thread-safe.
  virtual Delivery send(const Envelope& envelope, const std::string& message) = 0;
  /// What is being sent ends soon, as a temporary failure; nothing is sent any more. Thread-safe.
  virtual void interrupt() {}
};

}  // namespace roster::mail
