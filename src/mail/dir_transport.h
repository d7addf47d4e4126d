#pragma once
// Letters as files: one complete message a file, "ltr_….eml". A file appears whole or not at all; names sort by the time
// that the letters were written; a repeat replaces its own file. Files are readable by their owner only: links are in them.

#include <string>

#include "mail/transport.h"

namespace roster::mail {

class DirTransport final : public Transport {
 public:
  /// The folder is made when it is missing.
  explicit DirTransport(std::string folder) : folder_(std::move(folder)) {}
  /// Every failure is temporary: a folder can be mended.
  Delivery send(const Envelope& envelope, const std::string& message) override;

 private:
  std::string folder_;
};

}  // namespace roster::mail
