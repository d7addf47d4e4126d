#include "app/schedule.h"

#include <exception>

#include "base/log.h"

namespace roster::app {

namespace {
constexpr std::chrono::seconds flush_every{5};
constexpr int flushes_between_forgetting = 720;  // an hour
constexpr std::chrono::hours day{24};
}  // namespace

void forget_old(database::Transaction& tx) {
  const auto now = tx.now();
  tx.execute("DELETE FROM sessions WHERE expires_at <= ?", now);
  for (const auto* table : {"registrations", "password_resets", "email_changes"})
    tx.execute(std::string{"DELETE FROM "} + table + " WHERE expires_at <= ?", now - day);
  tx.execute("DELETE FROM idempotency_keys WHERE created_at <= ?", now - day);
  tx.execute("DELETE FROM rate_limits WHERE window_start <= ?", now - 2 * day);
  tx.execute("DELETE FROM letters WHERE state <> 'queued' AND state <> 'failed' AND finished_at <= ?", now - 30 * day);
  tx.execute("DELETE FROM sign_ins WHERE at <= ?", now - 90 * day);
}

Schedule::Schedule(database::Database& database, std::function<void()> flush_activity)
    : database_(database), flush_activity_(std::move(flush_activity)), thread_([this] { run(); }) {}

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
      if (++flushes % flushes_between_forgetting == 0) {
        static_cast<void>(database_.write([](database::Transaction& tx) -> Result<int> {
          forget_old(tx);
          return 0;
        }));
      }
    } catch (const std::exception& e) {
      log::warn("schedule_failed", {{"what", e.what()}});
    }
    guard.lock();
  }
}

}  // namespace roster::app
