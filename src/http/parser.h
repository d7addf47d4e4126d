#pragma once
// Reads one request after the other from the bytes of a connection: Beast's parser, made stricter (RFC 9112 leaves servers a
// choice in places; we always refuse, because a proxy before us may have chosen otherwise).

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "http/message.h"
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

/// What a head says about the message around it.
struct Framing {
  int version = 11;  ///< 10 or 11
  bool keep_alive = true;
  bool chunked = false;
  bool expects_continue = false;
  std::uint64_t content_length = 0;
  [[nodiscard]] bool has_body() const { return chunked || content_length > 0; }
};

class RequestParser {
 public:
  explicit RequestParser(const Limits& limits);
  ~RequestParser();

  /// Starts with the next request, which is read into `request`; that stays put until it is complete.
  void begin(Request& request);

  enum class Step { need_more, head_complete, complete, refused };
  /// `bytes` as for HeadScanner. After head_complete, head_bytes() are used up.
  Step read_head(std::string_view bytes);
  [[nodiscard]] std::size_t head_bytes() const { return scanner_.size(); }
  /// For what is refused for its target later.
  [[nodiscard]] const Framing& framing() const { return framing_; }

  /// Before the first read_body. False when the announced length is beyond it already.
  bool limit_body(std::size_t bytes_max);
  struct BodyStep {
    Step step;
    std::size_t used;
  };
  /// Only for a request that has a body and is not complete.
  BodyStep read_body(std::string_view bytes);

  [[nodiscard]] Reason refusal() const { return refusal_; }

 private:
  class Strict;
  bool judge_head();

  HeadScanner scanner_;
  Framing framing_;
  Reason refusal_ = reasons::malformed_request;
  std::unique_ptr<Strict> strict_;
};

}  // namespace roster::http
