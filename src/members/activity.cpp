#include "members/activity.h"

#include <algorithm>

namespace roster::members {

namespace {
constexpr std::chrono::minutes precision{1};
}  // namespace

bool ActivityLog::is_noted(const Key& key, Instant at) {
  const auto hash = KeyHash{}(key);
  const auto second = static_cast<std::uint64_t>(at.ms / 1000) & 0xffff'ffff;
  const auto mark = (std::uint64_t{hash} & 0xffff'ffff'0000'0000) | second;
  auto& recent = recent_[hash % recent_size];
  if (recent.load(std::memory_order_relaxed) == mark) return true;
  recent.store(mark, std::memory_order_relaxed);
  return false;
}

void ActivityLog::note(const AccountId& account, const UserId& user, Instant at) {
  if (is_noted({account, user}, at)) return;
  const std::lock_guard lock{mutex_};
  auto& times = times_[Key{account, user}];
  times.seen = std::max(times.seen, at);
}

std::optional<Instant> ActivityLog::latest(const AccountId& account, const UserId& user) const {
  const std::lock_guard lock{mutex_};
  const auto at = times_.find(Key{account, user});
  if (at == times_.end()) return std::nullopt;
  return at->second.seen;
}

std::vector<ActivityLog::Due> ActivityLog::list_due(Instant now, bool all) const {
  const std::lock_guard lock{mutex_};
  std::vector<Due> due;
  for (const auto& [key, times] : times_) {
    if (times.seen == times.written) continue;
    if (all || times.seen - times.written > precision || now - times.seen > precision) due.push_back({key, times.seen});
  }
  return due;
}

void ActivityLog::forget_written(const std::vector<Due>& due, Instant now) {
  const std::lock_guard lock{mutex_};
  for (const auto& [key, seen] : due)
    if (const auto at = times_.find(key); at != times_.end()) at->second.written = seen;
  std::erase_if(times_, [&](const auto& entry) {
    return entry.second.seen == entry.second.written && now - entry.second.seen > precision;
  });
}

void ActivityLog::write(database::Database& database, bool all) {
  const auto now = database.read([](database::Transaction& tx) { return tx.now(); });
  const auto due = list_due(now, all);
  if (!due.empty()) {
    static_cast<void>(database.write([&](database::Transaction& tx) -> Result<int> {
      for (const auto& [key, seen] : due)
        tx.execute("UPDATE members SET last_active_at = ? WHERE account_id = ? AND user_id = ? AND last_active_at < ?", seen,
                   key.account, key.user, seen);
      return 0;
    }));
  }
  forget_written(due, now);
}

}  // namespace roster::members
