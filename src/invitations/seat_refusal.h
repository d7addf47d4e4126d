#pragma once
// The words of "no seat is left": the plan, its limit, and whom to ask for more.

#include "access/standing_store.h"
#include "invitations/invitation.h"
#include "policy/seats.h"

namespace roster::invitations {

inline Error seat_refusal(const access::Account& account, const policy::LimitReached& reached, Language language) {
  return Error{reasons::seat_limit_reached,
               {{"plan", account.plan->title.in(language)},
                {"limit", std::to_string(reached.max)},
                {"contact", account.policy->more_seats_contact.in(language)}}};
}

}  // namespace roster::invitations
