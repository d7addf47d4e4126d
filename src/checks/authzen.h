#pragma once
// AuthZEN Authorization API 1.0: reads evaluations leniently, as it demands (unknown fields are ignored, defaults are
// merged), and decides them by the same rule as everything else.

#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "base/json.h"
#include "change/change.h"

namespace roster::checks {

struct Evaluation {
  std::string subject_type, subject_id;
  std::string action;
  std::string resource_type, resource_id;
  std::optional<std::string> resource_account{};  ///< of a sub-account, where the caller says it
};

enum class Semantic { execute_all, deny_on_first_deny, permit_on_first_permit };

struct EvaluationRequest {
  std::vector<Evaluation> evaluations;
  Semantic semantic = Semantic::execute_all;
  bool is_single = true;  ///< answered with one decision instead of a list
};

inline constexpr std::size_t evaluations_max = 1'000;

/// What is wrong, as a plain message: "subject.id is missing".
using Malformed = std::string;

tl::expected<EvaluationRequest, Malformed> read_evaluation(const json::value& body);
tl::expected<EvaluationRequest, Malformed> read_evaluations(const json::value& body);

/// From memory alone; nothing where it does not know all that is asked, or something is to be refused.
std::optional<change::Answer> evaluate_at_once(const change::Context& context, const access::Actor& actor,
                                               const EvaluationRequest& request);
/// Refusal: service_key_required when a user asks about somebody else.
Result<change::Answer> evaluate(const change::Context& context, const change::Asked& asked, const EvaluationRequest& request);

}  // namespace roster::checks
