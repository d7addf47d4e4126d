#include "onboarding/invitation_page.h"

#include <sodium.h>

#include <array>
#include <vector>

namespace roster::onboarding {

namespace {

constexpr std::string_view style =
    "body{margin:0;background:#f4f5f7;color:#1c2430;font:1rem/1.6 system-ui,sans-serif}"
    "main{max-width:34rem;margin:4rem auto;padding:2rem;background:#fff;border-radius:.75rem}"
    "h1{margin-top:0;font-size:1.5rem;line-height:1.3}dl{display:grid;grid-template-columns:auto 1fr;gap:.25rem 1.5rem}"
    "dt{color:#55606e}dd{margin:0;font-weight:600;overflow-wrap:anywhere}.small{color:#55606e;font-size:.875rem}"
    "@media(prefers-color-scheme:dark){body{background:#12161c;color:#e6e9ee}main{background:#1b212a}dt,.small{color:#a3adba}a{"
    "color:#8ab4ff}}";

/// Lets the browser take this one style and nothing else.
const std::string& content_policy() {
  static const std::string policy = [] {
    std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
    crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(style.data()), style.size());
    std::string base64(sodium_base64_ENCODED_LEN(crypto_hash_sha256_BYTES, sodium_base64_VARIANT_ORIGINAL), '\0');
    sodium_bin2base64(base64.data(), base64.size(), hash.data(), hash.size(), sodium_base64_VARIANT_ORIGINAL);
    base64.pop_back();
    return "default-src 'none'; style-src 'sha256-" + base64 + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  }();
  return policy;
}

std::string escape(std::string_view text) {
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

std::string paragraph(const std::string& text, std::string_view html_class = "") {
  return (html_class.empty() ? "<p>" : "<p class=\"" + std::string{html_class} + "\">") + escape(text) + "</p>";
}

/// "2026-11-28 23:09 UTC"
std::string moment(Instant at) {
  const auto text = at.text();
  return text.substr(0, 10) + " " + text.substr(11, 5) + " UTC";
}

http::Response page(int status, Language language, const std::string& title, const std::string& content) {
  http::Response response{.status = status, .content_type = "text/html; charset=utf-8", .body = {}, .headers = {}};
  response.body = "<!doctype html><html lang=\"" + std::string{code_of(language)} +
                  "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                  "<meta name=\"robots\" content=\"noindex\"><title>" +
                  escape(title) + "</title><style>" + std::string{style} + "</style></head><body><main><h1>" + escape(title) +
                  "</h1>" + content + "</main></body></html>\n";
  response.headers.add("Content-Security-Policy", content_policy());
  response.headers.add("Cache-Control", "no-store");
  response.headers.add("Content-Language", std::string{code_of(language)});
  response.headers.add("Vary", "Accept-Language, Authorization, Cookie");
  return response;
}

std::string write_facts(const Sentences& texts, Language language, const invitations::Offer& offer) {
  std::vector<std::pair<std::string_view, std::string>> facts{{"invitation_account", offer.account.name}};
  if (offer.inviter) facts.emplace_back("invitation_inviter", *offer.inviter);
  facts.emplace_back("invitation_role", offer.role.title.in(language));
  facts.emplace_back("invitation_address", offer.invitation.email.text());
  facts.emplace_back("invitation_expires", moment(offer.invitation.expires_at));
  std::string out = "<dl>";
  for (const auto& [label, value] : facts)
    out += "<dt>" + escape(texts.text(label, language)) + "</dt><dd>" + escape(value) + "</dd>";
  return out + "</dl>";
}

}  // namespace

http::Response write_invitation_page(const Sentences& texts, Language language, const std::optional<invitations::Offer>& offer,
                                     const std::string& public_url) {
  const auto text = [&](std::string_view key) { return texts.text(key, language); };
  if (!offer) return page(404, language, text("dead_title"), paragraph(text("dead_why")) + paragraph(text("dead_remedy")));
  const auto next =
      std::string{"invitation_next_"} + std::string{invitations::next_step(offer->session, offer->address_has_user)};
  return page(200, language, text("invitation_title"),
              write_facts(texts, language, *offer) + paragraph(text(next)) + paragraph(text("invitation_untouched"), "small") +
                  paragraph(text("invitation_how"), "small") + "<p class=\"small\"><a href=\"" + escape(public_url) + "/docs\">" +
                  escape(text("invitation_docs")) + "</a></p>");
}

}  // namespace roster::onboarding
