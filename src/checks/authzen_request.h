#pragma once
// What AuthZEN 1.0 asks, read leniently, as it demands: unknown fields are ignored, defaults are merged, what is missing is told
// in plain words. What is read lives no longer than the body that it was read from.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "base/json.h"

namespace roster::checks {

struct Evaluation {
  std::string_view subject_type, subject_id;
  std::string_view action;
  std::string_view resource_type, resource_id;
  std::optional<std::string_view> resource_account{};  ///< of a sub-account, where the caller says it
};

enum class Semantic { execute_all, deny_on_first_deny, permit_on_first_permit };

struct EvaluationRequest {
  std::vector<Evaluation> evaluations;
  Semantic semantic = Semantic::execute_all;
  bool is_single = true;  ///< answered with one decision instead of a list
};

inline constexpr std::size_t evaluations_max = 1'000;

enum class Sought { subject, resource, action };

/// All whom, all where or all what a question is answered with yes for.
struct SearchRequest {
  Sought sought = Sought::subject;
  Evaluation of;                            ///< empty where it is what is sought
  std::optional<std::size_t> limit{};       ///< of results a page
  std::optional<std::string_view> token{};  ///< of the page before
};

/// What is wrong, as a plain message: "subject.id is missing".
using Malformed = std::string;

tl::expected<EvaluationRequest, Malformed> read_evaluation(const json::value& body);
tl::expected<EvaluationRequest, Malformed> read_evaluations(const json::value& body);
tl::expected<SearchRequest, Malformed> read_search(const json::value& body, Sought sought);

}  // namespace roster::checks
