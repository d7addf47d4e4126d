// A name that was accepted stays as it is, its key is what it is found by, and in a letter it breaks no line.
#include "base/json.h"
#include "base/search_key.h"
#include "fuzz.h"
#include "http/target.h"
#include "mail/people_text.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace roster;
  using fuzz::require;
  const auto text = fuzz::text_of(data, size);

  const auto key = search_key(text);
  require(key.size() <= search_key_bytes_max && http::is_utf8(key));
  static_cast<void>(pattern_containing(key));

  const auto line = mail::one_line(text);
  require(!mail::has_controls(line) && http::is_utf8(line));
  require(mail::has_controls(text) || line == text);
  require(http::is_utf8(mail::make_inert(line)));
  require(http::is_utf8(mail::shorten(line, 7)));

  const TextLimits limits{.code_points_max = 100, .multi_line = size % 2 == 1};
  const auto clean = clean_text(text, limits);
  if (!clean) return 0;
  require(http::is_utf8(*clean) && !clean->empty());
  const auto again = clean_text(*clean, limits);
  require(again && *again == *clean);
  require(search_key(*clean) == search_key(*again));
  return 0;
}
