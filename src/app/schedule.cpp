#include "app/schedule.h"

#include <exception>

#include "base/log.h"
#include "change/rate_limit.h"
#include "outbox/outbox.h"
#include "users/retention.h"

namespace roster::app {

namespace {
constexpr std::chrono::seconds turn_every{5};
constexpr int turns_between_forgetting = 720;                         // an hour
constexpr int turns_between_checks = turns_between_forgetting * 168;  // a week

void attempt(const std::function<void()>& chore) {
  try {
    chore();
  } catch (const std::exception& e) {
    log::warn("schedule_failed", {{"what", e.what()}});
  }
}
}  // namespace

std::int64_t forget_old(database::Transaction& tx, std::chrono::milliseconds session_idle) {
  return users::forget_expired(tx, session_idle) + change::forget_old(tx) + outbox::forget_finished(tx);
}

void check_pages(database::Database& database) {
  const auto verdict = database.check_pages();
  if (verdict == "ok")
    log::info("database_checked");
  else
    log::error("database_damaged", {{"what", verdict}});
}

void Chores::run(int turn, const std::function<bool()>& is_stopping) const {
  attempt(flush_activity);
  if (turn % turns_between_forgetting == 0) {
    attempt([&] {
      const auto forget_some = [&] {
        return *database.write([&](database::Transaction& tx) -> Result<std::int64_t> { return forget_old(tx, session_idle); });
      };
      while (!is_stopping() && forget_some() > 0) {
      }
    });
  }
  if (turn % turns_between_checks == 0) attempt([&] { check_pages(database); });
}

Schedule::Schedule(database::Database& database, std::function<void()> flush_activity, std::chrono::milliseconds session_idle)
    : chores_{database, std::move(flush_activity), session_idle}, thread_([this] { run(); }) {}

Schedule::~Schedule() { stop(); }

void Schedule::stop() {
  {
    const std::lock_guard guard(mutex_);
    if (stopping_) return;
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void Schedule::run() {
  const auto is_stopping = [this] {
    const std::lock_guard guard(mutex_);
    return stopping_;
  };
  std::unique_lock guard(mutex_);
  for (int turn = 1; !wake_.wait_for(guard, turn_every, [this] { return stopping_; }); ++turn) {
    guard.unlock();
    chores_.run(turn, is_stopping);
    guard.lock();
  }
}

}  // namespace roster::app
