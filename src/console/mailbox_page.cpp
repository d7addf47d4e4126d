#include "console/mailbox_page.h"

#include <algorithm>

#include "console/next_rules.h"
#include "console/page.h"
#include "mail/letter_composer.h"

namespace roster::console {

namespace {

http::Response html(std::string body, std::string_view policy) {
  http::Response response{.status = 200, .content_type = "text/html; charset=utf-8", .body = std::move(body), .headers = {}};
  response.headers.add("Content-Security-Policy", std::string{policy});
  response.headers.add("Cache-Control", "no-store");
  return response;
}

class Writer {
 public:
  explicit Writer(const MailboxSetting& setting) : setting_(setting) {}

  [[nodiscard]] std::string text(std::string_view key, const std::map<std::string, std::string>& values = {}) const {
    return escape_html(setting_.texts.text(key, setting_.language, values));
  }
  [[nodiscard]] std::string path(std::string_view rest) const {
    return escape_html(setting_.base + "/dev/mailbox" + std::string{rest});
  }
  [[nodiscard]] std::string moment(const std::optional<Instant>& at) const {
    if (!at) return {};
    return "<time datetime=\"" + at->text() + "\">" + escape_html(mail::write_moment(*at, setting_.language)) + "</time>";
  }
  [[nodiscard]] http::Response page(const std::string& title, const std::string& content) const {
    const std::string language{code_of(setting_.language)};
    auto response =
        html("<!doctype html>\n<html lang=\"" + language +
                 "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                 "<meta name=\"color-scheme\" content=\"light dark\"><title>" +
                 title + "</title><link rel=\"icon\" href=\"" + escape_html(setting_.base) +
                 "/icon.svg\"><link rel=\"stylesheet\" href=\"" + path("/style.css") + "\"></head><body><main>" + content +
                 "</main></body></html>\n",
             "default-src 'none'; style-src 'self'; img-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'self'; "
             "frame-ancestors 'none'");
    response.headers.add("Content-Language", language);
    response.headers.add("Vary", "Accept-Language, Authorization, Cookie");
    return response;
  }

 private:
  const MailboxSetting& setting_;
};

std::string write_search(const Writer& writer, std::string_view to) {
  return "<form action=\"" + writer.path("") + "\"><label>" + writer.text("mailbox_to") +
         "<input type=\"search\" name=\"to\" autocomplete=\"off\" value=\"" + escape_html(to) + "\"></label><button>" +
         writer.text("mailbox_search") + "</button></form>";
}

std::string write_row(const Writer& writer, const mail::KeptLetter& letter) {
  return "<li><a href=\"" + writer.path("/" + letter.id.text()) + "\"><span class=\"subject\">" +
         escape_html(letter.message.header("Subject")) + "</span><span class=\"small\">" + writer.moment(letter.sent_at) +
         "</span><span class=\"small to\">" + escape_html(letter.to) + "</span></a></li>";
}

/// The text with its addresses of pages as links.
std::string write_linked(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto begin = std::min({text.find("http://"), text.find("https://"), text.size()});
    const auto end = std::min(text.find_first_of(" \t\n<>\"", begin), text.size());
    const auto link = escape_html(text.substr(begin, end - begin));
    out += escape_html(text.substr(0, begin));
    if (!link.empty()) out.append("<a href=\"").append(link).append("\">").append(link).append("</a>");
    text.remove_prefix(end);
  }
  return out;
}

std::string write_headers(const mail::KeptLetter& letter) {
  std::string out = "<dl class=\"card\">";
  for (const auto& [name, value] : letter.message.headers)
    out += "<dt>" + escape_html(name) + "</dt><dd>" + escape_html(value) + "</dd>";
  return out + "</dl>";
}

}  // namespace

http::Response write_mailbox(const MailboxSetting& setting, std::string_view to, const mail::KeptLetters& found) {
  const Writer writer{setting};
  auto content =
      "<h1>" + writer.text("mailbox_title") + "</h1><p>" + writer.text("mailbox_why") + "</p>" + write_search(writer, to);
  if (found.letters.empty()) {
    content += "<p class=\"card empty\">" +
               (to.empty() ? writer.text("mailbox_empty") : writer.text("mailbox_none", {{"to", std::string{to}}})) + "</p>";
  } else {
    content += "<ul class=\"card list\">";
    for (const auto& letter : found.letters) content += write_row(writer, letter);
    content += "</ul>";
  }
  if (found.next) {
    const auto query = "?from=" + found.next->text() + (to.empty() ? "" : "&to=" + encode_value(to));
    content += "<a class=\"more\" href=\"" + writer.path(query) + "\">" + writer.text("mailbox_older") + "</a>";
  }
  return writer.page(writer.text("mailbox_title"), content);
}

http::Response write_letter(const MailboxSetting& setting, const mail::KeptLetter& letter) {
  const Writer writer{setting};
  const auto subject = escape_html(letter.message.header("Subject"));
  const auto section = [&](std::string_view key) { return "<h2>" + writer.text(key) + "</h2>"; };
  return writer.page(subject, "<a class=\"back\" href=\"" + writer.path("") + "\">" + writer.text("mailbox_back") + "</a><h1>" +
                                  subject + "</h1><p>" + escape_html(letter.to) + " · " + writer.moment(letter.sent_at) +
                                  "</p><div class=\"card\"><iframe title=\"" + writer.text("mailbox_html") +
                                  "\" sandbox=\"allow-top-navigation-by-user-activation\" src=\"" +
                                  writer.path("/" + letter.id.text() + "/html") + "\"></iframe></div>" + section("mailbox_text") +
                                  "<pre class=\"card\">" + write_linked(letter.message.text) + "</pre>" +
                                  section("mailbox_headers") + write_headers(letter));
}

http::Response write_letter_frame(const mail::KeptLetter& letter) {
  auto body = letter.message.html;
  constexpr std::string_view head = "<head>";
  if (const auto at = body.find(head); at != std::string::npos) body.insert(at + head.size(), "<base target=\"_top\">");
  return html(
      std::move(body),
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors "
      "'self'; sandbox allow-top-navigation-by-user-activation");
}

}  // namespace roster::console
