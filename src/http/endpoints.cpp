#include "http/endpoints.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <boost/asio/ip/tcp.hpp>

#include <cerrno>
#include <cstring>
#include <system_error>

namespace roster::http {

namespace {

[[noreturn]] void fail(int code, const std::string& what) { throw std::system_error(code, std::generic_category(), what); }

FileDescriptor open_socket(int family) {
  FileDescriptor opened{::socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
  if (opened.number() < 0) fail(errno, "socket");
  return opened;
}

void switch_on(const FileDescriptor& socket, int level, int option) {
  const int on = 1;
  if (::setsockopt(socket.number(), level, option, &on, sizeof on) != 0) fail(errno, "setsockopt");
}

void bind_and_listen(const FileDescriptor& socket, const sockaddr* address, socklen_t size, const std::string& name) {
  if (::bind(socket.number(), address, size) != 0) fail(errno, "cannot bind " + name);
  if (::listen(socket.number(), SOMAXCONN) != 0) fail(errno, "cannot listen on " + name);
}

sockaddr_un unix_address(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) fail(ENAMETOOLONG, path);
  std::memcpy(address.sun_path, path.data(), path.size());
  return address;
}

void remove_stale(const std::string& path, const sockaddr_un& address) {
  struct stat status{};
  if (::lstat(path.c_str(), &status) != 0) return;
  if (!S_ISSOCK(status.st_mode)) fail(EEXIST, path + " is no socket");
  const auto probe = open_socket(AF_UNIX);
  if (::connect(probe.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 || errno == EAGAIN)
    fail(EADDRINUSE, path);
  ::unlink(path.c_str());
}

}  // namespace

FileDescriptor listen_tcp(const std::string& address, std::uint16_t port, bool shared) {
  boost::system::error_code fault;
  const auto ip = boost::asio::ip::make_address(address, fault);
  if (fault) fail(EINVAL, "no IP address: " + address);
  const boost::asio::ip::tcp::endpoint endpoint{ip, port};
  auto socket = open_socket(ip.is_v4() ? AF_INET : AF_INET6);
  switch_on(socket, SOL_SOCKET, SO_REUSEADDR);
  if (shared) switch_on(socket, SOL_SOCKET, SO_REUSEPORT);
  switch_on(socket, IPPROTO_TCP, TCP_NODELAY);  // accepted sockets inherit it
  if (ip.is_v6()) {
    const int off = 0;
    ::setsockopt(socket.number(), IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
  }
  bind_and_listen(socket, endpoint.data(), static_cast<socklen_t>(endpoint.size()), address + ":" + std::to_string(port));
  return socket;
}

std::uint16_t port_of(const FileDescriptor& listening) {
  boost::asio::ip::tcp::endpoint endpoint;
  auto size = static_cast<socklen_t>(endpoint.capacity());
  if (::getsockname(listening.number(), endpoint.data(), &size) != 0) fail(errno, "getsockname");
  return endpoint.port();
}

FileDescriptor listen_unix(const std::string& path) {
  const auto address = unix_address(path);
  remove_stale(path, address);
  auto socket = open_socket(AF_UNIX);
  if (::bind(socket.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    fail(errno, "cannot bind " + path);
  // Nobody can connect before listen().
  if (::chmod(path.c_str(), 0600) != 0) fail(errno, path);
  if (::listen(socket.number(), SOMAXCONN) != 0) fail(errno, path);
  return socket;
}

}  // namespace roster::http
