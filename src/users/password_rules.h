#pragma once
// Which passwords are accepted. Kept and compared as typed, after Unicode's NFC and nothing else: no trimming, no case.
// No composition rules; a password has to be long enough and not be among those that are guessed first.

#include <string>
#include <string_view>
#include <vector>

#include "base/email_address.h"
#include "base/json.h"
#include "base/secret.h"

namespace roster::users {

namespace reasons {
inline constexpr Reason weak_password{ErrorKind::invalid, "weak_password"};
}  // namespace reasons

inline constexpr std::size_t password_code_points_min = 8;
inline constexpr std::size_t password_bytes_max = 256;

/// A password out of a request's body, in NFC. For new ones check_password has the last word; one that is only compared
/// needs no more.
Secret read_password(Fields& fields, std::string_view name);

/// Whether `password` may be somebody's new password. `words`: what an attacker who knows the person tries first, see
/// password_words. Refusal: a field error at `pointer`, too_long or weak_password.
Result<void> check_password(const Secret& password, const std::vector<std::string>& words,
                            const std::string& pointer = "/password");

/// The address and its parts, and the given names (of the person, of the account) and theirs.
std::vector<std::string> password_words(const EmailAddress& email, const std::vector<std::string>& names = {});

}  // namespace roster::users
