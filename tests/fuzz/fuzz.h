#pragma once
// What the fuzzing targets share (libFuzzer). A target does not only have to survive any bytes: what it says must hold too.

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace roster::fuzz {

/// A broken promise ends the run with the bytes that broke it.
inline void require(bool holds) {
  if (!holds) __builtin_trap();
}

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

}  // namespace roster::fuzz
