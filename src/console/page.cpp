#include "console/page.h"

#include <sodium.h>

#include <array>

#include "crypto/digest.h"

namespace roster::console {

namespace {

std::string make_nonce() {
  std::array<unsigned char, 16> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  return crypto::to_base64url(bytes.data(), bytes.size());
}

/// The scripts that stand in the page itself, as CSP Level 3 names them: by what they say, so that nothing else may run.
std::string list_own_scripts(std::string_view html) {
  constexpr std::string_view open = "<script>", close = "</script>";
  std::string sources;
  for (auto begin = html.find(open); begin != std::string_view::npos; begin = html.find(open, begin)) {
    begin += open.size();
    const auto digest = crypto::sha256(html.substr(begin, html.find(close, begin) - begin));
    std::array<char, sodium_base64_ENCODED_LEN(digest.size(), sodium_base64_VARIANT_ORIGINAL)> base64{};
    sodium_bin2base64(base64.data(), base64.size(), digest.data(), digest.size(), sodium_base64_VARIANT_ORIGINAL);
    sources += " 'sha256-" + std::string{base64.data()} + "'";
  }
  return sources;
}

std::string write_policy(const std::string& own_scripts, const std::string& nonce) {
  return "default-src 'none'; script-src 'self'" + own_scripts + "; style-src 'self' 'nonce-" + nonce +
         "'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors "
         "'none'; require-trusted-types-for 'script'; trusted-types default";
}

void replace_all(std::string& text, std::string_view what, std::string_view by) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
}

/// Puts `value` for each {{name}} that it knows; others stay.
template <class Value>
std::string fill_placeholders(std::string_view html, Value value) {
  std::string out;
  for (auto open = html.find("{{"); open != std::string_view::npos; open = html.find("{{")) {
    const auto close = html.find("}}", open);
    if (close == std::string_view::npos) break;
    const std::optional<std::string> filled = value(html.substr(open + 2, close - open - 2));
    out += html.substr(0, open);
    out += filled ? *filled : std::string{html.substr(open, close + 2 - open)};
    html.remove_prefix(close + 2);
  }
  return out += html;
}

}  // namespace

Page::Page(std::string_view html, std::string base) : html_(html), base_(std::move(base)) {
  // As a comment it survives Vite's reading of the page.
  replace_all(html_, "<!--{{head}}-->", "{{head}}");
  for (const std::string_view attribute : {"src=\"", "href=\""}) {
    replace_all(html_, std::string{attribute} + "/", std::string{attribute} + "./");
    replace_all(html_, std::string{attribute} + "./", std::string{attribute} + base_ + "/");
  }
  own_scripts_ = list_own_scripts(html_);
}

http::Response Page::write(int status, const PageValues& values) const {
  const auto nonce = make_nonce();
  const std::string language{code_of(values.language)};
  http::Response response{.status = status, .content_type = "text/html; charset=utf-8", .body = {}, .headers = {}};
  response.body = fill_placeholders(html_, [&](std::string_view name) -> std::optional<std::string> {
    if (name == "nonce") return nonce;
    if (name == "lang") return language;
    if (name == "noscript") return escape_html(values.noscript);
    if (name == "data") return write_for_html(values.boot);
    if (name != "head") return std::nullopt;
    if (values.preload.empty()) return std::string{};
    return "<link rel=\"modulepreload\" crossorigin href=\"" + base_ + "/" + values.preload + "\">";
  });
  response.headers.add("Content-Security-Policy", write_policy(own_scripts_, nonce));
  response.headers.add("Cache-Control", "no-store");
  response.headers.add("Content-Language", language);
  response.headers.add("Vary", "Accept-Language, Authorization, Cookie");
  response.headers.add("X-Robots-Tag", "noindex");
  return response;
}

std::string write_for_html(const json::value& value) {
  auto text = json::serialize(value);
  replace_all(text, "<", "\\u003c");
  replace_all(text, ">", "\\u003e");
  replace_all(text, "&", "\\u0026");
  replace_all(text, "\u2028", "\\u2028");
  replace_all(text, "\u2029", "\\u2029");
  return text;
}

std::string escape_html(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

}  // namespace roster::console
