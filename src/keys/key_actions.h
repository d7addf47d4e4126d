#pragma once
// Making and revoking service keys: the operator's alone, whoever else asks is told that there is nothing here. Events go
// onto the server's own history.

#include <string>

#include "change/change.h"

namespace roster::keys {

namespace reasons {
using namespace roster::change::reasons;
}  // namespace reasons

/// `token` is made before the write. 201 {id, name, token}: the only time that the token is told. Refusal: not_found.
Result<change::Answer> create_key(change::Change& change, const std::string& name, const Secret& token);
/// 204; no request that starts after it is let in by that key. Refusal: not_found, also for one revoked before.
Result<change::Answer> revoke(change::Change& change, const KeyId& id);
/// Whether the operator asks. Refusal: not_found.
Result<void> require_operator(const access::Actor& actor);

}  // namespace roster::keys
