#include "http/lanes.h"

#include <system_error>

#include "base/log.h"

namespace roster::http {

WorkerPool::WorkerPool(Size size, Work run, Work give_up) : size_(size), run_(std::move(run)), give_up_(std::move(give_up)) {
  threads_.reserve(size_.threads);
}

WorkerPool::~WorkerPool() { stop(); }

bool WorkerPool::push(Job& job) {
  {
    const std::lock_guard lock{mutex_};
    // What an idle thread is about to take does not wait.
    if (stopped_ || queue_.size() >= size_.queue_max + idle_ + (size_.threads - threads_.size())) return false;
    if (queue_.size() >= idle_ && threads_.size() < size_.threads && !make_thread()) return false;
    queue_.push_back({std::move(job), std::chrono::steady_clock::now()});
  }
  arrived_.notify_one();
  return true;
}

bool WorkerPool::make_thread() try {
  threads_.emplace_back([this] { work(); });
  return true;
} catch (const std::system_error& fault) {
  log::warn("thread_not_made", {{"what", fault.what()}});
  return !threads_.empty();
}

bool WorkerPool::is_late(const Waiting& waiting, SteadyTime now) const {
  return size_.wait_max && now - waiting.since > *size_.wait_max;
}

void WorkerPool::expire(SteadyTime now) {
  if (!size_.wait_max) return;
  std::vector<Job> late;
  {
    const std::lock_guard lock{mutex_};
    for (; !queue_.empty() && is_late(queue_.front(), now); queue_.pop_front()) late.push_back(std::move(queue_.front().job));
  }
  for (auto& job : late) give_up_(std::move(job));
}

std::size_t WorkerPool::waiting() const {
  const std::lock_guard lock{mutex_};
  return queue_.size();
}

void WorkerPool::work() {
  std::unique_lock lock{mutex_};
  for (;;) {
    ++idle_;
    arrived_.wait(lock, [&] { return stopped_ || !queue_.empty(); });
    --idle_;
    if (stopped_) return;
    auto next = std::move(queue_.front());
    queue_.pop_front();
    lock.unlock();
    work_on(std::move(next));
    lock.lock();
  }
}

void WorkerPool::work_on(Waiting waiting) const {
  try {
    if (is_late(waiting, std::chrono::steady_clock::now()))
      give_up_(std::move(waiting.job));
    else
      run_(std::move(waiting.job));
  } catch (const std::exception& fault) {
    log::error("job_failed", {{"what", fault.what()}});
  }
}

void WorkerPool::stop() {
  {
    const std::lock_guard lock{mutex_};
    stopped_ = true;
    queue_.clear();
  }
  arrived_.notify_all();
  for (auto& thread : threads_)
    if (thread.joinable()) thread.join();
}

}  // namespace roster::http
