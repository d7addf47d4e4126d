#pragma once
// What a well-formed head must still satisfy, and what it says about its sender.

#include <boost/asio/ip/address.hpp>

#include "base/result.h"
#include "http/message.h"

namespace roster::http {

struct Service;

/// Who is at the other end of a connection.
struct Peer {
  boost::asio::ip::address address;
  bool over_socket = false;
  bool trusted_proxy = false;
};

/// Fills language and, behind a trusted proxy, the client's address.
void describe_sender(Request& request, const Peer& peer, const Service& service);

/// What of a connection's requests was judged and is judged no more as long as it comes again byte for byte.
struct KnownAddress {
  std::string host;    ///< the last one that was none to refuse
  std::string target;  ///< what the request's path and query were read from; empty: they are not to be kept
};

/// Host and target; fills path and query. Refusals: malformed_request and misdirected_request, after which nothing of the
/// connection is trusted; not_found, after which it may go on.
Result<void> judge_address(Request& request, const Peer& peer, const Service& service, KnownAddress& known);

}  // namespace roster::http
