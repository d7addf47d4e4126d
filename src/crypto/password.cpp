#include "crypto/password.h"

#include <sched.h>
#include <sodium.h>

#include <array>
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <new>
#include <thread>
#include <vector>

namespace roster::crypto {

namespace {

std::string make_hash(const PasswordCost& cost, const Secret& password) {
  std::array<char, crypto_pwhash_STRBYTES> out{};
  if (crypto_pwhash_str_alg(out.data(), password.reveal().data(), password.reveal().size(), cost.passes, cost.memory_bytes,
                            crypto_pwhash_ALG_ARGON2ID13) != 0)
    throw std::bad_alloc();
  return out.data();
}

}  // namespace

/// Hashing is done on threads that do nothing else: a hash takes up the memory that the one before has just let go, on the
/// same core, which is a fifth faster than on whichever thread asks next.
class PasswordHasher::Threads {
 public:
  explicit Threads(unsigned max) : max_(max) {}
  ~Threads() {
    {
      const std::lock_guard lock{mutex_};
      stopping_ = true;
    }
    arrived_.notify_all();
    for (auto& thread : threads_) thread.join();
  }
  Threads(const Threads&) = delete;
  Threads& operator=(const Threads&) = delete;

  /// What `hash` answers or throws, once it had its turn.
  bool run(std::function<bool()> hash) {
    std::packaged_task<bool()> task{std::move(hash)};
    auto answer = task.get_future();
    {
      const std::lock_guard lock{mutex_};
      if (waiting_.size() >= idle_ && threads_.size() < max_) threads_.emplace_back([this] { work(); });
      waiting_.push_back(std::move(task));
    }
    arrived_.notify_one();
    return answer.get();
  }

 private:
  void work() {
    // Hashing takes long and makes nobody wait but who signs in: on a busy core whoever answers at once goes first.
    const sched_param none{};
    ::sched_setscheduler(0, SCHED_BATCH, &none);
    std::unique_lock lock{mutex_};
    for (;;) {
      ++idle_;
      arrived_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
      --idle_;
      if (waiting_.empty()) return;
      auto task = std::move(waiting_.front());
      waiting_.pop_front();
      lock.unlock();
      task();
      lock.lock();
    }
  }

  const std::size_t max_;
  std::mutex mutex_;  // guards all below
  std::condition_variable arrived_;
  std::deque<std::packaged_task<bool()>> waiting_;
  std::vector<std::thread> threads_;
  std::size_t idle_ = 0;
  bool stopping_ = false;
};

PasswordHasher::PasswordHasher(PasswordCost cost, unsigned at_once)
    : cost_(cost), threads_(std::make_unique<Threads>(at_once)), nobody_(make_hash(cost, Secret{"nobody has this password"})) {}

PasswordHasher::~PasswordHasher() = default;

std::string PasswordHasher::hash(const Secret& password) const {
  std::string made;
  threads_->run([&] {
    made = make_hash(cost_, password);
    return true;
  });
  return made;
}

bool PasswordHasher::verify(const Secret& password, const std::string& hash) const {
  const auto& text = password.reveal();
  return threads_->run([&] { return crypto_pwhash_str_verify(hash.c_str(), text.data(), text.size()) == 0; });
}

void PasswordHasher::verify_nobody(const Secret& password) const { static_cast<void>(verify(password, nobody_)); }

bool PasswordHasher::needs_rehash(const std::string& hash) const {
  return crypto_pwhash_str_needs_rehash(hash.c_str(), cost_.passes, cost_.memory_bytes) != 0;
}

}  // namespace roster::crypto
