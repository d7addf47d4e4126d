#include "http/event_loop.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>

#include <array>
#include <cerrno>
#include <system_error>

#include "base/log.h"

namespace roster::http {

namespace {

constexpr int told_at_once = 128;

FileDescriptor opened(int descriptor, const char* what) {
  if (descriptor < 0) throw std::system_error(errno, std::generic_category(), what);
  return FileDescriptor{descriptor};
}

/// Empties an eventfd or a timerfd, which else would stay ready.
void take_count(const FileDescriptor& from) {
  std::uint64_t count = 0;
  static_cast<void>(::read(from.number(), &count, sizeof count));
}

}  // namespace

EventLoop::EventLoop()
    : epoll_(opened(::epoll_create1(EPOLL_CLOEXEC), "epoll_create1")),
      wakeup_(opened(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC), "eventfd")),
      timer_(opened(::timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC), "timerfd_create")) {
  watch(wakeup_.number(), EPOLLIN, &wakeup_);
  watch(timer_.number(), EPOLLIN, &timer_);
}

void EventLoop::watch(int descriptor, std::uint32_t events, void* whose) {
  epoll_event event{};
  event.events = events;
  event.data.ptr = whose;
  if (::epoll_ctl(epoll_.number(), EPOLL_CTL_ADD, descriptor, &event) != 0)
    throw std::system_error(errno, std::generic_category(), "epoll_ctl");
}

void EventLoop::watch_stream(int descriptor, Watcher& watcher) {
  watch(descriptor, EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, &watcher);
}

void EventLoop::watch_listening(int descriptor, Watcher& watcher) { watch(descriptor, EPOLLIN, &watcher); }

void EventLoop::forget(int descriptor) noexcept { ::epoll_ctl(epoll_.number(), EPOLL_CTL_DEL, descriptor, nullptr); }

void EventLoop::beat_every(std::chrono::milliseconds interval) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(interval);
  const auto rest = std::chrono::duration_cast<std::chrono::nanoseconds>(interval - seconds);
  const timespec time{.tv_sec = seconds.count(), .tv_nsec = rest.count()};
  const itimerspec each{.it_interval = time, .it_value = time};
  if (::timerfd_settime(timer_.number(), 0, &each, nullptr) != 0)
    throw std::system_error(errno, std::generic_category(), "timerfd_settime");
}

void EventLoop::wake() noexcept {
  const std::uint64_t once = 1;
  static_cast<void>(::write(wakeup_.number(), &once, sizeof once));
}

EventLoop::Why EventLoop::wait(bool only_look) {
  std::array<epoll_event, told_at_once> events;
  const int size = ::epoll_wait(epoll_.number(), events.data(), told_at_once, only_look ? 0 : -1);
  if (size < 0 && errno != EINTR) throw std::system_error(errno, std::generic_category(), "epoll_wait");
  Why why;
  for (int i = 0; i < size; ++i) {
    const auto& event = events[static_cast<std::size_t>(i)];
    if (event.data.ptr == &wakeup_) {
      take_count(wakeup_);
      why.woken = true;
    } else if (event.data.ptr == &timer_) {
      take_count(timer_);
      why.beat = true;
    } else {
      // One that fails must not cost the others their events: a stream's are told once.
      try {
        static_cast<Watcher*>(event.data.ptr)->on_ready(event.events);
      } catch (const std::exception& fault) {
        log::error("io_thread_failed", {{"what", fault.what()}});
      }
    }
  }
  return why;
}

}  // namespace roster::http
