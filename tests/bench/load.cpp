#include "bench/load.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <fstream>
#include <iterator>
#include <memory>
#include <sstream>
#include <stdexcept>

#include "bench/measure.h"

namespace roster::testing {

namespace {

using Clock = std::chrono::steady_clock;

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {
    if (number < 0) throw std::runtime_error("load: no descriptor");
  }
  ~Descriptor() { ::close(number_); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

/// One kept connection; opened again when the server has had enough of it.
class Caller {
 public:
  Caller(int epoll, int port) : epoll_(epoll), port_(port) { open(); }

  void send(const std::string& request, Clock::time_point due) {
    due_ = due;
    request_ = &request;
    received_.clear();
    write_request();
  }
  [[nodiscard]] bool is_waiting() const { return request_ != nullptr; }

  /// The status once the answer is whole.
  std::optional<int> read() {
    std::array<char, 16 * 1024> bytes{};
    const auto size = ::recv(socket_->number(), bytes.data(), bytes.size(), MSG_DONTWAIT);
    if (size < 0 && errno == EAGAIN) return std::nullopt;
    if (size <= 0) {
      // Closed between two requests: asked again on a new one.
      open();
      if (request_ != nullptr) write_request();
      return std::nullopt;
    }
    received_.append(bytes.data(), static_cast<std::size_t>(size));
    return finish();
  }
  [[nodiscard]] Clock::time_point due() const { return due_; }

 private:
  void open() {
    socket_.emplace(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port_));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_->number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
      throw std::runtime_error("load: cannot connect to port " + std::to_string(port_));
    const int on = 1;
    ::setsockopt(socket_->number(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.ptr = this;
    ::epoll_ctl(epoll_, EPOLL_CTL_ADD, socket_->number(), &event);
  }

  void write_request() {
    if (::send(socket_->number(), request_->data(), request_->size(), MSG_NOSIGNAL) == static_cast<ssize_t>(request_->size()))
      return;
    open();
    if (::send(socket_->number(), request_->data(), request_->size(), MSG_NOSIGNAL) < 0)
      throw std::runtime_error("load: cannot send");
  }

  std::optional<int> finish() {
    const auto head_end = received_.find("\r\n\r\n");
    if (head_end == std::string::npos) return std::nullopt;
    const auto head = std::string_view{received_}.substr(0, head_end);
    std::size_t length = 0;
    if (const auto at = head.find("Content-Length: "); at != std::string_view::npos)
      std::from_chars(head.data() + at + 16, head.data() + head.size(), length);
    if (received_.size() < head_end + 4 + length) return std::nullopt;
    int status = 0;
    std::from_chars(head.data() + 9, head.data() + 12, status);
    request_ = nullptr;
    if (head.find("Connection: close") != std::string_view::npos) open();
    return status;
  }

  int epoll_, port_;
  std::optional<Descriptor> socket_;
  const std::string* request_ = nullptr;
  std::string received_;
  Clock::time_point due_;
};

double percentile(std::vector<double>& sorted, double share) {
  if (sorted.empty()) return 0;
  return sorted[std::min(sorted.size() - 1, static_cast<std::size_t>(share * static_cast<double>(sorted.size())))];
}

class Load {
 public:
  explicit Load(const LoadOptions& options) : options_(options), epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
    for (int i = 0; i < options.connections; ++i) callers_.push_back(std::make_unique<Caller>(epoll_.number(), options.port));
  }

  LoadResult run() {
    if (!options_.answers) run_for(std::chrono::milliseconds{300});  // the server warms up
    times_.clear();
    other_than_200_ = 0;
    const auto processor = processor_seconds(options_.server_pids);
    const auto begin = Clock::now();
    run_for(options_.span);
    const auto seconds = std::chrono::duration<double>(Clock::now() - begin).count();
    const auto used = processor_seconds(options_.server_pids) - processor;
    LoadResult result{.answers = times_.size(), .other_than_200 = other_than_200_};
    if (times_.empty()) throw std::runtime_error("load: no answers");
    const auto count = static_cast<double>(times_.size());
    result.per_second = count / seconds;
    result.server_microseconds = used * 1e6 / count;
    std::sort(times_.begin(), times_.end());
    result.median_ms = percentile(times_, 0.5);
    result.p99_ms = percentile(times_, 0.99);
    return result;
  }

 private:
  void run_for(std::chrono::milliseconds span) {
    const auto until = Clock::now() + span;
    next_due_ = Clock::now();
    while (options_.answers ? times_.size() < *options_.answers : Clock::now() < until) {
      const bool paced = start_idle();
      std::array<epoll_event, 128> events{};
      // A server is not to be blamed for what its asker slept, nor for a processor that its asker keeps busy with waking up.
      const Clock::duration shortest = std::chrono::microseconds{100}, longest = std::chrono::milliseconds{100};
      const auto wait = paced ? std::clamp(next_due_ - Clock::now(), shortest, longest) : longest;
      const timespec timeout{0, std::chrono::nanoseconds{wait}.count()};
      const int count = ::epoll_pwait2(epoll_.number(), events.data(), static_cast<int>(events.size()), &timeout, nullptr);
      const auto now = Clock::now();
      for (int i = 0; i < count; ++i) take(*static_cast<Caller*>(events[static_cast<std::size_t>(i)].data.ptr), now);
    }
  }

  void take(Caller& caller, Clock::time_point now) {
    const auto status = caller.read();
    if (!status) return;
    times_.push_back(std::chrono::duration<double, std::milli>(now - caller.due()).count());
    if (*status != 200) ++other_than_200_;
    if (!options_.per_second) caller.send(next_request(), now);
  }

  /// At a pace, the time counts from when the request was due: a server that stalls cannot hide it by being asked less.
  /// Whether some connection only waits for the next to be due.
  bool start_idle() {
    for (auto& caller : callers_) {
      if (caller->is_waiting()) continue;
      const auto now = Clock::now();
      if (!options_.per_second) {
        caller->send(next_request(), now);
        continue;
      }
      if (next_due_ > now) return true;
      caller->send(next_request(), next_due_);
      next_due_ += std::chrono::nanoseconds{static_cast<std::int64_t>(1e9 / *options_.per_second)};
    }
    return false;
  }

  const std::string& next_request() { return options_.requests[next_request_++ % options_.requests.size()]; }

  const LoadOptions& options_;
  Descriptor epoll_;
  std::vector<std::unique_ptr<Caller>> callers_;
  std::vector<double> times_;
  std::size_t other_than_200_ = 0, next_request_ = 0;
  Clock::time_point next_due_;
};

}  // namespace

LoadResult run_load(const LoadOptions& options) { return Load{options}.run(); }

std::string write_request(const std::string& method, const std::string& target, int port, const std::vector<std::string>& fields,
                          const std::string& body) {
  std::string text = method + " " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) + "\r\n";
  for (const auto& field : fields) text += field + "\r\n";
  if (!body.empty()) text += "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
  return text + "\r\n" + body;
}

}  // namespace roster::testing
