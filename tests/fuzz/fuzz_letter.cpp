// A letter that is read back, whatever it is, has texts that a page can show.
#include "fuzz.h"
#include "mail/mime_reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using roster::fuzz::require;
  const auto bytes = roster::fuzz::text_of(data, size);
  const auto letter = roster::mail::read_message(bytes);
  // Decoding makes nothing longer than three times what it was.
  require(letter.text.size() + letter.html.size() <= 3 * size + 3);
  const auto head = roster::mail::read_message_head(bytes);
  require(head.headers.size() == letter.headers.size());
  for (const auto& [name, value] : head.headers) require(name.find('\n') == std::string::npos);
  return 0;
}
