#pragma once
// A response as bytes. The headers that protect readers are on every one of them; a handler cannot take them away, nor send
// a value that would break out of its line.

#include <array>
#include <string>
#include <string_view>

#include "http/message.h"

namespace roster::http {

struct Envelope {
  std::string_view request_id;
  std::string_view date;      ///< IMF-fixdate
  bool without_body = false;  ///< the answer to HEAD
  bool close = false;
  bool keep_alive_said = false;  ///< HTTP/1.0 clients must be told
};

class ResponseWriter {
 public:
  explicit ResponseWriter(bool https);
  /// Appends the whole response to `out`.
  void append(std::string& out, const Response& response, const Envelope& envelope) const;

 private:
  [[nodiscard]] std::size_t bytes_max(const Response& response, const Envelope& envelope) const;

  std::string fixed_;     // the header lines that are always the same, up to the date
  std::string begin_ok_;  // the same after the status line of a 200
  std::string defaults_;  // the lines that a handler may replace
  std::array<std::string, language_codes.size()> of_language_;
};

}  // namespace roster::http
