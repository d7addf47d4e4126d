// An address that is accepted is accepted again as the same one, fits into a header and names one mailbox.
#include "base/email_address.h"
#include "fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using roster::EmailAddress;
  using roster::fuzz::require;
  const auto address = EmailAddress::parse(roster::fuzz::text_of(data, size));
  if (!address) return 0;
  const auto& text = address->text();
  require(text.size() <= 254 && text.find('@') != std::string::npos && text.find('@') == text.rfind('@'));
  for (const char c : text) require(c > 0x20 && c < 0x7f && c != ',' && c != ';' && c != '<' && c != '>' && c != '"');
  require(address->domain().find('.') != std::string_view::npos && !address->domain().ends_with('.'));
  const auto again = EmailAddress::parse(text);
  require(again && *again == *address && again->text() == text);
  const auto of_key = EmailAddress::parse(address->key());
  require(of_key && of_key->key() == address->key());
  return 0;
}
