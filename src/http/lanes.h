#pragma once
// A bounded pool of threads with a bounded queue. What finds no place in the queue, or waits in it for too long, is the
// surplus: it is refused before any work. Threads are made when they are first needed, and stay.

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "http/turn.h"

namespace roster::http {

class WorkerPool {
 public:
  struct Size {
    unsigned threads;
    std::size_t queue_max;
    std::optional<std::chrono::milliseconds> wait_max;
  };
  using Work = std::function<void(Job)>;
  /// `run` is called on the pool's threads; `give_up` for what waited too long, on any thread. What one of them throws there
  /// ends that job alone: whoever waits for it hears so when the time that a handler has is over.
  WorkerPool(Size size, Work run, Work give_up);
  ~WorkerPool();

  /// False when the queue is full; then `job` is as it was.
  bool push(Job& job);
  /// Gives up what has waited for too long; to be called now and then.
  void expire(SteadyTime now);
  [[nodiscard]] std::size_t waiting() const;
  /// Finishes what runs, drops what waits, joins.
  void stop();

 private:
  struct Waiting {
    Job job;
    SteadyTime since;
  };
  /// Under the lock. False when there is none to do the work.
  bool make_thread();
  void work();
  void work_on(Waiting waiting) const;
  [[nodiscard]] bool is_late(const Waiting& waiting, SteadyTime now) const;

  const Size size_;
  const Work run_;
  const Work give_up_;
  mutable std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<Waiting> queue_;
  std::size_t idle_ = 0;  ///< threads that wait for a job
  bool stopped_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace roster::http
