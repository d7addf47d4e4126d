#include "http/listener.h"

#include <netinet/in.h>
#include <sys/socket.h>

#include <boost/asio/ip/address.hpp>

#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

#include "base/log.h"
#include "http/client_address.h"
#include "http/core.h"

namespace roster::http {

namespace {

constexpr int accepted_at_once = 32;
constexpr std::chrono::milliseconds pause_time{100};
constexpr std::chrono::seconds complaint_interval{10};

boost::asio::ip::address address_of(const sockaddr_storage& storage) {
  if (storage.ss_family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &storage, sizeof v4);
    return boost::asio::ip::address_v4{ntohl(v4.sin_addr.s_addr)};
  }
  if (storage.ss_family == AF_INET6) {
    sockaddr_in6 v6{};
    std::memcpy(&v6, &storage, sizeof v6);
    boost::asio::ip::address_v6::bytes_type bytes{};
    std::memcpy(bytes.data(), &v6.sin6_addr, bytes.size());
    return plain_address(boost::asio::ip::address_v6{bytes});
  }
  return {};
}

bool is_fault_of_one_connection(int code) {
  switch (code) {
    case EINTR:
    case ECONNABORTED:
    case EPROTO:
    case EPERM:
    case ENETDOWN:
    case ENETUNREACH:
    case EHOSTDOWN:
    case EHOSTUNREACH:
    case ENOPROTOOPT:
    case ENONET:
    case EOPNOTSUPP:
      return true;
    default:
      return false;
  }
}

}  // namespace

Listener::Listener(Core& core, FileDescriptor descriptor, bool over_socket)
    : core_(core), over_socket_(over_socket), descriptor_(std::move(descriptor)) {}

void Listener::start() { core_.loop().watch_listening(descriptor_.number(), *this); }

void Listener::close() {
  core_.loop().forget(descriptor_.number());
  descriptor_ = FileDescriptor{};
  paused_until_.reset();
}

void Listener::on_ready(std::uint32_t /*events*/) {
  for (int i = 0; i < accepted_at_once; ++i) {
    sockaddr_storage from{};
    socklen_t size = sizeof from;
    FileDescriptor accepted{
        ::accept4(descriptor_.number(), reinterpret_cast<sockaddr*>(&from), &size, SOCK_NONBLOCK | SOCK_CLOEXEC)};
    if (accepted.number() < 0) {
      if (errno == EAGAIN || errno == EWOULDBLOCK) return;
      if (is_fault_of_one_connection(errno)) continue;
      return pause(errno);
    }
    try {
      const auto address = address_of(from);
      const bool proxy = !over_socket_ && core_.service().proxies.trusts(address);
      core_.adopt(std::move(accepted), {.address = address, .over_socket = over_socket_, .trusted_proxy = proxy});
    } catch (const std::exception& fault) {
      log::error("accept_failed", {{"what", fault.what()}});
    }
  }
}

void Listener::pause(int why) {
  const auto now = std::chrono::steady_clock::now();
  if (now - last_complaint_ > complaint_interval) {
    last_complaint_ = now;
    log::warn("accept_paused", {{"why", std::strerror(why)}});
  }
  // It stays ready for as long as somebody waits to be accepted.
  core_.loop().forget(descriptor_.number());
  paused_until_ = now + pause_time;
}

void Listener::resume(SteadyTime now) {
  if (!paused_until_ || now < *paused_until_) return;
  start();  // where even that fails, the next beat tries again
  paused_until_.reset();
}

}  // namespace roster::http
