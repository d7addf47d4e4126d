#include "http/parser.h"

#include <boost/beast/http/basic_parser.hpp>

#include <charconv>
#include <limits>

namespace roster::http {

namespace beast = boost::beast;
namespace beast_http = boost::beast::http;

namespace {

/// A line between two chunks is a number and no more.
constexpr std::size_t chunk_line_bytes_max = 64;
/// No chunked body ends with less: "0", two line ends. Beast 1.81 asserts that it sees as much of a last chunk.
constexpr std::size_t last_chunk_bytes = 5;

std::string_view view(beast::string_view text) { return {text.data(), text.size()}; }

Method method_of(beast_http::verb verb) {
  switch (verb) {
    case beast_http::verb::get:
      return Method::get;
    case beast_http::verb::head:
      return Method::head;
    case beast_http::verb::post:
      return Method::post;
    case beast_http::verb::put:
      return Method::put;
    case beast_http::verb::patch:
      return Method::patch;
    case beast_http::verb::delete_:
      return Method::delete_;
    case beast_http::verb::options:
      return Method::options;
    default:
      return Method::other;
  }
}

std::optional<std::uint64_t> read_length(std::string_view digits) {
  std::uint64_t length = 0;
  const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), length);
  if (fault != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return length;
}

}  // namespace

/// Keeps what Beast reads, and counts the fields that decide where the message ends.
class RequestParser::Strict {
 public:
  struct Seen {
    int lengths = 0, encodings = 0, hosts = 0, expectations = 0;
    bool bad_length = false, bad_encoding = false;
  };

  void begin(Request& request) {
    request_ = &request;
    seen_ = {};
    version_ = 11;
    beast_.emplace(*this);
    beast_->eager(false);
    beast_->header_limit(std::numeric_limits<std::uint32_t>::max());  // the scanner counts
    beast_->body_limit(boost::none);
  }

  class Beast final : public beast_http::basic_parser<true> {
   public:
    explicit Beast(Strict& keeper) : keeper_(&keeper) {}

   private:
    using Code = beast::error_code;

    void on_request_impl(beast_http::verb verb, beast::string_view method, beast::string_view target, int version,
                         Code&) override {
      keeper_->request_->method = method_of(verb);
      keeper_->request_->method_text.assign(method.data(), method.size());
      keeper_->request_->target.assign(target.data(), target.size());
      keeper_->version_ = version;
    }
    void on_field_impl(beast_http::field field, beast::string_view name, beast::string_view value, Code& code) override {
      // A trailer would add fields after the head was judged.
      if (keeper_->head_complete_)
        code = beast_http::error::bad_field;
      else
        keeper_->keep(field, view(name), view(value));
    }
    void on_header_impl(Code&) override { keeper_->head_complete_ = true; }
    void on_body_init_impl(const boost::optional<std::uint64_t>&, Code&) override {}
    std::size_t on_body_impl(beast::string_view body, Code&) override { return keeper_->append(body); }
    void on_chunk_header_impl(std::uint64_t, beast::string_view extensions, Code& code) override {
      if (!extensions.empty()) code = beast_http::error::bad_chunk_extension;
    }
    std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view body, Code&) override { return keeper_->append(body); }
    void on_finish_impl(Code&) override {}
    void on_response_impl(int, beast::string_view, int, Code&) override {}

    Strict* keeper_;
  };

  [[nodiscard]] Beast& beast() { return *beast_; }
  [[nodiscard]] const Seen& seen() const { return seen_; }
  [[nodiscard]] int version() const { return version_; }
  [[nodiscard]] Request& request() { return *request_; }
  void forget_head() { head_complete_ = false; }

 private:
  friend class Beast;

  void keep(beast_http::field field, std::string_view name, std::string_view value) {
    request_->headers.add(name, value);
    if (field == beast_http::field::host) ++seen_.hosts;
    if (field == beast_http::field::content_length) {
      ++seen_.lengths;
      seen_.bad_length |= !read_length(value);
    }
    if (field == beast_http::field::transfer_encoding) {
      ++seen_.encodings;
      seen_.bad_encoding |= !equals_ignoring_case(value, "chunked");
    }
    if (field == beast_http::field::expect && equals_ignoring_case(value, "100-continue")) ++seen_.expectations;
  }

  std::size_t append(beast::string_view body) {
    request_->body.append(body.data(), body.size());
    return body.size();
  }

  Request* request_ = nullptr;
  Seen seen_;
  int version_ = 11;
  bool head_complete_ = false;
  std::optional<Beast> beast_;
};

RequestParser::RequestParser(const Limits& limits) : scanner_(limits), strict_(std::make_unique<Strict>()) {}
RequestParser::~RequestParser() = default;

void RequestParser::begin(Request& request) {
  request.clear_but_headers_and_target();
  scanner_.reset();
  refusal_ = reasons::malformed_request;
  strict_->forget_head();
  strict_->begin(request);
}

RequestParser::Step RequestParser::read_head(std::string_view bytes) {
  const auto verdict = scanner_.scan(bytes);
  if (verdict == HeadScanner::Verdict::need_more) return Step::need_more;
  if (verdict == HeadScanner::Verdict::refused) {
    strict_->request().headers.clear();
    framing_ = {};
    refusal_ = scanner_.refusal();
    return Step::refused;
  }
  const auto head = bytes.substr(0, scanner_.size());
  const auto fields = head.substr(scanner_.request_line_size());
  if (!fields_.empty() && fields == fields_) {
    const auto step = read_again(head.substr(0, scanner_.request_line_size()));
    // In another version the same fields may say something else.
    if (step == Step::refused || strict_->version() == framing_.version) return step;
    strict_->begin(strict_->request());
    strict_->forget_head();
  }
  const auto step = read_anew(head);
  keep_fields(step == Step::head_complete && !framing_.has_body() && !framing_.expects_continue ? fields : std::string_view{});
  return step;
}

/// The request line by itself; headers and framing are those of the request before.
RequestParser::Step RequestParser::read_again(std::string_view request_line) {
  line_.assign(request_line).append("\r\n");
  beast::error_code code;
  const auto used = strict_->beast().put(boost::asio::const_buffer{line_.data(), line_.size()}, code);
  if (code || used != line_.size()) return Step::refused;
  strict_->beast().eager(true);
  return Step::head_complete;
}

RequestParser::Step RequestParser::read_anew(std::string_view head) {
  strict_->request().headers.clear();
  framing_ = {};
  beast::error_code code;
  const auto used = strict_->beast().put(boost::asio::const_buffer{head.data(), head.size()}, code);
  if (code || used != head.size() || !judge_head()) return Step::refused;
  strict_->beast().eager(true);
  return Step::head_complete;
}

void RequestParser::keep_fields(std::string_view fields) {
  constexpr std::size_t bytes_max = 4096;
  fields_.assign(fields.size() <= bytes_max ? fields : std::string_view{});
}

bool RequestParser::judge_head() {
  const auto& seen = strict_->seen();
  framing_.version = strict_->version();
  if (seen.lengths > 1 || seen.bad_length || seen.encodings > 1 || seen.bad_encoding) return false;
  if (seen.lengths > 0 && seen.encodings > 0) return false;
  if (framing_.version == 10 && seen.encodings > 0) return false;
  if (seen.hosts > 1 || (framing_.version == 11 && seen.hosts == 0)) return false;
  framing_.keep_alive = strict_->beast().keep_alive();
  framing_.chunked = seen.encodings > 0;
  framing_.content_length = seen.lengths > 0 ? strict_->beast().content_length().value_or(0) : 0;
  framing_.expects_continue = seen.expectations > 0 && framing_.version == 11 && framing_.has_body();
  return true;
}

bool RequestParser::limit_body(std::size_t bytes_max) {
  if (framing_.content_length > bytes_max) {
    refusal_ = reasons::body_too_large;
    return false;
  }
  strict_->beast().body_limit(bytes_max);
  return true;
}

RequestParser::BodyStep RequestParser::read_body(std::string_view bytes) {
  if (framing_.chunked && bytes.size() < last_chunk_bytes) return {Step::need_more, 0};
  beast::error_code code;
  const auto used = strict_->beast().put(boost::asio::const_buffer{bytes.data(), bytes.size()}, code);
  if (code && code != beast_http::error::need_more) {
    refusal_ = code == beast_http::error::body_limit ? reasons::body_too_large : reasons::malformed_request;
    return {Step::refused, used};
  }
  if (strict_->beast().is_done()) return {Step::complete, used};
  if (bytes.size() - used > chunk_line_bytes_max) return {Step::refused, used};
  return {Step::need_more, used};
}

}  // namespace roster::http
