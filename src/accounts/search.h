#pragma once
// The query parameter `q` of a list.

#include "base/search_key.h"
#include "users/signed_in.h"

namespace roster::accounts {

/// As search_key() has it; empty when nothing is searched for. Refusal: a fault of `q`.
inline Result<std::string> read_search(const users::Call& call) {
  const auto q = call.http.query_value("q");
  if (!q) return std::string{};
  const auto text = clean_text(*q, {.code_points_min = 0});
  if (!text) return refuse(field_error("q", text.error()));
  return search_key(*text);
}

}  // namespace roster::accounts
