#include "app/schedule.h"

#include <exception>

#include "base/log.h"
#include "change/rate_limit.h"
#include "outbox/outbox.h"
#include "users/retention.h"

namespace roster::app {

namespace {
constexpr std::chrono::seconds flush_every{5};
constexpr int flushes_between_forgetting = 720;                           // an hour
constexpr int flushes_between_checks = flushes_between_forgetting * 168;  // a week
}  // namespace

void forget_old(database::Transaction& tx, std::chrono::milliseconds session_idle) {
  users::forget_expired(tx, session_idle);
  change::forget_old(tx);
  outbox::forget_finished(tx);
}

void check_pages(database::Database& database) {
  const auto verdict = database.check_pages();
  if (verdict == "ok")
    log::info("database_checked");
  else
    log::error("database_damaged", {{"what", verdict}});
}

Schedule::Schedule(database::Database& database, std::function<void()> flush_activity, std::chrono::milliseconds session_idle)
    : database_(database), flush_activity_(std::move(flush_activity)), session_idle_(session_idle), thread_([this] { run(); }) {}

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
  int flushes = 0;
  std::unique_lock guard(mutex_);
  while (!wake_.wait_for(guard, flush_every, [this] { return stopping_; })) {
    guard.unlock();
    try {
      flush_activity_();
      ++flushes;
      if (flushes % flushes_between_forgetting == 0) {
        static_cast<void>(database_.write([this](database::Transaction& tx) -> Result<int> {
          forget_old(tx, session_idle_);
          return 0;
        }));
      }
      if (flushes % flushes_between_checks == 0) check_pages(database_);
    } catch (const std::exception& e) {
      log::warn("schedule_failed", {{"what", e.what()}});
    }
    guard.lock();
  }
}

}  // namespace roster::app
