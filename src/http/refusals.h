#pragma once
// What the server itself refuses, before any handler; the general reasons are in base/error.h.

#include "base/error.h"

namespace roster::reasons {

inline constexpr Reason method_not_allowed{ErrorKind::method_not_allowed, "method_not_allowed"};
inline constexpr Reason body_too_large{ErrorKind::too_large, "body_too_large"};
inline constexpr Reason uri_too_long{ErrorKind::uri_too_long, "uri_too_long"};
inline constexpr Reason unsupported_media_type{ErrorKind::unsupported_media, "unsupported_media_type"};
inline constexpr Reason misdirected_request{ErrorKind::misdirected, "misdirected_request"};
inline constexpr Reason headers_too_large{ErrorKind::headers_too_large, "headers_too_large"};

}  // namespace roster::reasons
