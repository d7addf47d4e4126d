#pragma once
// The command line's way to a server: HTTP over its unix socket, or, when none runs on the data folder, a server of our own
// without a TCP port for as long as the command takes. So commands live under the same rules as everybody.

#include <memory>
#include <optional>
#include <string>

#include "app/application.h"
#include "base/json.h"

namespace roster::app {

struct OperatorAnswer {
  int status = 0;
  json::value body;
};

class OperatorClient {
 public:
  /// Throws StartRefused when neither a running server nor the database can be reached.
  explicit OperatorClient(const Config& config);
  ~OperatorClient();
  OperatorClient(const OperatorClient&) = delete;
  OperatorClient& operator=(const OperatorClient&) = delete;

  OperatorAnswer send(const std::string& method, const std::string& path, const std::optional<json::value>& body = std::nullopt);

 private:
  std::string socket_path_;
  std::unique_ptr<Application> own_;
};

}  // namespace roster::app
