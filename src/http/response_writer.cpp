#include "http/response_writer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <cstring>

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

/// Which sizes those names have: most names of handlers are told apart by theirs.
constexpr auto reserved_sizes = [] {
  std::uint64_t sizes = 0;
  for (const auto name : reserved) sizes |= std::uint64_t{1} << name.size();
  return sizes;
}();

bool is_reserved(std::string_view name) {
  if (name.size() < 64 && (reserved_sizes >> name.size() & 1) == 0) return false;
  return std::any_of(reserved.begin(), reserved.end(), [&](std::string_view other) { return equals_ignoring_case(name, other); });
}

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

/// Which characters a name may have, and which a value.
struct Allowed {
  std::array<bool, 256> in_name{}, in_value{};
};
constexpr auto allowed = [] {
  Allowed all;
  for (std::size_t c = 0; c < 256; ++c) all.in_value[c] = (c >= 0x20 && c != 0x7f) || c == '\t';
  for (const char c : std::string_view{"!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"})
    all.in_name[static_cast<unsigned char>(c)] = true;
  return all;
}();

bool is_token(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](unsigned char c) { return allowed.in_name[c]; });
}

/// No control character among eight characters: none below a space, and no DEL.
bool is_plain(std::uint64_t eight) {
  constexpr std::uint64_t ones = 0x0101010101010101, high_bits = 0x8080808080808080;
  const auto below_space = (eight - ones * 0x20) & ~eight;
  const auto from_del = eight ^ (ones * 0x7f);
  const auto is_del = (from_del - ones) & ~from_del;
  return ((below_space | is_del) & high_bits) == 0;
}

bool is_sendable(std::string_view value) {
  for (std::uint64_t eight = 0; value.size() >= sizeof eight; value.remove_prefix(sizeof eight)) {
    std::memcpy(&eight, value.data(), sizeof eight);
    if (!is_plain(eight)) break;
  }
  return std::all_of(value.begin(), value.end(), [](unsigned char c) { return allowed.in_value[c]; });
}

/// Writes into memory that was measured before.
class Pen {
 public:
  explicit Pen(char* at) : at_(at) {}
  Pen& operator<<(std::string_view text) {
    std::memcpy(at_, text.data(), text.size());
    at_ += text.size();
    return *this;
  }
  Pen& operator<<(std::size_t number) {
    at_ = std::to_chars(at_, at_ + digits_max, number).ptr;
    return *this;
  }
  [[nodiscard]] const char* at() const { return at_; }

  static constexpr std::size_t digits_max = 20;

 private:
  char* at_;
};

void write_field(Pen& pen, std::string_view name, std::string_view value) { pen << name << ": " << value << "\r\n"; }
std::string field(std::string_view name, std::string_view value) {
  std::string text;
  return text.append(name).append(": ").append(value).append("\r\n");
}

/// Which of the headers with a default a handler has set itself.
struct Own {
  bool policy = false, permissions = false, cache = false;
};

Own write_handler_fields(Pen& pen, const Headers& headers) {
  Own own;
  for (const auto& [name, value] : headers.fields()) {
    if (!is_token(name) || !is_sendable(value)) continue;
    if (is_reserved(name)) continue;
    const auto is = [&](std::string_view other) { return equals_ignoring_case(name, other); };
    own.policy |= is("Content-Security-Policy");
    own.permissions |= is("Permissions-Policy");
    own.cache |= is("Cache-Control");
    write_field(pen, name, value);
  }
  return own;
}

/// More than all of ours that is not measured: names, numbers, line ends.
constexpr std::size_t bytes_besides = 256;

}  // namespace

ResponseWriter::ResponseWriter(bool https) {
  fixed_ = field("X-Content-Type-Options", "nosniff") + field("Referrer-Policy", "no-referrer") +
           field("Cross-Origin-Opener-Policy", "same-origin") + field("Cross-Origin-Resource-Policy", "same-origin") +
           field("X-Frame-Options", "DENY");
  if (https) fixed_ += field("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
  fixed_ += "Date: ";
  begin_ok_ = "HTTP/1.1 200 OK\r\n" + fixed_;
  defaults_ = field("Content-Security-Policy", default_policy) + field("Permissions-Policy", default_permissions) +
              field("Cache-Control", "no-store");
  for (std::size_t i = 0; i < of_language_.size(); ++i)
    of_language_[i] =
        field("Vary", "Accept-Language, Authorization, Cookie") + field("Content-Language", code_of(static_cast<Language>(i)));
}

std::size_t ResponseWriter::bytes_max(const Response& response, const Envelope& envelope) const {
  auto bytes = begin_ok_.size() + defaults_.size() + envelope.date.size() + envelope.request_id.size() +
               response.content_type.size() + response.body.size() + bytes_besides;
  for (const auto& [name, value] : response.headers.fields()) bytes += name.size() + value.size() + 4;
  return bytes;
}

void ResponseWriter::append(std::string& out, const Response& response, const Envelope& envelope) const {
  const int status = response.status >= 200 && response.status <= 599 ? response.status : 500;
  const auto begin = out.size();
  out.resize(begin + bytes_max(response, envelope));
  Pen pen(out.data() + begin);
  if (status == 200)
    pen << begin_ok_;
  else
    pen << "HTTP/1.1 " << static_cast<std::size_t>(status) << " " << phrase_of(status) << "\r\n" << fixed_;
  pen << envelope.date << "\r\nRequest-Id: " << envelope.request_id << "\r\n";

  if (response.language) pen << of_language_[static_cast<std::size_t>(*response.language)];
  const auto own = write_handler_fields(pen, response.headers);
  if (!own.policy && !own.permissions && !own.cache) {
    pen << defaults_;
  } else {
    if (!own.policy) write_field(pen, "Content-Security-Policy", default_policy);
    if (!own.permissions) write_field(pen, "Permissions-Policy", default_permissions);
    if (!own.cache) write_field(pen, "Cache-Control", "no-store");
  }

  const bool has_content = status != 204 && status != 304;
  if (has_content) {
    if (!response.content_type.empty() && is_sendable(response.content_type))
      write_field(pen, "Content-Type", response.content_type);
    pen << "Content-Length: " << response.body.size() << "\r\n";
  }
  if (envelope.close)
    pen << "Connection: close\r\n";
  else if (envelope.keep_alive_said)
    pen << "Connection: keep-alive\r\n";
  pen << "\r\n";
  if (has_content && !envelope.without_body) pen << response.body;
  out.resize(static_cast<std::size_t>(pen.at() - out.data()));
}

}  // namespace roster::http
