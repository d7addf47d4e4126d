#pragma once
// Why a letter did not go out. Never shown to a tenant: `what` is a short class for the letters table and the log.

#include <string>

namespace roster::mail {

struct Fault {
  bool temporary = false;  ///< worth trying again
  std::string what;        ///< "recipient_refused", "unreachable", …: letters and underscores, no text of a server or person
};

}  // namespace roster::mail
