#pragma once
// The two bodies of an AuthZEN evaluations call.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "roster/checker.h"

namespace roster {

std::string write_evaluations(const std::vector<const Question*>& questions);
/// Nothing unless the body holds exactly `count` decisions.
std::optional<std::vector<Answer>> read_evaluations(std::string_view body, std::size_t count);

}  // namespace roster
