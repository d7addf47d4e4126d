#pragma once
// Bytes on their way out. They are written at once as far as the socket takes them; the rest waits here.

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>

#include <string>

#include "http/asio_types.h"

namespace roster::http {

class OutputBuffer {
 public:
  /// Where more may be appended at any time: no operation holds on to the memory.
  std::string& text() { return text_; }
  [[nodiscard]] bool empty() const { return text_.empty(); }
  [[nodiscard]] std::size_t unsent() const { return text_.size() - sent_; }

  /// False when the connection is broken. Not empty after it when the socket takes no more for now.
  bool write_to(Socket& socket) {
    boost::system::error_code fault;
    sent_ += socket.write_some(asio::buffer(text_.data() + sent_, unsent()), fault);
    if (fault && fault != asio::error::would_block) return false;
    if (unsent() == 0) reset();
    return true;
  }

 private:
  static constexpr std::size_t bytes_kept = 256 * 1024;

  void reset() {
    sent_ = 0;
    if (text_.capacity() > bytes_kept)
      text_ = {};
    else
      text_.clear();
  }

  std::string text_;
  std::size_t sent_ = 0;
};

}  // namespace roster::http
