#pragma once
// Names and values in the order they came. What was cleared keeps its memory, as much as ordinary requests need: the next one of
// the same client finds each text a place of its size.

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

namespace roster::http {

class Pairs {
 public:
  using Pair = std::pair<std::string, std::string>;

  Pairs() = default;
  Pairs(std::initializer_list<Pair> pairs) : all_(pairs), size_(pairs.size()) {}

  /// A new last one, both texts empty.
  Pair& add() {
    if (size_ == all_.size()) all_.emplace_back();
    auto& pair = all_[size_++];
    pair.first.clear();
    pair.second.clear();
    return pair;
  }
  void clear() {
    for (std::size_t i = 0; i < size_; ++i) {
      drop_large(all_[i].first);
      drop_large(all_[i].second);
    }
    size_ = 0;
    if (all_.size() > pairs_kept) std::vector<Pair>{}.swap(all_);
  }
  template <class Predicate>
  void erase_if(Predicate&& predicate) {
    const auto end = std::remove_if(all_.begin(), all_.begin() + static_cast<std::ptrdiff_t>(size_), predicate);
    size_ = static_cast<std::size_t>(end - all_.begin());
  }

  [[nodiscard]] const Pair* begin() const { return all_.data(); }
  [[nodiscard]] const Pair* end() const { return all_.data() + size_; }
  [[nodiscard]] const Pair& operator[](std::size_t i) const { return all_[i]; }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }

 private:
  static constexpr std::size_t pairs_kept = 64;
  static constexpr std::size_t text_bytes_kept = 1024;

  static void drop_large(std::string& text) {
    if (text.capacity() > text_bytes_kept) std::string{}.swap(text);  // an assignment would keep the memory
  }

  std::vector<Pair> all_;
  std::size_t size_ = 0;  // what is behind it was cleared
};

}  // namespace roster::http
