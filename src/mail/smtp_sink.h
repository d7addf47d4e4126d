#pragma once
// For tests: an SMTP server on a socket of its own that does what a test tells it, by the recipient's domain.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace roster::mail {

class SmtpSink {
 public:
  enum class Manner { accept, refuse_recipient, greylist, refuse_message, drop_after_data, stall, want_sign_in };

  SmtpSink() : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{.sin_family = AF_INET, .sin_port = 0, .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
    socklen_t size = sizeof address;
    ::bind(listener_, reinterpret_cast<sockaddr*>(&address), size);
    ::listen(listener_, 64);
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    acceptor_ = std::thread{[this] { accept_all(); }};
  }
  ~SmtpSink() {
    stopping_ = true;
    acceptor_.join();
    for (auto& thread : sessions_) thread.join();
    ::close(listener_);
  }
  SmtpSink(const SmtpSink&) = delete;
  SmtpSink& operator=(const SmtpSink&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  void answer(const std::string& domain, Manner manner) {
    const std::lock_guard lock{mutex_};
    manners_[domain] = manner;
  }
  void greet_with(std::string line) {
    const std::lock_guard lock{mutex_};
    greeting_ = std::move(line);
  }
  /// Each message that was accepted, as it came (dots still doubled), in order.
  [[nodiscard]] std::vector<std::string> messages() const {
    const std::lock_guard lock{mutex_};
    return messages_;
  }
  [[nodiscard]] int connections() const { return connections_; }
  /// Messages that are in the middle of being handed over to a stalled domain.
  [[nodiscard]] int stalled() const { return stalled_; }
  [[nodiscard]] int stalled_max() const { return stalled_max_; }
  [[nodiscard]] std::vector<std::string> commands() const {
    const std::lock_guard lock{mutex_};
    return commands_;
  }
  /// Closes what is open, as a server does with idle connections.
  void hang_up() { ++hang_ups_; }

 private:
  void accept_all() {
    while (!stopping_) {
      pollfd wait{.fd = listener_, .events = POLLIN, .revents = 0};
      if (::poll(&wait, 1, 20) <= 0) continue;
      const int fd = ::accept(listener_, nullptr, nullptr);
      if (fd < 0) continue;
      ++connections_;
      sessions_.emplace_back([this, fd] {
        serve(fd);
        ::close(fd);
      });
    }
  }

  static void say(int fd, std::string line) {
    line += "\r\n";
    static_cast<void>(!::send(fd, line.data(), line.size(), MSG_NOSIGNAL));
  }

  bool read_line(int fd, std::string& buffer, std::string& line, int hang_ups) {
    for (;;) {
      if (const auto end = buffer.find("\r\n"); end != std::string::npos) {
        line = buffer.substr(0, end);
        buffer.erase(0, end + 2);
        return true;
      }
      pollfd wait{.fd = fd, .events = POLLIN, .revents = 0};
      if (stopping_ || hang_ups != hang_ups_) return false;
      if (::poll(&wait, 1, 20) <= 0) continue;
      char bytes[4096];
      const auto got = ::recv(fd, bytes, sizeof bytes, 0);
      if (got <= 0) return false;
      buffer.append(bytes, static_cast<std::size_t>(got));
    }
  }

  void stall(int fd) {
    const int now = ++stalled_;
    for (int most = stalled_max_; now > most && !stalled_max_.compare_exchange_weak(most, now);) {
    }
    char byte = 0;
    while (!stopping_ && ::recv(fd, &byte, 1, MSG_DONTWAIT) != 0) std::this_thread::sleep_for(std::chrono::milliseconds{20});
    --stalled_;
  }

  Manner manner_of(const std::string& line) {
    const auto at = line.rfind('@');
    const auto domain = line.substr(at + 1, line.find('>') - at - 1);
    const std::lock_guard lock{mutex_};
    const auto found = manners_.find(domain);
    return found == manners_.end() ? Manner::accept : found->second;
  }

  void serve(int fd) {
    const int hang_ups = hang_ups_;
    {
      const std::lock_guard lock{mutex_};
      say(fd, greeting_);
    }
    std::string buffer, line;
    auto manner = Manner::accept;
    while (read_line(fd, buffer, line, hang_ups)) {
      {
        const std::lock_guard lock{mutex_};
        commands_.push_back(line);
      }
      if (line.starts_with("EHLO")) {
        say(fd, "250 sink");
      } else if (line.starts_with("RCPT")) {
        manner = manner_of(line);
        if (manner == Manner::stall) return stall(fd);
        say(fd, manner == Manner::refuse_recipient ? "550 5.1.1 <secret@text> unknown"
                : manner == Manner::greylist       ? "450 4.2.0 greylisted"
                : manner == Manner::want_sign_in   ? "530 5.7.0 sign in first"
                                                   : "250 ok");
      } else if (line.starts_with("DATA")) {
        say(fd, "354 go on");
        std::string message;
        while (read_line(fd, buffer, line, hang_ups) && line != ".") message += line + "\r\n";
        if (manner == Manner::drop_after_data) return;
        if (manner == Manner::accept) {
          const std::lock_guard lock{mutex_};
          messages_.push_back(message);
        }
        say(fd, manner == Manner::refuse_message ? "554 5.7.1 looks like spam" : "250 taken");
      } else if (line.starts_with("QUIT")) {
        return say(fd, "221 bye");
      } else {
        say(fd, "250 ok");
      }
    }
  }

  int listener_;
  std::uint16_t port_ = 0;
  std::atomic<bool> stopping_ = false;
  std::atomic<int> connections_ = 0, stalled_ = 0, stalled_max_ = 0, hang_ups_ = 0;
  mutable std::mutex mutex_;
  std::string greeting_ = "220 sink";
  std::map<std::string, Manner> manners_;
  std::vector<std::string> messages_, commands_;
  std::thread acceptor_;
  std::vector<std::thread> sessions_;
};

}  // namespace roster::mail
