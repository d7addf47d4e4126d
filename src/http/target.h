#pragma once
// The request's target (RFC 9112 3.2) taken apart: percent-decoded exactly once, never normalised.

#include <string_view>

#include "base/result.h"
#include "http/message.h"

namespace roster::http {

/// Fills `path` and `query` from `target`. `host`: the Host field, which an absolute-form target must agree with; `prefix`:
/// cut off the front of the path. Refusals: malformed_request (form, percent signs, UTF-8, NUL and control characters);
/// not_found (dot segments and encoded slashes, which name nothing here).
Result<void> read_target(Request& request, std::string_view host, std::string_view prefix);

/// Well-formed UTF-8: no surrogates, no overlong forms, nothing past U+10FFFF.
bool is_utf8(std::string_view text);

}  // namespace roster::http
