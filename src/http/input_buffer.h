#pragma once
// Bytes that were read and not yet used, always in one piece.

#include <algorithm>
#include <cstring>
#include <memory>
#include <string_view>

namespace roster::http {

class InputBuffer {
 public:
  [[nodiscard]] std::string_view unread() const { return {bytes_.get() + begin_, end_ - begin_}; }
  [[nodiscard]] bool empty() const { return begin_ == end_; }
  void consume(std::size_t size) {
    begin_ += size;
    if (begin_ == end_) begin_ = end_ = 0;
  }

  /// Where at least `size` bytes may be written. Moves what is unread.
  char* room(std::size_t size) {
    if (capacity_ - end_ >= size) return bytes_.get() + end_;
    const auto used = end_ - begin_;
    if (capacity_ - used >= size) {
      std::memmove(bytes_.get(), bytes_.get() + begin_, used);
    } else {
      const auto larger = std::max(capacity_ * 2, used + size);
      auto bytes = std::make_unique<char[]>(larger);
      if (used > 0) std::memcpy(bytes.get(), bytes_.get() + begin_, used);
      bytes_ = std::move(bytes);
      capacity_ = larger;
    }
    begin_ = 0;
    end_ = used;
    return bytes_.get() + end_;
  }
  [[nodiscard]] std::size_t room_size() const { return capacity_ - end_; }
  void filled(std::size_t size) { end_ += size; }
  void clear() { begin_ = end_ = 0; }

 private:
  std::unique_ptr<char[]> bytes_;
  std::size_t capacity_ = 0, begin_ = 0, end_ = 0;
};

}  // namespace roster::http
