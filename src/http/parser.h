#pragma once
// Reads one request after the other from the bytes of a connection: Beast's parser, made stricter (RFC 9112 leaves servers a
// choice in places; we always refuse, because a proxy before us may have chosen otherwise).

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "http/head_scanner.h"
#include "http/message.h"
#include "http/refusals.h"
#include "http/server.h"

namespace roster::http {

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

  /// Starts with the next request, which is read into `request`; that stays put until it is complete. What it held is cleared,
  /// but for headers that come again as they were: clients send the same ones with each request, and those are judged once; and
  /// but for path and query, which are not the parser's.
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
  Step read_again(std::string_view request_line);
  Step read_anew(std::string_view head);
  bool judge_head();
  void keep_fields(std::string_view fields);

  HeadScanner scanner_;
  Framing framing_;
  Reason refusal_ = reasons::malformed_request;
  std::unique_ptr<Strict> strict_;
  // Of the request before: its lines after the first, byte for byte, where they were fine and announced no body; else empty.
  std::string fields_;
  std::string line_;  // room for a request line
};

}  // namespace roster::http
