#pragma once
// The HTTP/1.1 server: the only asynchronous room. One event loop a core, each with its own SO_REUSEPORT listener and
// connections; handlers run on the lane that their route names, and their answer is posted back to the connection's core.
// Every queue is bounded: past it the answer is 503 before any work.

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/error.h"
#include "http/message.h"

namespace roster::http {

struct Limits {
  std::size_t request_line_bytes = 8 * 1024;
  std::size_t header_bytes = 16 * 1024;
  std::size_t header_fields = 64;
  std::chrono::milliseconds header_timeout{10'000};       ///< from the first byte of a request to the end of its head
  std::chrono::milliseconds body_timeout{30'000};         ///< the longest pause within a body
  std::chrono::milliseconds body_rate_grace{10'000};      ///< from when on the rate of a body is judged
  std::size_t body_bytes_per_second_min = 1024;           ///< of what is sent to us, and of answers
  std::chrono::milliseconds write_stall_timeout{30'000};  ///< in each such while an answer is taken at that rate
  std::chrono::milliseconds keep_alive_timeout{60'000};
  std::size_t requests_per_connection = 1000;
  std::size_t connections = 2048;
  std::size_t connections_per_ip = 128;  ///< 0: off; an IPv6 /64 counts as one; trusted proxies are not counted
  std::size_t worker_queue = 1024;
  std::size_t hashing_queue = 32;
  std::chrono::milliseconds hashing_wait{2000};
  /// From when a lane was asked to its answer. Not for the operator over the socket, whose backup takes what it takes.
  std::chrono::milliseconds handler_timeout{10'000};
};

struct ServerConfig {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;  ///< 0: any free port, see port()
  std::string socket_path;    ///< the operator's unix socket, mode 0600; empty: none
  unsigned io_threads = 0;    ///< 0: one a core
  unsigned worker_threads =
      0;  ///< 0: 4 a core, at least 32: they mostly wait for the disk, and those that wait together are committed together
  unsigned hashing_threads = 0;  ///< 0: cores - 1, at least 1
  /// host[:port] values accepted in Host (not on the socket); any other is 421. Without a port it stands for every port.
  std::vector<std::string> hosts;
  std::vector<std::string> trusted_proxies;  ///< CIDR blocks whose X-Forwarded-For is believed
  bool https = false;                        ///< public_url is https: HSTS is sent
  std::string path_prefix;                   ///< of public_url, stripped before routing
  Limits limits;
};

/// Turns a refusal that the server itself makes (no such route, too large, not HTTP …) into a response.
using RefusalWriter = std::function<Response(const Error&, const Request&)>;
/// Called once a request, after its answer was written (or lies in the connection's send buffer, when more requests were
/// pipelined), on an io thread: log line and metrics. `route` is the pattern or "". Must not block or throw.
struct Exchange {
  const Request& request;
  std::string_view route;
  int status;
  std::chrono::microseconds duration;
  bool at_once = false;  ///< answered by Route::at_once: nothing was changed
};
using Observer = std::function<void(const Exchange&)>;

class Server {
 public:
  /// Binds at once; throws std::system_error when the address is taken. Routes are fixed from here on.
  /// Throws std::invalid_argument for two routes of one method and pattern, a bad pattern or a bad CIDR block.
  Server(ServerConfig config, std::vector<Route> routes, RefusalWriter refuse, Observer observe);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  void start();
  /// Stops accepting, answers what is in flight (at most `grace`), closes, joins all threads. Idempotent. Not from a handler.
  void stop(std::chrono::milliseconds grace);
  [[nodiscard]] std::uint16_t port() const;

  struct Counters {
    std::uint64_t connections_open, connections_total, requests_total, refused_busy;
    std::size_t worker_queue, hashing_queue;
  };
  [[nodiscard]] Counters counters() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace roster::http
