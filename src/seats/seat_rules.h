#pragma once
// Why a seat counts, or why not. Pure.

#include <string_view>
#include <vector>

#include "policy/policy.h"
#include "seats/seat.h"

namespace roster::seats {

/// The limits that this seat takes one of: those that count its role, and pending ones at all if it is an invitation's.
std::vector<const policy::Limit*> counted_limits(const policy::Policy& policy, const Seat& seat);

/// The key of the sentence that says why, in locales/seats.toml.
std::string_view reason_key(const Seat& seat, bool counts);

}  // namespace roster::seats
