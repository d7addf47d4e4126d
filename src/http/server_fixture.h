#pragma once
// For tests of this room: a running server with a few routes, and a client that sends exactly the bytes it is given.

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <chrono>
#include <condition_variable>
#include <cstring>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "http/file_descriptor.h"
#include "http/message.h"
#include "http/problem.h"
#include "http/server.h"

namespace roster::http::testing {

/// Handlers that wait at it hold their thread until it opens.
class Gate {
 public:
  void pass() {
    std::unique_lock lock{mutex_};
    ++waiting_;
    changed_.notify_all();
    changed_.wait(lock, [&] { return open_; });
  }
  void open() {
    const std::lock_guard lock{mutex_};
    open_ = true;
    changed_.notify_all();
  }
  void await_waiting(int count) {
    std::unique_lock lock{mutex_};
    ASSERT_TRUE(changed_.wait_for(lock, std::chrono::seconds{10}, [&] { return waiting_ >= count; }));
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int waiting_ = 0;
  bool open_ = false;
};

struct Answer {
  int status = 0;
  std::string head;  ///< with its last empty line
  std::string body;

  [[nodiscard]] std::string header(std::string_view name) const {
    for (std::size_t at = head.find("\r\n") + 2; at < head.size();) {
      const auto end = head.find("\r\n", at);
      const auto line = std::string_view{head}.substr(at, end - at);
      const auto colon = line.find(": ");
      if (colon != std::string_view::npos && equals_ignoring_case(line.substr(0, colon), name))
        return std::string{line.substr(colon + 2)};
      at = end + 2;
    }
    return {};
  }
};

class RawClient {
 public:
  explicit RawClient(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(socket_.number(), reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    const int on = 1;
    ::setsockopt(socket_.number(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  }
  explicit RawClient(const std::string& path) : socket_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path.data(), path.size());
    connected_ = ::connect(socket_.number(), reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  }

  [[nodiscard]] bool connected() const { return connected_; }

  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto sent = ::send(socket_.number(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  /// As much of it as the socket takes now.
  std::size_t send_what_fits(std::string_view bytes) {
    const auto sent = ::send(socket_.number(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    return sent > 0 ? static_cast<std::size_t>(sent) : 0;
  }
  void finish_sending() { ::shutdown(socket_.number(), SHUT_WR); }

  /// Status 0 when the connection ends first. `without_body`: the request was a HEAD.
  Answer read(bool without_body = false) {
    Answer answer;
    std::size_t end = 0;
    while ((end = received_.find("\r\n\r\n")) == std::string::npos)
      if (!receive()) return answer;
    answer.head = received_.substr(0, end + 4);
    received_.erase(0, end + 4);
    answer.status = std::stoi(answer.head.substr(9, 3));
    const auto length = answer.header("Content-Length");
    const auto size = length.empty() || without_body ? 0 : std::stoul(length);
    while (received_.size() < size)
      if (!receive()) return {};
    answer.body = received_.substr(0, size);
    received_.erase(0, size);
    return answer;
  }
  Answer ask(std::string_view bytes) {
    send(bytes);
    return read(bytes.starts_with("HEAD "));
  }
  /// Waits for the other side to close; true also when bytes come before that.
  bool is_closed(std::chrono::milliseconds patience = std::chrono::seconds{10}) {
    timed_out_ = false;
    while (receive(patience)) {
    }
    return !timed_out_;
  }
  /// Takes so many bytes at most, and forgets them; none when the connection has ended.
  std::size_t take(std::size_t bytes_max) {
    std::string bytes(bytes_max, ' ');
    const auto size = ::recv(socket_.number(), bytes.data(), bytes.size(), 0);
    return size > 0 ? static_cast<std::size_t>(size) : 0;
  }
  [[nodiscard]] const std::string& received() const { return received_; }

 private:
  bool receive(std::chrono::milliseconds patience = std::chrono::seconds{10}) {
    pollfd waiting{.fd = socket_.number(), .events = POLLIN, .revents = 0};
    if (::poll(&waiting, 1, static_cast<int>(patience.count())) <= 0) {
      timed_out_ = true;
      return false;
    }
    char bytes[16 * 1024];
    const auto size = ::recv(socket_.number(), bytes, sizeof bytes, 0);
    if (size <= 0) return false;
    received_.append(bytes, static_cast<std::size_t>(size));
    return true;
  }

  FileDescriptor socket_;
  bool connected_ = false;
  bool timed_out_ = false;
  std::string received_;
};

inline Response text(std::string body) {
  return {.status = 200, .content_type = "text/plain", .body = std::move(body), .headers = {}};
}

/// The request line, a Host and more fields: request("GET /x", "A: b\r\n").
inline std::string request(std::string_view start, std::string_view fields = "", std::string_view body = "") {
  return std::string{start} + " HTTP/1.1\r\nHost: roster.test\r\n" + std::string{fields} + "\r\n" + std::string{body};
}

class RunningServer {
 public:
  using Change = std::function<void(ServerConfig&)>;
  explicit RunningServer(const Change& change = {}, Observer observe = {}) {
    ServerConfig config;
    config.port = 0;
    config.io_threads = 2;
    config.worker_threads = 2;
    config.hashing_threads = 1;
    config.hosts = {"roster.test"};
    if (change) change(config);
    server_ = std::make_unique<Server>(std::move(config), routes(), refusal_writer(), std::move(observe));
    server_->start();
  }
  ~RunningServer() {
    gate.open();
    server_->stop(std::chrono::seconds{5});
  }
  RunningServer(const RunningServer&) = delete;
  RunningServer& operator=(const RunningServer&) = delete;

  Server& operator*() { return *server_; }
  Server* operator->() { return server_.get(); }
  [[nodiscard]] RawClient client() const { return RawClient{server_->port()}; }

  Gate gate;

 private:
  static RefusalWriter refusal_writer() {
    static const ProblemTexts texts{R"([internal_error]
title = {en = "Error", fr = "Erreur", ko = "오류"}
detail = {en = "It failed.", fr = "Échec.", ko = "실패"}
remedy = {en = "Try again.", fr = "Réessayez.", ko = "다시"})"};
    return [](const Error& error, const Request& request) {
      return write_problem(error, request, request.language, texts, "https://roster.test/docs");
    };
  }

  std::vector<Route> routes() {
    std::vector<Route> routes;
    const auto add = [&](Method method, std::string pattern, Handler handler, Lane lane = Lane::worker) {
      routes.push_back({method, std::move(pattern), std::move(handler), lane});
    };
    add(Method::get, "/hello", [](const Request&) { return text("hello"); }, Lane::inline_);
    add(Method::get, "/who",
        [](const Request& r) { return text(std::string{r.headers.find("Authorization").value_or("")} + r.target); });
    add(
        Method::get, "/who-inline",
        [](const Request& r) { return text(std::string{r.headers.find("Authorization").value_or("")} + r.target); },
        Lane::inline_);
    add(Method::get, "/peer", [](const Request& r) { return text(r.peer_ip + (r.over_socket ? "socket" : "")); });
    add(Method::get, "/accounts/{acc}/members/{usr}",
        [](const Request& r) { return text(r.parameter("acc") + " " + r.parameter("usr")); });
    add(Method::get, "/query", [](const Request& r) {
      std::string all;
      for (const auto& [name, value] : r.query) all += name + "=" + value + ";";
      return text(all);
    });
    add(Method::post, "/echo", [](const Request& r) { return text(r.body); });
    routes.back().body_bytes_max = 100'000;
    add(Method::post, "/short", [](const Request& r) { return text(r.body); });
    routes.back().body_bytes_max = 10;
    add(Method::get, "/large-inline", [](const Request&) { return text(std::string(1024 * 1024, 'x')); }, Lane::inline_);
    add(Method::get, "/large", [](const Request&) { return text(std::string(8 * 1024 * 1024, 'x')); });
    add(Method::get, "/throws", [](const Request&) -> Response { throw std::runtime_error("SELECT secret"); });
    add(
        Method::get, "/throws-inline", [](const Request&) -> Response { throw std::runtime_error("SELECT secret"); },
        Lane::inline_);
    add(Method::get, "/own-headers", [](const Request&) {
      auto response = text("x");
      response.headers.add("Cache-Control", "max-age=60");
      response.headers.add("Content-Security-Policy", "default-src 'self'");
      response.headers.add("X-Split", "a\r\nSet-Cookie: evil=1");
      response.headers.add("Bad Name", "x");
      response.headers.add("Content-Length", "999");
      response.headers.add("Server", "x");
      response.headers.add("Set-Cookie", "a=1");
      response.headers.add("Set-Cookie", "b=2");
      return response;
    });
    add(Method::get, "/waits", [this](const Request&) {
      gate.pass();
      return text("waited");
    });
    add(
        Method::post, "/hashes",
        [this](const Request&) {
          gate.pass();
          return text("hashed");
        },
        Lane::hashing);
    return routes;
  }

  std::unique_ptr<Server> server_;
};

}  // namespace roster::http::testing
