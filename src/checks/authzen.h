#pragma once
// AuthZEN Authorization API 1.0: decides evaluations by the same rule as everything else.

#include <optional>

#include "change/change.h"
#include "checks/authzen_request.h"
#include "checks/judge.h"

namespace roster::checks {

/// From memory alone; nothing where it does not know all that is asked, or something is to be refused.
std::optional<change::Answer> evaluate_at_once(const change::Context& context, const access::Actor& actor,
                                               const EvaluationRequest& request);
/// Refusal: service_key_required when a user asks about somebody else.
Result<change::Answer> evaluate(const change::Context& context, const change::Asked& asked, const EvaluationRequest& request);

/// The user whom AuthZEN's subject names by id or by address.
std::optional<UserId> find_subject(database::Transaction& tx, const Evaluation& evaluation);
/// Nothing for an action or a kind of resource that there is not. Its user is not read; its account is not where a sub-account is
/// named alone.
std::optional<Question> read_question(const policy::Modules& modules, const Evaluation& evaluation);

}  // namespace roster::checks
