#pragma once
// Which values of Host are ours. A name that we do not answer to is how DNS rebinding and poisoned links begin.

#include <string>
#include <string_view>
#include <vector>

namespace roster::http {

class HostRules {
 public:
  explicit HostRules(const std::vector<std::string>& hosts);
  [[nodiscard]] bool knows(std::string_view host) const;
  /// host or host:port, nothing else.
  static bool is_well_formed(std::string_view host);

 private:
  std::vector<std::string> hosts_;
};

}  // namespace roster::http
