#include "http/head_scanner.h"

namespace roster::http {

namespace {

bool has_nul(std::string_view text) { return text.find('\0') != std::string_view::npos; }

}  // namespace

void HeadScanner::reset() {
  scanned_ = line_begin_ = fields_begin_ = fields_ = 0;
  refusal_ = reasons::malformed_request;
}

HeadScanner::Verdict HeadScanner::refuse(const Reason& reason) {
  refusal_ = reason;
  return Verdict::refused;
}

HeadScanner::Verdict HeadScanner::judge_rest(std::string_view bytes) {
  const auto rest = bytes.substr(scanned_);
  scanned_ = bytes.size();
  if (fields_begin_ == 0 && bytes.size() > limits_->request_line_bytes + 1) return refuse(reasons::uri_too_long);
  if (fields_begin_ != 0 && bytes.size() - fields_begin_ > limits_->header_bytes) return refuse(reasons::headers_too_large);
  // It tells now that this is no HTTP; whatever else is wrong shows at the end of the line.
  if (has_nul(rest)) return refuse(reasons::malformed_request);
  return Verdict::need_more;
}

HeadScanner::Verdict HeadScanner::scan(std::string_view bytes) {
  for (;;) {
    const auto line_feed = bytes.find('\n', scanned_);
    if (line_feed == std::string_view::npos) return judge_rest(bytes);
    if (line_feed == line_begin_ || bytes[line_feed - 1] != '\r') return refuse(reasons::malformed_request);
    const auto line = bytes.substr(line_begin_, line_feed - 1 - line_begin_);
    if (has_nul(line)) return refuse(reasons::malformed_request);
    scanned_ = line_begin_ = line_feed + 1;

    if (fields_begin_ == 0) {
      if (line.size() > limits_->request_line_bytes) return refuse(reasons::uri_too_long);
      if (line.empty()) return refuse(reasons::malformed_request);
      fields_begin_ = scanned_;
      continue;
    }
    if (scanned_ - fields_begin_ > limits_->header_bytes) return refuse(reasons::headers_too_large);
    if (line.empty()) return Verdict::complete;
    if (line.front() == ' ' || line.front() == '\t') return refuse(reasons::malformed_request);  // a folded line
    if (++fields_ > limits_->header_fields) return refuse(reasons::headers_too_large);
  }
}

}  // namespace roster::http
