#include "http/admission.h"

#include <algorithm>

namespace roster::http {

namespace {
constexpr std::size_t operators_max = 32;
constexpr std::size_t surplus_max = 128;
}  // namespace

Admission::Key Admission::key_of(const boost::asio::ip::address& address) {
  Key key{};
  if (address.is_v4()) {
    const auto bytes = address.to_v4().to_bytes();
    key[10] = key[11] = 0xff;
    std::copy(bytes.begin(), bytes.end(), key.begin() + 12);
  } else {
    const auto bytes = address.to_v6().to_bytes();
    std::copy_n(bytes.begin(), 8, key.begin());
  }
  return key;
}

Admission::Ticket Admission::enter(const Peer& peer) {
  const std::lock_guard lock{mutex_};
  ++total_;
  if (peer.over_socket) {
    if (operators_ >= operators_max) return Ticket::none;
    ++operators_;
    return Ticket::operator_;
  }
  const auto same = by_address_.find(key_of(peer.address));
  const bool ip_full = per_ip_max_ > 0 && !peer.trusted_proxy && same != by_address_.end() && same->second >= per_ip_max_;
  if (!ip_full && served_ < connections_max_) {
    ++served_;
    if (peer.trusted_proxy) return Ticket::proxied;
    ++by_address_[key_of(peer.address)];
    return Ticket::served;
  }
  if (surplus_ >= surplus_max) return Ticket::none;
  ++surplus_;
  return Ticket::surplus;
}

void Admission::leave(Ticket ticket, const boost::asio::ip::address& address) {
  const std::lock_guard lock{mutex_};
  if (ticket == Ticket::operator_) --operators_;
  if (ticket == Ticket::surplus) --surplus_;
  if (ticket == Ticket::served || ticket == Ticket::proxied) --served_;
  if (ticket == Ticket::served) {
    const auto same = by_address_.find(key_of(address));
    if (same != by_address_.end() && --same->second == 0) by_address_.erase(same);
  }
  if (sum() == 0) emptied_.notify_all();
}

std::uint64_t Admission::open() const {
  const std::lock_guard lock{mutex_};
  return sum();
}

std::uint64_t Admission::total() const {
  const std::lock_guard lock{mutex_};
  return total_;
}

bool Admission::wait_until_empty(std::chrono::milliseconds wait) {
  std::unique_lock lock{mutex_};
  return emptied_.wait_for(lock, wait, [&] { return sum() == 0; });
}

}  // namespace roster::http
