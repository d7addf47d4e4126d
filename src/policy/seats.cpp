#include "policy/seats.h"

#include <algorithm>

namespace roster::policy {

namespace {

bool counts(const Limit& limit, std::string_view role) {
  if (role == "owner") return limit.counts_owner;
  return limit.roles.empty() || std::find(limit.roles.begin(), limit.roles.end(), role) != limit.roles.end();
}

std::int64_t sum_counted(const Limit& limit, const std::map<std::string, std::int64_t, std::less<>>& by_role) {
  std::int64_t sum = 0;
  for (const auto& [role, count] : by_role)
    if (counts(limit, role)) sum += count;
  return sum;
}

std::int64_t used_of(const Limit& limit, const SeatUse& use) {
  return (limit.counts_owner ? 1 : 0) + sum_counted(limit, use.active_by_role) +
         (limit.counts_pending ? sum_counted(limit, use.pending_by_role) : 0);
}

std::optional<std::int64_t> max_of(const Limit& limit, const Plan& plan) {
  const auto at = plan.limits.find(limit.id);
  if (at == plan.limits.end()) return std::nullopt;
  return at->second;
}

}  // namespace

std::vector<std::string> limits_counting(const Policy& policy, std::string_view role) {
  std::vector<std::string> ids;
  for (const auto& limit : policy.limits)
    if (counts(limit, role)) ids.push_back(limit.id);
  return ids;
}

std::vector<LimitUse> limit_uses(const Policy& policy, const Plan& plan, const SeatUse& use) {
  std::vector<LimitUse> uses;
  uses.reserve(policy.limits.size());
  for (const auto& limit : policy.limits) uses.push_back({limit.id, used_of(limit, use), max_of(limit, plan)});
  return uses;
}

std::optional<LimitReached> decide_seat(const Policy& policy, const Plan& plan, const SeatUse& use, std::string_view role,
                                        std::int64_t more) {
  if (more <= 0) return std::nullopt;
  for (const auto& limit : policy.limits) {
    const auto max = max_of(limit, plan);
    if (!max || !counts(limit, role)) continue;
    const auto used = used_of(limit, use);
    if (more > *max - used) return LimitReached{limit.id, used, *max};
  }
  return std::nullopt;
}

}  // namespace roster::policy
