#pragma once
// Text that people chose (names, account names, messages), made fit for a letter: it stays what it is to the eye, but it
// cannot break a line of the header, and no mail client makes a link of it (docs/security.md, Input).

#include <string>
#include <string_view>

namespace roster::mail {

/// Whether there is a control character, a line or paragraph separator, a bidirectional control, or broken UTF-8.
bool has_controls(std::string_view text);
/// Controls become spaces, bidirectional controls go, broken UTF-8 becomes U+FFFD.
std::string one_line(std::string_view text);
/// A zero-width space before and after each mark inside a word that an address or host is written with: "evil.test" looks the
/// same, and is three words to whoever looks for links.
std::string make_inert(std::string_view text);
/// At most so many code points, the last of them "…" when something was cut off.
std::string shorten(std::string_view text, std::size_t code_points_max);

}  // namespace roster::mail
