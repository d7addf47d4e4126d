#include "http/response_writer.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace roster::http {

namespace {

constexpr std::string_view default_policy = "default-src 'none'; frame-ancestors 'none'";
constexpr std::string_view default_permissions = "camera=(), microphone=(), geolocation=()";

/// Ours alone: what frames the message, names the server or is on every response anyway.
constexpr std::array<std::string_view, 15> reserved{"Connection",
                                                    "Content-Length",
                                                    "Content-Type",
                                                    "Cross-Origin-Opener-Policy",
                                                    "Cross-Origin-Resource-Policy",
                                                    "Date",
                                                    "Keep-Alive",
                                                    "Referrer-Policy",
                                                    "Request-Id",
                                                    "Server",
                                                    "Strict-Transport-Security",
                                                    "Transfer-Encoding",
                                                    "Upgrade",
                                                    "X-Content-Type-Options",
                                                    "X-Frame-Options"};

std::string_view phrase_of(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 302:
      return "Found";
    case 303:
      return "See Other";
    case 304:
      return "Not Modified";
    case 307:
      return "Temporary Redirect";
    case 308:
      return "Permanent Redirect";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 409:
      return "Conflict";
    case 412:
      return "Precondition Failed";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 415:
      return "Unsupported Media Type";
    case 421:
      return "Misdirected Request";
    case 422:
      return "Unprocessable Content";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 503:
      return "Service Unavailable";
    default:
      return "Status";
  }
}

bool is_token(std::string_view name) {
  constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
  return !name.empty() && std::all_of(name.begin(), name.end(), [&](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || marks.find(c) != std::string_view::npos;
  });
}

bool is_sendable(std::string_view value) {
  return std::none_of(value.begin(), value.end(),
                      [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f; });
}

void append_number(std::string& out, std::size_t number) {
  std::array<char, 24> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), static_cast<std::size_t>(end - digits.data()));
}

void append_field(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ").append(value).append("\r\n");
}

/// Which of the headers with a default a handler has set itself.
struct Own {
  bool policy = false, permissions = false, cache = false;
};

Own append_handler_fields(std::string& out, const Headers& headers) {
  Own own;
  for (const auto& [name, value] : headers.fields()) {
    if (!is_token(name) || !is_sendable(value)) continue;
    const auto is = [&](std::string_view other) { return equals_ignoring_case(name, other); };
    if (std::any_of(reserved.begin(), reserved.end(), is)) continue;
    own.policy |= is("Content-Security-Policy");
    own.permissions |= is("Permissions-Policy");
    own.cache |= is("Cache-Control");
    append_field(out, name, value);
  }
  return own;
}

}  // namespace

ResponseWriter::ResponseWriter(bool https) {
  append_field(fixed_, "X-Content-Type-Options", "nosniff");
  append_field(fixed_, "Referrer-Policy", "no-referrer");
  append_field(fixed_, "Cross-Origin-Opener-Policy", "same-origin");
  append_field(fixed_, "Cross-Origin-Resource-Policy", "same-origin");
  append_field(fixed_, "X-Frame-Options", "DENY");
  if (https) append_field(fixed_, "Strict-Transport-Security", "max-age=31536000; includeSubDomains");
}

void ResponseWriter::append(std::string& out, const Response& response, const Envelope& envelope) const {
  const int status = response.status >= 200 && response.status <= 599 ? response.status : 500;
  out.append("HTTP/1.1 ");
  append_number(out, static_cast<std::size_t>(status));
  out.append(" ").append(phrase_of(status)).append("\r\n").append(fixed_);
  append_field(out, "Date", envelope.date);
  append_field(out, "Request-Id", envelope.request_id);

  const auto own = append_handler_fields(out, response.headers);
  if (!own.policy) append_field(out, "Content-Security-Policy", default_policy);
  if (!own.permissions) append_field(out, "Permissions-Policy", default_permissions);
  if (!own.cache) append_field(out, "Cache-Control", "no-store");

  const bool has_content = status != 204 && status != 304;
  if (has_content) {
    if (!response.content_type.empty() && is_sendable(response.content_type))
      append_field(out, "Content-Type", response.content_type);
    out.append("Content-Length: ");
    append_number(out, response.body.size());
    out.append("\r\n");
  }
  if (envelope.close)
    out.append("Connection: close\r\n");
  else if (envelope.keep_alive_said)
    out.append("Connection: keep-alive\r\n");
  out.append("\r\n");
  if (has_content && !envelope.without_body) out.append(response.body);
}

}  // namespace roster::http
