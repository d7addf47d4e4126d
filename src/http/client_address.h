#pragma once
// Whose request it is: the address that connected, or behind trusted proxies the one that they speak for.

#include <boost/asio/ip/address.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace roster::http {

/// IPv4 in IPv6 is IPv4.
boost::asio::ip::address plain_address(const boost::asio::ip::address& address);

class TrustedProxies {
 public:
  /// CIDR blocks or single addresses. Throws std::invalid_argument.
  explicit TrustedProxies(const std::vector<std::string>& blocks);

  [[nodiscard]] bool trusts(const boost::asio::ip::address& address) const;
  /// `forwarded`: the X-Forwarded-For fields, in order. The right-most hop that is no trusted proxy; whatever stands to the
  /// left of something that is no address is not believed.
  [[nodiscard]] boost::asio::ip::address client_of(const boost::asio::ip::address& peer,
                                                   const std::vector<std::string_view>& forwarded) const;

 private:
  struct Block {
    boost::asio::ip::address_v6::bytes_type bytes;  // an IPv4 block as ::ffff:a.b.c.d
    unsigned bits;
  };
  std::vector<Block> blocks_;
};

}  // namespace roster::http
