#include "http/client_address.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <stdexcept>

namespace roster::http {

namespace ip = boost::asio::ip;

namespace {

using Bytes = ip::address_v6::bytes_type;

Bytes mapped(const ip::address& address) {
  return address.is_v4() ? ip::make_address_v6(ip::v4_mapped, address.to_v4()).to_bytes() : address.to_v6().to_bytes();
}

bool share_bits(const Bytes& a, const Bytes& b, unsigned bits) {
  const auto whole = bits / 8;
  if (!std::equal(a.begin(), a.begin() + whole, b.begin())) return false;
  const auto rest = bits % 8;
  return rest == 0 || (a[whole] >> (8 - rest)) == (b[whole] >> (8 - rest));
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// "1.2.3.4", "1.2.3.4:80", "2001:db8::1", "[2001:db8::1]:80".
std::optional<ip::address> read_hop(std::string_view text) {
  text = trimmed(text);
  if (text.starts_with('[')) {
    text = text.substr(1, std::min(text.find(']'), text.size()) - 1);
  } else if (std::count(text.begin(), text.end(), ':') == 1) {
    text = text.substr(0, text.find(':'));
  }
  boost::system::error_code fault;
  const auto address = ip::make_address(std::string{text}, fault);
  if (fault || (address.is_v6() && address.to_v6().scope_id() != 0)) return std::nullopt;
  return plain_address(address);
}

}  // namespace

ip::address plain_address(const ip::address& address) {
  if (!address.is_v6() || !address.to_v6().is_v4_mapped()) return address;
  return ip::make_address_v4(ip::v4_mapped, address.to_v6());
}

TrustedProxies::TrustedProxies(const std::vector<std::string>& blocks) {
  for (const auto& block : blocks) {
    const auto fail = [&] { throw std::invalid_argument("trusted proxy " + block + ": not an address or CIDR block"); };
    const auto slash = std::min(block.find('/'), block.size());
    boost::system::error_code fault;
    const auto address = ip::make_address(block.substr(0, slash), fault);
    if (fault) fail();
    const unsigned width = address.is_v4() ? 32 : 128;
    unsigned bits = width;
    if (slash < block.size()) {
      const auto* end = block.data() + block.size();
      const auto read = std::from_chars(block.data() + slash + 1, end, bits);
      if (read.ec != std::errc{} || read.ptr != end || bits > width) fail();
    }
    blocks_.push_back({mapped(address), bits + (128 - width)});
  }
}

bool TrustedProxies::trusts(const ip::address& address) const {
  if (blocks_.empty()) return false;
  const auto bytes = mapped(address);
  return std::any_of(blocks_.begin(), blocks_.end(),
                     [&](const Block& block) { return share_bits(block.bytes, bytes, block.bits); });
}

ip::address TrustedProxies::client_of(const ip::address& peer, const std::vector<std::string_view>& forwarded) const {
  auto client = peer;
  for (auto field = forwarded.rbegin(); field != forwarded.rend(); ++field) {
    for (auto left = *field; trusts(client);) {
      const auto comma = left.rfind(',');
      const auto hop = read_hop(comma == std::string_view::npos ? left : left.substr(comma + 1));
      if (!hop) return client;
      client = *hop;
      if (comma == std::string_view::npos) break;
      left = left.substr(0, comma);
    }
    if (!trusts(client)) break;
  }
  return client;
}

}  // namespace roster::http
