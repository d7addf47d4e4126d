#pragma once
// Tells those who watch a descriptor that it is ready: epoll(7), for one thread. Why not Asio, which we have:
// docs/decisions/0013-an-event-loop-of-our-own.md.

#include <chrono>
#include <cstdint>

#include "http/file_descriptor.h"

namespace roster::http {

class Watcher {
 public:
  /// `events` are epoll's. What it throws is logged and told to nobody.
  virtual void on_ready(std::uint32_t events) = 0;

 protected:
  ~Watcher() = default;
};

/// All but wake() is only called on the thread that waits.
class EventLoop {
 public:
  /// Throws std::system_error when the system gives no descriptors, as all of this does.
  EventLoop();

  /// When bytes come, when there is room for more to send after there was none, and when the other side ends; once for each.
  void watch_stream(int descriptor, Watcher& watcher);
  /// For as long as a connection waits to be accepted.
  void watch_listening(int descriptor, Watcher& watcher);
  /// Before it is closed. A watcher may be told of it once more by the wait() that goes on, so it has to live until that returns.
  void forget(int descriptor) noexcept;

  /// From now on wait() returns `beat` so often.
  void beat_every(std::chrono::milliseconds interval);
  /// From any thread: wait() returns soon.
  void wake() noexcept;

  struct Why {
    bool woken = false, beat = false;
  };
  /// Waits until something is ready, or not at all when told `only_look`, and tells whose it is.
  Why wait(bool only_look);

 private:
  void watch(int descriptor, std::uint32_t events, void* whose);

  FileDescriptor epoll_, wakeup_, timer_;
};

}  // namespace roster::http
