// Who sent a request: a forwarded address is believed from a trusted proxy alone, and is an address; ids are one text each.
#include "base/id.h"
#include "fuzz.h"
#include "http/client_address.h"
#include "http/host_rules.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace roster;
  using fuzz::require;
  const auto text = fuzz::text_of(data, size);
  static const http::TrustedProxies trusted{{"10.0.0.0/8", "fd00::/8"}};
  const auto stranger = boost::asio::ip::make_address("192.0.2.1");
  require(trusted.client_of(stranger, {text}) == stranger);
  const auto proxy = boost::asio::ip::make_address("10.1.2.3");
  const auto half = text.size() / 2;
  const auto client = trusted.client_of(proxy, {text.substr(0, half), text.substr(half)});
  require(!client.to_string().empty());

  static const http::HostRules hosts{{"roster.example"}};
  if (hosts.knows(text)) require(http::HostRules::is_well_formed(text));

  if (const auto id = UserId::parse(text)) require(id->text() == text);
  return 0;
}
