#pragma once
// Bytes on their way out. They are written at once as far as the socket takes them; the rest waits here.

#include <sys/socket.h>

#include <cerrno>
#include <string>

#include "http/file_descriptor.h"

namespace roster::http {

class OutputBuffer {
 public:
  /// Where more may be appended at any time: no operation holds on to the memory.
  std::string& text() { return text_; }
  [[nodiscard]] bool empty() const { return text_.empty(); }
  [[nodiscard]] std::size_t unsent() const { return text_.size() - sent_; }

  /// False when the connection is broken. Not empty after it when the socket takes no more for now.
  bool write_to(const FileDescriptor& socket) {
    ssize_t size = 0;
    do size = ::send(socket.number(), text_.data() + sent_, unsent(), MSG_NOSIGNAL);
    while (size < 0 && errno == EINTR);
    if (size < 0) return errno == EAGAIN || errno == EWOULDBLOCK;
    sent_ += static_cast<std::size_t>(size);
    if (unsent() == 0) reset();
    return true;
  }

 private:
  static constexpr std::size_t bytes_kept = 256 * 1024;

  void reset() {
    sent_ = 0;
    if (text_.capacity() > bytes_kept)
      std::string{}.swap(text_);  // an assignment would keep the memory
    else
      text_.clear();
  }

  std::string text_;
  std::size_t sent_ = 0;
};

}  // namespace roster::http
