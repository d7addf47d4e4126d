#pragma once
// When members were last active: noted in memory on every request, written now and then. What is shown is never behind,
// since readers ask here too.

#include <atomic>
#include <chrono>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <vector>

#include "base/zero_pages.h"
#include "database/database.h"

namespace roster::members {

/// Thread-safe. Noting never waits for the database, and for nothing at all where it was noted within the same second.
class ActivityLog {
 public:
  void note(const AccountId& account, const UserId& user, Instant at);
  /// The last time noted that may not be written yet.
  [[nodiscard]] std::optional<Instant> latest(const AccountId& account, const UserId& user) const;

  /// Writes the times that moved by more than a minute since they were last written, a first one at once, and those of who
  /// has not been seen for a minute, which then are forgotten here. Throws Unavailable; nothing is lost then.
  void flush(database::Database& database) { write(database, false); }
  /// Writes all: before the server stops.
  void flush_all(database::Database& database) { write(database, true); }

 private:
  struct Key {
    AccountId account;
    UserId user;
    friend bool operator==(const Key&, const Key&) = default;
  };
  struct KeyHash {
    std::size_t operator()(const Key& key) const noexcept {
      return std::hash<AccountId>{}(key.account) * 31 + std::hash<UserId>{}(key.user);
    }
  };
  struct Times {
    Instant seen{};
    Instant written{};  ///< as far as this process knows
  };
  struct Due {
    Key key;
    Instant seen;
  };

  /// Whether it was noted in this second, as far as is remembered; remembers it.
  bool is_noted(const Key& key, Instant at);
  void write(database::Database& database, bool all);
  [[nodiscard]] std::vector<Due> list_due(Instant now, bool all) const;
  void forget_written(const std::vector<Due>& due, Instant now);

  /// Hash and second of who was noted last, by the hash's last bits: one of them may forget another, which only costs the mutex.
  static constexpr std::size_t recent_size = 4096;
  ZeroPages<std::atomic<std::uint64_t>> recent_{recent_size};
  mutable std::mutex mutex_;
  std::unordered_map<Key, Times, KeyHash> times_;
};

}  // namespace roster::members
