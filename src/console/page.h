#pragma once
// One HTML page of the console: what Vite has built, with this server's and this response's own values put in.

#include <string>
#include <string_view>

#include "base/json.h"
#include "base/language.h"
#include "http/message.h"

namespace roster::console {

/// What stands in a page before its first paint.
struct PageValues {
  Language language = Language::en;
  json::object boot{};    ///< what console/src/base/boot.ts reads
  std::string preload{};  ///< path within dist of a script that the page will want: "assets/fr-1a2b3c.js"; empty: none
  std::string noscript{};
};

class Page {
 public:
  /// `html`: of console/dist, with {{lang}}, {{nonce}}, {{head}}, {{noscript}} and {{data}}. `base`: the path of the public
  /// URL ("" or "/roster"), which goes before every path in it. Scripts that stand in it have no placeholders.
  Page(std::string_view html, std::string base);

  /// With a fresh nonce, in the page and in its Content-Security-Policy.
  [[nodiscard]] http::Response write(int status, const PageValues& values) const;

 private:
  std::string html_, base_, own_scripts_;
};

/// JSON that a script element can hold: no "</script>", no "<!--".
std::string write_for_html(const json::value& value);
/// Text for an element or a quoted attribute.
std::string escape_html(std::string_view text);

}  // namespace roster::console
