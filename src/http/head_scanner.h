#pragma once
// The first look at the bytes of a request: where its head ends, and whether its lines are lines.

#include <string_view>

#include "http/refusals.h"
#include "http/server.h"

namespace roster::http {

/// Finds the end of a head and judges its lines. Looks at each byte once, however the head is split over reads.
class HeadScanner {
 public:
  explicit HeadScanner(const Limits& limits) : limits_(&limits) {}

  enum class Verdict { need_more, complete, refused };
  /// `bytes`: all from the first byte of the request on; each call brings at least those of the call before.
  Verdict scan(std::string_view bytes);
  /// Of a complete head, with its empty line.
  [[nodiscard]] std::size_t size() const { return scanned_; }
  /// Where its second line begins.
  [[nodiscard]] std::size_t request_line_size() const { return fields_begin_; }
  [[nodiscard]] Reason refusal() const { return refusal_; }
  void reset();

 private:
  Verdict refuse(const Reason& reason);
  Verdict judge_rest(std::string_view bytes);

  const Limits* limits_;
  std::size_t scanned_ = 0;
  std::size_t line_begin_ = 0;
  std::size_t fields_begin_ = 0;  ///< 0 while in the request line
  std::size_t fields_ = 0;
  Reason refusal_ = reasons::malformed_request;
};

}  // namespace roster::http
