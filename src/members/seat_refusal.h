#pragma once
// The words of "no seat is left": the limit's own sentence, from the policy, and whom to ask for more.

#include <algorithm>

#include "access/standing_store.h"
#include "base/sentences.h"
#include "members/member.h"
#include "policy/seats.h"

namespace roster::members {

/// Refusal: seat_limit_reached. `reached` is of a limit of the account's policy.
inline Error seat_refusal(const access::Account& account, const policy::LimitReached& reached, Language language) {
  const auto& limits = account.policy->limits;
  const auto limit = std::find_if(limits.begin(), limits.end(), [&](const auto& one) { return one.id == reached.limit; });
  const auto plan = account.plan->title.in(language);
  const auto max = std::to_string(reached.max);
  return Error{reasons::seat_limit_reached,
               {{"plan", plan},
                {"limit", max},
                {"reached", fill(limit->reached.in(language), {{"plan", plan}, {"max", max}})},
                {"contact", account.policy->more_seats_contact.in(language)}}};
}

}  // namespace roster::members
