#pragma once
// What a client says it takes (RFC 9110 12.5): of several forms of one thing, the one to send. Pure.

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace roster::console {

enum class Coding { identity, gzip, brotli };
inline constexpr std::array codings{Coding::identity, Coding::gzip, Coding::brotli};

/// As Content-Encoding names it; empty for identity.
std::string_view name_of(Coding coding);

/// The best of `offered` (identity always is) by Accept-Encoding; of equally welcome ones the smallest. Identity when the
/// client forbids everything there is.
Coding choose_coding(std::optional<std::string_view> accept_encoding, const std::vector<Coding>& offered);

/// Whether If-None-Match names this tag, compared weakly.
bool names_tag(std::string_view if_none_match, std::string_view tag);

/// A browser that shows a page, rather than a program: it asks for HTML by name.
bool asks_for_html(std::optional<std::string_view> accept);

}  // namespace roster::console
