#pragma once
// AuthZEN's searches: who may do this there, what may they do there, where may they do it. Candidates are walked in the order of
// their ids, and each is decided as an evaluation would be: a search says nothing that a single question would not.

#include "change/change.h"
#include "checks/authzen_request.h"

namespace roster::checks {

/// Whether `request` goes on with the token that it carries, and from where.
struct Resumed {
  std::size_t limit = 0;
  std::string position;  ///< of the last candidate that was looked at; empty: none yet
};
/// Malformed: the token is none of ours, or belongs to another request.
tl::expected<Resumed, Malformed> resume(const SearchRequest& request);

/// A page. It may have fewer results than asked for, or none, and still not be the last: `next_token` says so.
/// Refusals: service_key_required when a user asks about somebody else, or for the members of an account that they are not in;
/// forbidden for the members of one in which they do not hold members:read.
Result<change::Answer> search(const change::Context& context, const change::Asked& asked, const SearchRequest& request,
                              const Resumed& from);

}  // namespace roster::checks
