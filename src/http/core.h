#pragma once
// One io thread: its event loop, its listeners, its connections and its clock. All but reply(), drain() and stop() is only
// called on that thread.

#include <atomic>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <unordered_map>
#include <vector>

#include "http/connection.h"
#include "http/event_loop.h"
#include "http/listener.h"
#include "http/service.h"

namespace roster::http {

class Core {
 public:
  /// `keeps_lanes`: gives up in the lanes what waits for too long; one core does.
  Core(Service& service, bool keeps_lanes);
  ~Core();

  /// Before run(). Throws std::system_error when it cannot be watched.
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
  /// A closed connection; freed when all that is ready now was told.
  void bury(std::uint64_t connection);
  /// Reads on later, without an event: one that sends a lot is not read to its end before the others have their turn.
  void come_back_to(std::uint64_t connection);

  [[nodiscard]] Service& service() { return service_; }
  [[nodiscard]] EventLoop& loop() { return loop_; }
  /// For the Date header.
  std::string_view date();
  /// For an answer that is made and written at once; its memory is used again.
  Response& empty_response();
  /// A new "req_…". Sorts by time; unlike other ids no secret and no key, so a fast generator makes it.
  void make_request_id(std::string& id);

  void count_request() { requests_.store(requests_.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed); }
  [[nodiscard]] std::uint64_t requests() const { return requests_.load(std::memory_order_relaxed); }

 private:
  struct Answer {
    std::uint64_t connection;
    std::unique_ptr<Turn> turn;
    Response response;
  };
  /// What other threads have for this one.
  struct Inbox {
    std::vector<Answer> answers;
    bool drain = false, stop = false;
    bool is_announced = false;  ///< the loop was woken for what is in here
  };

  template <class F>
  void put(F&& change);
  void take_inbox();
  void beat();
  void come_back();
  void free_buried();

  EventLoop loop_;
  Service& service_;
  const bool keeps_lanes_;
  std::mutex inbox_mutex_;
  Inbox inbox_;  ///< under inbox_mutex_
  bool stopped_ = false;
  std::vector<std::unique_ptr<Listener>> listeners_;
  std::unordered_map<std::uint64_t, std::unique_ptr<Connection>> connections_;
  std::vector<std::uint64_t> buried_, unfinished_;
  std::uint64_t next_connection_ = 1;
  std::time_t date_second_ = 0;
  std::string date_;
  std::mt19937_64 random_;
  Response response_;
  std::atomic<std::uint64_t> requests_ = 0;
};

}  // namespace roster::http
