#pragma once
// A text that must never be printed, logged or compared carelessly: passwords, tokens, keys.
// It has no formatter and no stream operator; who needs the bytes says `reveal()`.

#include <sodium.h>

#include <string>
#include <string_view>

namespace roster {

class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string value) : value_(std::move(value)) {}
  Secret(const Secret&) = default;
  Secret(Secret&&) = default;
  Secret& operator=(const Secret&) = default;
  Secret& operator=(Secret&&) = default;
  ~Secret() { wipe(); }

  [[nodiscard]] const std::string& reveal() const { return value_; }
  [[nodiscard]] bool empty() const { return value_.empty(); }

 private:
  void wipe() {
    if (!value_.empty()) sodium_memzero(value_.data(), value_.size());
  }
  std::string value_;
};

}  // namespace roster
