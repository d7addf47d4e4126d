#include "http/host_rules.h"

#include <algorithm>

#include "http/message.h"

namespace roster::http {

namespace {

std::string_view without_port(std::string_view host) {
  const auto colon = host.rfind(':');
  const bool has_port = colon != std::string_view::npos && host.find(']', colon) == std::string_view::npos;
  return has_port ? host.substr(0, colon) : host;
}

}  // namespace

HostRules::HostRules(const std::vector<std::string>& hosts) : hosts_(hosts) {}

bool HostRules::knows(std::string_view host) const {
  return is_well_formed(host) && std::any_of(hosts_.begin(), hosts_.end(), [&](std::string_view known) {
           return equals_ignoring_case(known, host) ||
                  (without_port(known) == known && equals_ignoring_case(known, without_port(host)));
         });
}

bool HostRules::is_well_formed(std::string_view host) {
  const auto port = host.substr(without_port(host).size());
  const auto name = without_port(host);
  if (name.empty() ||
      !std::all_of(port.begin() + (port.empty() ? 0 : 1), port.end(), [](char c) { return c >= '0' && c <= '9'; }))
    return false;
  const bool literal = name.size() > 2 && name.front() == '[' && name.back() == ']';
  const auto inside = literal ? name.substr(1, name.size() - 2) : name;
  return std::all_of(inside.begin(), inside.end(), [&](char c) {
    const bool plain =
        (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '-' || c == '_';
    return plain || (literal && c == ':');
  });
}

}  // namespace roster::http
