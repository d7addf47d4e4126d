// A request is read the same however its bytes come in, and never beyond its end.
#include "fuzz.h"
#include "http/parser.h"

namespace {

using roster::fuzz::require;
using roster::http::Request;
using roster::http::RequestParser;
using Step = RequestParser::Step;

struct Read {
  Step step = Step::need_more;
  std::size_t used = 0;
  Request request;
};

Read read(std::string_view bytes, std::size_t piece) {
  const roster::http::Limits limits;
  RequestParser parser{limits};
  Read read;
  parser.begin(read.request);
  std::size_t shown = 0;
  while (read.step == Step::need_more && shown < bytes.size()) {
    shown = std::min(bytes.size(), shown + piece);
    read.step = parser.read_head(bytes.substr(0, shown));
  }
  if (read.step != Step::head_complete && read.step != Step::complete) return read;
  read.used = parser.head_bytes();
  require(read.used <= shown);
  if (read.step == Step::complete || !parser.framing().has_body()) return read;
  if (!parser.limit_body(1000)) {
    read.step = Step::refused;
    return read;
  }
  read.step = Step::need_more;
  while (read.step == Step::need_more && read.used < bytes.size()) {
    const auto rest = bytes.substr(read.used, piece);
    const auto body = parser.read_body(rest);
    require(body.used <= rest.size());
    read.used += body.used;
    read.step = body.step;
    // What cannot be used yet comes again with more behind it.
    if (body.used == 0 && body.step == Step::need_more) {
      if (read.used + piece >= bytes.size()) break;
      piece *= 2;
    }
  }
  require(read.request.body.size() <= 1000);
  return read;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto bytes = roster::fuzz::text_of(data, size).substr(1);
  const auto whole = read(bytes, bytes.size() + 1);
  const auto pieces = read(bytes, std::size_t{data[0]} + 1);
  // What is refused may be refused later when it comes in pieces, which ask for more first.
  const auto is_read = [](const Read& read) { return read.step != Step::need_more && read.step != Step::refused; };
  require(is_read(whole) == is_read(pieces));
  if (!is_read(whole)) return 0;
  require(whole.step == pieces.step);
  require(whole.used == pieces.used);
  require(whole.request.target == pieces.request.target && whole.request.method_text == pieces.request.method_text);
  require(whole.request.body == pieces.request.body);
  require(whole.request.target.find_first_of("\r\n ") == std::string::npos);
  return 0;
}
