#include "seats/seat_rules.h"

#include <algorithm>

#include "access/standing.h"
#include "policy/seats.h"

namespace roster::seats {

std::vector<const policy::Limit*> counted_limits(const policy::Policy& policy, const Seat& seat) {
  const auto ids = policy::limits_counting(policy, seat.role);
  std::vector<const policy::Limit*> limits;
  for (const auto& limit : policy.limits) {
    if (seat.kind == Kind::invitation && !limit.counts_pending) continue;
    if (std::find(ids.begin(), ids.end(), limit.id) != ids.end()) limits.push_back(&limit);
  }
  return limits;
}

std::string_view reason_key(const Seat& seat, bool counts) {
  if (seat.kind == Kind::invitation) return counts ? "invitation_counts" : "invitation_counts_not";
  if (seat.role == access::owner_role) return counts ? "owner_counts" : "owner_counts_not";
  return counts ? "member_counts" : "member_counts_not";
}

}  // namespace roster::seats
