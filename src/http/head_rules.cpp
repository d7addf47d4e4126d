#include "http/head_rules.h"

#include "http/refusals.h"
#include "http/service.h"
#include "http/target.h"

namespace roster::http {

void describe_sender(Request& request, const Peer& peer, const Service& service) {
  if (const auto accepted = request.headers.find("Accept-Language"))
    request.language = preferred_language(*accepted).value_or(Language::en);
  if (!peer.trusted_proxy) return;
  const auto forwarded = request.headers.all("X-Forwarded-For");
  if (!forwarded.empty()) request.peer_ip = service.proxies.client_of(peer.address, forwarded).to_string();
}

Result<void> judge_address(Request& request, const Peer& peer, const Service& service, KnownAddress& known) {
  const auto host = request.headers.find("Host");
  const bool read_before = !known.target.empty() && request.target == known.target;
  if (!read_before) {
    known.target.clear();
    request.forget_target();
  }
  if (host && (known.host.empty() || *host != known.host)) {
    if (!HostRules::is_well_formed(*host)) return refuse(reasons::malformed_request);
    if (!peer.over_socket && !service.hosts.knows(*host)) return refuse(reasons::misdirected_request);
    known.host = *host;
  }
  if (read_before) return {};
  auto read = read_target(request, host.value_or(""), service.config.path_prefix);
  // Of another form the meaning hangs on more than the target.
  if (read && request.target.front() == '/') known.target = request.target;
  return read;
}

}  // namespace roster::http
