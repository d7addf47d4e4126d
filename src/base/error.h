#pragma once
// A refusal is a value: what kind it is, which one exactly, and what a person needs to know to go on.
// The words for it (three languages) are in locales/problems.toml, under the reason's code; which HTTP
// status a kind has stands in http/problem.cpp. Exceptions mean that the program or the machine is broken.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace roster {

enum class ErrorKind {
  malformed,        // not JSON, bad framing
  unauthenticated,  // no or dead credential
  forbidden,        // in the account, not allowed
  not_found,        // also for whatever the caller may not know of
  method_not_allowed,
  conflict,             // the state does not allow it
  precondition_failed,  // If-Match
  too_large,
  uri_too_long,
  unsupported_media,
  misdirected,
  invalid,   // well-formed, but wrong
  too_many,  // a rate limit
  headers_too_large,
  internal,
  unavailable,  // try again later
};

/// One reason for refusal: a constant beside the noun that it is about. `code` is part of the API.
struct Reason {
  ErrorKind kind;
  std::string_view code;
  friend constexpr bool operator==(const Reason& a, const Reason& b) { return a.code == b.code; }
};

/// One fault of one field of the request; `pointer` is an RFC 6901 JSON pointer, or a query parameter's name.
struct FieldError {
  std::string pointer;
  Reason reason;
  std::map<std::string, std::string> params{};
};

/// So many faults of one request are told, however many it has: an answer is not larger than what was asked.
inline constexpr std::size_t field_errors_max = 50;

/// Something that a refusal points to: who holds the role that cannot go yet.
struct NamedThing {
  std::string type, id, name;
};

/// A rate limit that was reached, for the client's own planning.
struct Quota {
  std::int64_t max = 0;
  std::chrono::seconds window{};
};

struct [[nodiscard]] Error {
  Reason reason;
  /// Values for the placeholders of the reason's sentences. Never a secret.
  std::map<std::string, std::string> params{};
  std::vector<FieldError> fields{};  ///< the first field_errors_max
  std::vector<NamedThing> holders{};
  std::optional<std::chrono::seconds> retry_after{};
  std::optional<Quota> quota{};

  Error(Reason r) : reason(r) {}  // NOLINT(google-explicit-constructor): `return some_reason;` is the idiom
  Error(Reason r, std::map<std::string, std::string> p) : reason(r), params(std::move(p)) {}
  Error(Reason r, std::vector<FieldError> f) : reason(r), fields(std::move(f)) {
    if (fields.size() > field_errors_max) fields.erase(fields.begin() + field_errors_max, fields.end());
  }

  [[nodiscard]] bool is(const Reason& r) const { return reason == r; }
};

/// Reasons that belong to no feature.
namespace reasons {
inline constexpr Reason malformed_json{ErrorKind::malformed, "malformed_json"};
inline constexpr Reason duplicate_key{ErrorKind::malformed, "duplicate_key"};
inline constexpr Reason malformed_request{ErrorKind::malformed, "malformed_request"};
inline constexpr Reason validation_failed{ErrorKind::invalid, "validation_failed"};  // the fields say what
inline constexpr Reason unknown_field{ErrorKind::invalid, "unknown_field"};
inline constexpr Reason wrong_type{ErrorKind::invalid, "wrong_type"};
inline constexpr Reason missing_field{ErrorKind::invalid, "missing_field"};
inline constexpr Reason invalid_value{ErrorKind::invalid, "invalid_value"};
inline constexpr Reason too_long{ErrorKind::invalid, "too_long"};
inline constexpr Reason invalid_address{ErrorKind::invalid, "invalid_address"};
inline constexpr Reason not_found{ErrorKind::not_found, "not_found"};
inline constexpr Reason forbidden{ErrorKind::forbidden, "forbidden"};
inline constexpr Reason unauthenticated{ErrorKind::unauthenticated, "unauthenticated"};
inline constexpr Reason precondition_failed{ErrorKind::precondition_failed, "precondition_failed"};
inline constexpr Reason rate_limited{ErrorKind::too_many, "rate_limited"};
inline constexpr Reason overloaded{ErrorKind::unavailable, "overloaded"};
inline constexpr Reason unavailable{ErrorKind::unavailable, "unavailable"};
inline constexpr Reason storage_full{ErrorKind::unavailable, "storage_full"};
inline constexpr Reason internal_error{ErrorKind::internal, "internal_error"};
}  // namespace reasons

/// A refusal of one field: 422 `validation_failed` with the field's own fault beside it.
inline Error field_error(std::string pointer, Reason reason, std::map<std::string, std::string> params = {}) {
  std::vector<FieldError> fields;
  fields.push_back({std::move(pointer), reason, std::move(params)});
  return Error{reasons::validation_failed, std::move(fields)};
}

}  // namespace roster
