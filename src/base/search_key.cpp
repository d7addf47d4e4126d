#include "base/search_key.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <stdexcept>

namespace roster {

namespace {

/// A byte within a UTF-8 character, not its first.
bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

}  // namespace

std::string search_key(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* fold = icu::Normalizer2::getNFKCCasefoldInstance(status);
  const auto* decompose = icu::Normalizer2::getNFDInstance(status);
  const auto* compose = icu::Normalizer2::getNFCInstance(status);
  if (U_FAILURE(status)) throw std::runtime_error("ICU has no normalization data");
  const auto given = icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
  const auto apart = decompose->normalize(fold->normalize(given, status), status);
  icu::UnicodeString plain;
  for (std::int32_t i = 0; i < apart.length(); i = apart.moveIndex32(i, 1)) {
    const UChar32 c = apart.char32At(i);
    if (u_charType(c) != U_NON_SPACING_MARK) plain.append(c);
  }
  // Put together again, so that a Korean syllable is one character and sorts as such.
  std::string key;
  compose->normalize(plain, status).toUTF8String(key);
  if (U_FAILURE(status)) throw std::runtime_error("ICU could not normalize a text");
  if (key.size() > search_key_bytes_max) {
    auto end = search_key_bytes_max;
    while (is_continuation(key[end])) --end;
    key.resize(end);
  }
  return key;
}

std::string pattern_containing(std::string_view key) {
  std::string pattern{"%"};
  for (const char c : key) {
    if (c == '%' || c == '_' || c == '\\') pattern += '\\';
    pattern += c;
  }
  pattern += '%';
  return pattern;
}

}  // namespace roster
