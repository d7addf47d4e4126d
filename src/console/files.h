#pragma once
// The console's files as they lie in the binary: each once plain and, where that is shorter, compressed beforehand.

#include <array>
#include <map>
#include <optional>
#include <span>
#include <string_view>

#include "base/embedded.h"
#include "console/accept_rules.h"
#include "http/message.h"

namespace roster::console {

class Files {
 public:
  /// `dist`: embedded_console(). What it points to outlives this.
  explicit Files(std::span<const embedded::EmbeddedFile> dist);

  /// The text of a file, by its path within dist. Throws std::logic_error when there is none.
  [[nodiscard]] std::string_view text(std::string_view path) const;
  /// Answers a request for a file, in the coding that the client likes best; nothing when there is no such file. Names under
  /// assets/ have a hash of what they hold in them, so those never change; others are asked for again by their ETag.
  [[nodiscard]] std::optional<http::Response> serve(std::string_view path, const http::Request& request) const;

 private:
  /// One file in each coding; null where it is not there.
  using Forms = std::array<const embedded::EmbeddedFile*, codings.size()>;
  std::map<std::string_view, Forms> files_;
};

}  // namespace roster::console
