#pragma once
// What a write locks, among the threads of this process: who waits for another thread's write holds no connection meanwhile.

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "database/postgres/connection.h"

namespace roster::database::postgres {

/// A row's lock, as a number that all nodes make alike. Two rows that share one only wait for each other for nothing.
using LockKey = std::int64_t;
LockKey lock_key_of(std::string_view table, std::string_view id);
/// Held by who migrates; between its statements minutes may pass.
LockKey migration_key();

class RowLocks {
 public:
  /// `keys`, for as long as it lives.
  class Held {
   public:
    Held() = default;
    Held(RowLocks& locks, std::vector<LockKey> keys) : locks_(&locks), keys_(std::move(keys)) {}
    Held(Held&& other) noexcept : locks_(std::exchange(other.locks_, nullptr)), keys_(std::move(other.keys_)) {}
    Held& operator=(Held&& other) noexcept {
      std::swap(locks_, other.locks_);
      std::swap(keys_, other.keys_);
      return *this;
    }
    Held(const Held&) = delete;
    Held& operator=(const Held&) = delete;
    ~Held();

   private:
    RowLocks* locks_ = nullptr;
    std::vector<LockKey> keys_;
  };

  /// All at once. Throws Unavailable(overloaded).
  Held take(std::vector<LockKey> keys, const Deadline& deadline);

 private:
  std::mutex mutex_;  // guards held_
  std::condition_variable freed_;
  std::unordered_set<LockKey> held_;
};

}  // namespace roster::database::postgres
