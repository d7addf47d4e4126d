#include "users/password_rules.h"

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>
#include <zxcvbn.h>

#include <algorithm>
#include <stdexcept>

namespace roster::users {

namespace {

/// zxcvbn's score 3 ("safely unguessable: moderate protection from an offline slow-hash scenario") begins at 10^8 guesses;
/// the library tells log2 of them.
constexpr double guess_bits_min = 26.575;
/// NFC makes texts shorter at most: three jamo of three bytes each become one syllable of three.
constexpr std::size_t raw_bytes_max = password_bytes_max * 4;
/// Shorter ones stand in too many good passwords by chance.
constexpr std::size_t word_bytes_min = 3;

std::string to_nfc(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* nfc = icu::Normalizer2::getNFCInstance(status);
  if (U_FAILURE(status) != 0) throw std::runtime_error("ICU has no normalization data");
  const auto normal = nfc->normalize(icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())}), status);
  if (U_FAILURE(status) != 0) throw std::runtime_error("a text could not be normalized");
  std::string out;
  normal.toUTF8String(out);
  return out;
}

std::size_t count_code_points(std::string_view utf8) {
  return static_cast<std::size_t>(
      std::count_if(utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

/// Adds `text` and what it is made of: "mina.park@example.org" has mina, park and example in it.
void add_words(std::vector<std::string>& words, std::string_view text) {
  constexpr std::string_view separators = " \t.,@-_+'/";
  words.emplace_back(text);
  while (!text.empty()) {
    const auto end = text.find_first_of(separators);
    words.emplace_back(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
  }
}

double measure_guess_bits(const Secret& password, const std::vector<std::string>& words) {
  std::vector<const char*> dictionary;
  dictionary.reserve(words.size() + 1);
  for (const auto& word : words) dictionary.push_back(word.c_str());
  dictionary.push_back(nullptr);
  return ZxcvbnMatch(password.reveal().c_str(), dictionary.data(), nullptr);
}

}  // namespace

Secret read_password(Fields& fields, std::string_view name) { return Secret{to_nfc(fields.verbatim(name, raw_bytes_max))}; }

Result<void> check_password(const Secret& password, const std::vector<std::string>& words, const std::string& pointer) {
  if (password.reveal().size() > password_bytes_max) return refuse(field_error(pointer, roster::reasons::too_long));
  if (count_code_points(password.reveal()) < password_code_points_min || measure_guess_bits(password, words) < guess_bits_min)
    return refuse(field_error(pointer, reasons::weak_password));
  return {};
}

std::vector<std::string> password_words(const EmailAddress& email, const std::vector<std::string>& names) {
  std::vector<std::string> words{"roster"};
  add_words(words, email.text());
  for (const auto& name : names) add_words(words, name);
  words.erase(std::remove_if(words.begin(), words.end(), [](const std::string& word) { return word.size() < word_bytes_min; }),
              words.end());
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return words;
}

}  // namespace roster::users
