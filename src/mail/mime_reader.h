#pragma once
// Reads a letter back from what write_message made of it. Pure.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace roster::mail {

struct ReadMessage {
  std::vector<std::pair<std::string, std::string>> headers{};  ///< in order, unfolded, with their RFC 2047 words decoded
  std::string text{}, html{};                                  ///< the parts, decoded; lines end with \n

  /// The first header of that name; empty when there is none.
  [[nodiscard]] std::string_view header(std::string_view name) const;
};

/// The headers alone, of a message or of its beginning.
ReadMessage read_message_head(std::string_view message);
/// What is no such message has no parts.
ReadMessage read_message(std::string_view message);

}  // namespace roster::mail
