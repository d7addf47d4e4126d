#pragma once
// What happens by the clock, not by a request: writing down who was active, forgetting what is past its use, and looking at
// the database once a week. Expiry itself is never decided here, but in the transaction that would use what expired.

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "database/database.h"

namespace roster::app {

/// Deletes what nobody can use any more, room by room, a part of it. Returns how many rows, 0 once none is left.
std::int64_t forget_old(database::Transaction& tx, std::chrono::milliseconds session_idle);

/// Looks for damage before somebody meets it; what it finds stands in the log, and ends all writes.
void check_pages(database::Database& database);

/// What comes by the clock. What fails stands in the log, and keeps nothing else from being done.
struct Chores {
  database::Database& database;
  std::function<void()> flush_activity;
  std::chrono::milliseconds session_idle;

  /// The `turn`th time, five seconds after the one before. Leaves off where it `is_stopping`.
  void run(int turn, const std::function<bool()>& is_stopping) const;
};

class Schedule {
 public:
  Schedule(database::Database& database, std::function<void()> flush_activity, std::chrono::milliseconds session_idle);
  ~Schedule();
  Schedule(const Schedule&) = delete;
  Schedule& operator=(const Schedule&) = delete;
  void stop();

 private:
  void run();
  const Chores chores_;
  std::mutex mutex_;  // guards stopping_
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace roster::app
