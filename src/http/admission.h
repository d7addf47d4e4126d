#pragma once
// How many connections there are, in all and of one address. The operator's socket has room of its own, so that a full
// server can still be asked why. Thread-safe.

#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>

#include "http/head_rules.h"

namespace roster::http {

class Admission {
 public:
  Admission(std::size_t connections_max, std::size_t per_ip_max) : connections_max_(connections_max), per_ip_max_(per_ip_max) {}

  enum class Ticket {
    served,
    proxied,  ///< as served, but many people share the address
    operator_,
    surplus,  ///< is told so, and goes
    none      ///< not even that
  };
  Ticket enter(const Peer& peer);
  /// Once for each enter() that did not return none.
  void leave(Ticket ticket, const boost::asio::ip::address& address);

  [[nodiscard]] std::uint64_t open() const;
  [[nodiscard]] std::uint64_t total() const;
  /// False when some are left after `wait`.
  bool wait_until_empty(std::chrono::milliseconds wait);

 private:
  using Key = std::array<unsigned char, 16>;
  static Key key_of(const boost::asio::ip::address& address);
  [[nodiscard]] std::size_t sum() const { return served_ + operators_ + surplus_; }

  const std::size_t connections_max_;
  const std::size_t per_ip_max_;
  mutable std::mutex mutex_;
  std::condition_variable emptied_;
  std::size_t served_ = 0, operators_ = 0, surplus_ = 0;
  std::uint64_t total_ = 0;
  std::map<Key, std::size_t> by_address_;
};

}  // namespace roster::http
