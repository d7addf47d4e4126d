#pragma once
// One io thread: its context, its acceptors, its connections and its clock. All but reply(), drain() and stop() is only
// called on that thread.

#include <atomic>
#include <memory>
#include <random>
#include <string>
#include <unordered_map>
#include <vector>

#include "http/asio_types.h"
#include "http/connection.h"
#include "http/listener.h"
#include "http/service.h"

namespace roster::http {

class Core {
 public:
  /// `keeps_lanes`: gives up in the lanes what waits for too long; one core does.
  Core(Service& service, bool keeps_lanes);
  ~Core();

  /// Before run().
  void listen(FileDescriptor descriptor, bool over_socket);
  /// Until stop().
  void run();

  /// From any thread. The answer is dropped when the connection is gone.
  void reply(std::uint64_t connection, std::unique_ptr<Turn> turn, Response response);
  /// From any thread: no new connections; idle ones close now, the others after their answer.
  void drain();
  /// From any thread: closes everything and ends run().
  void stop();

  /// Of a new connection; the core takes the descriptor.
  void adopt(FileDescriptor descriptor, const Peer& peer);
  /// A closed connection that nothing points to any more; freed after the current event.
  void bury(std::uint64_t connection);

  [[nodiscard]] Service& service() { return service_; }
  [[nodiscard]] asio::io_context& context() { return context_; }
  /// For the Date header.
  std::string_view date();
  /// For an answer that is made and written at once; its memory is used again.
  Response& empty_response();
  /// A new "req_…". Sorts by time; unlike other ids no secret and no key, so a fast generator makes it.
  void make_request_id(std::string& id);

  void count_request() { requests_.store(requests_.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed); }
  [[nodiscard]] std::uint64_t requests() const { return requests_.load(std::memory_order_relaxed); }

 private:
  void tick();

  /// Sockets and timers are only touched on this thread, so they need no locks; post() does, and keeps its own.
  asio::io_context context_{BOOST_ASIO_CONCURRENCY_HINT_UNSAFE_IO};
  Service& service_;
  const bool keeps_lanes_;
  Timer timer_;
  std::vector<std::unique_ptr<Listener>> listeners_;
  std::unordered_map<std::uint64_t, std::unique_ptr<Connection>> connections_;
  std::vector<std::uint64_t> buried_;
  std::uint64_t next_connection_ = 1;
  std::time_t date_second_ = 0;
  std::string date_;
  std::mt19937_64 random_;
  Response response_;
  std::atomic<std::uint64_t> requests_ = 0;
};

}  // namespace roster::http
