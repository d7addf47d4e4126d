#pragma once
// An array of zeros that takes memory only where it was written to.

#include <sys/mman.h>

#include <cstddef>
#include <new>
#include <type_traits>

namespace roster {

/// T whose all-zero bytes are its initial value. Lives as long as this.
template <class T>
class ZeroPages {
  static_assert(std::is_trivially_destructible_v<T>);

 public:
  explicit ZeroPages(std::size_t size) : bytes_(size * sizeof(T)) {
    void* const at = ::mmap(nullptr, bytes_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (at == MAP_FAILED) throw std::bad_alloc{};
    items_ = static_cast<T*>(at);
  }
  ~ZeroPages() { ::munmap(items_, bytes_); }
  ZeroPages(const ZeroPages&) = delete;
  ZeroPages& operator=(const ZeroPages&) = delete;

  T& operator[](std::size_t i) const { return items_[i]; }

 private:
  std::size_t bytes_;
  T* items_;
};

}  // namespace roster
