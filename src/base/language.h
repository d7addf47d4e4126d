#pragma once
// The languages that every text of Roster exists in.

#include <array>
#include <optional>
#include <string_view>

namespace roster {

enum class Language { en, fr, ko };

inline constexpr std::array<std::string_view, 3> language_codes{"en", "fr", "ko"};

constexpr std::string_view code_of(Language language) { return language_codes[static_cast<std::size_t>(language)]; }

/// "fr", "fr-CA", "FR" → fr; nothing for a language that we have no texts in.
std::optional<Language> parse_language(std::string_view tag);
/// The best of an Accept-Language header (RFC 9110 12.5.4) that we have; nothing when none fits.
std::optional<Language> preferred_language(std::string_view accept_language);

}  // namespace roster
