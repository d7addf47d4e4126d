#include "base/json.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/parse.hpp>
#include <cmath>
#include <set>

namespace roster {

namespace {

/// Builds nothing: watches the events for duplicate keys and for the limits.
struct StrictnessCheck {
  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

  JsonLimits limits{};
  std::size_t elements = 0;
  std::vector<std::set<std::string, std::less<>>> keys{};
  std::string key{};
  bool duplicate = false;
  std::size_t string_bytes = 0;

  using error_code = json::error_code;

  bool count(error_code& ec) {
    if (++elements <= limits.elements) return true;
    ec = json::error::array_too_large;
    return false;
  }
  bool measure(std::size_t n, error_code& ec) {
    if (n <= limits.string_bytes) return true;
    ec = json::error::string_too_large;
    return false;
  }
  static bool no_nul(json::string_view s, error_code& ec) {
    if (std::find(s.begin(), s.end(), '\0') == s.end()) return true;
    ec = json::error::syntax;
    return false;
  }

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_object_begin(error_code&) {
    keys.emplace_back();
    return true;
  }
  bool on_object_end(std::size_t, error_code&) {
    keys.pop_back();
    return true;
  }
  bool on_array_begin(error_code&) { return true; }
  bool on_array_end(std::size_t, error_code&) { return true; }
  bool on_key_part(json::string_view s, std::size_t n, error_code& ec) {
    key.append(s.data(), s.size());
    return measure(n, ec) && no_nul(s, ec);
  }
  bool on_key(json::string_view s, std::size_t n, error_code& ec) {
    key.append(s.data(), s.size());
    if (!measure(n, ec) || !no_nul(s, ec) || !count(ec)) return false;
    const bool is_new = keys.back().insert(key).second;
    key.clear();
    if (is_new) return true;
    duplicate = true;
    ec = json::error::syntax;
    return false;
  }
  bool on_string_part(json::string_view s, std::size_t n, error_code& ec) { return measure(n, ec) && no_nul(s, ec); }
  bool on_string(json::string_view s, std::size_t n, error_code& ec) { return measure(n, ec) && no_nul(s, ec) && count(ec); }
  bool on_number_part(json::string_view, error_code&) { return true; }
  bool on_int64(std::int64_t, json::string_view, error_code& ec) { return count(ec); }
  bool on_uint64(std::uint64_t, json::string_view, error_code& ec) { return count(ec); }
  bool on_double(double number, json::string_view, error_code& ec) {
    // 1e400 is read as infinity, which no JSON can say.
    if (std::isfinite(number)) return count(ec);
    ec = json::error::exponent_overflow;
    return false;
  }
  bool on_bool(bool, error_code& ec) { return count(ec); }
  bool on_null(error_code& ec) { return count(ec); }
  bool on_comment_part(json::string_view, error_code&) { return true; }
  bool on_comment(json::string_view, error_code&) { return true; }
};

/// Of a field's name that is repeated.
constexpr std::size_t name_bytes_max = 100;

bool is_bidi_control(UChar32 c) { return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069); }

}  // namespace

Result<json::value> parse_json(std::string_view text, const JsonLimits& limits) {
  json::parse_options options;
  options.max_depth = limits.depth;
  json::basic_parser<StrictnessCheck> check(options, StrictnessCheck{.limits = limits});
  json::error_code ec;
  const auto used = check.write_some(false, text.data(), text.size(), ec);
  if (check.handler().duplicate) return refuse(reasons::duplicate_key);
  if (ec || used != text.size()) return refuse(reasons::malformed_json);
  auto value = json::parse(text, ec, {}, options);
  if (ec) return refuse(reasons::malformed_json);
  return value;
}

tl::expected<std::string, Reason> clean_text(std::string_view text, const TextLimits& limits) {
  if (text.size() > limits.code_points_max * 4) return tl::unexpected(reasons::too_long);
  UErrorCode status = U_ZERO_ERROR;
  const auto* nfc = icu::Normalizer2::getNFCInstance(status);
  auto unicode = nfc->normalize(icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())}), status);
  if (U_FAILURE(status) != 0) return tl::unexpected(reasons::invalid_value);
  unicode.trim();
  bool visible = false;
  for (std::int32_t i = 0; i < unicode.length(); i = unicode.moveIndex32(i, 1)) {
    const UChar32 c = unicode.char32At(i);
    const auto category = u_charType(c);
    const bool line_break = limits.multi_line && (c == '\n' || c == '\r');
    if ((category == U_CONTROL_CHAR && !line_break) || category == U_SURROGATE || category == U_LINE_SEPARATOR ||
        category == U_PARAGRAPH_SEPARATOR || is_bidi_control(c) || c == 0xFFFD)
      return tl::unexpected(reasons::invalid_value);
    // Format characters, spaces and marks alone leave nothing that a person could read.
    if (u_isgraph(c) && category != U_FORMAT_CHAR && !u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT)) visible = true;
  }
  const auto length = static_cast<std::size_t>(unicode.countChar32());
  if (length > limits.code_points_max) return tl::unexpected(reasons::too_long);
  if (length < limits.code_points_min || (limits.code_points_min > 0 && !visible)) return tl::unexpected(reasons::invalid_value);
  std::string out;
  unicode.toUTF8String(out);
  return out;
}

std::string shorten_name(std::string_view name) {
  if (name.size() <= name_bytes_max) return std::string{name};
  auto end = name_bytes_max;
  while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0) == 0x80) --end;  // not within a letter
  return std::string{name.substr(0, end)} + "…";
}

Fields::Fields(const json::value& value, std::string pointer) : object_(value.if_object()), pointer_(std::move(pointer)) {
  if (object_ == nullptr) faults_.push_back({pointer_, reasons::wrong_type, {}});
}

std::string Fields::pointer_to(std::string_view name) const {
  std::string out = pointer_ + "/";
  for (char c : name) {
    if (c == '~')
      out += "~0";
    else if (c == '/')
      out += "~1";
    else
      out += c;
  }
  return out;
}

bool Fields::has(std::string_view name) const { return object_ != nullptr && object_->contains(name); }

bool Fields::is_null(std::string_view name) {
  const auto* v = take(name, false);
  return v != nullptr && v->is_null();
}

const json::value* Fields::take(std::string_view name, bool required) {
  known_.emplace_back(name);
  if (object_ == nullptr) return nullptr;
  const auto* v = object_->if_contains(name);
  if (v == nullptr && required) fault(name, reasons::missing_field);
  return v;
}

void Fields::fault(std::string_view name, Reason reason, std::map<std::string, std::string> params) {
  add_fault(pointer_to(name), reason, std::move(params));
}

void Fields::add_fault(std::string pointer, Reason reason, std::map<std::string, std::string> params) {
  if (faults_.size() < field_errors_max) faults_.push_back({std::move(pointer), reason, std::move(params)});
}

std::optional<std::string> Fields::optional_text(std::string_view name, TextLimits limits) {
  const auto* v = take(name, false);
  if (v == nullptr) return std::nullopt;
  if (!v->is_string()) {
    fault(name, reasons::wrong_type);
    return std::nullopt;
  }
  auto cleaned = clean_text(v->get_string(), limits);
  if (!cleaned) {
    fault(name, cleaned.error());
    return std::nullopt;
  }
  return *cleaned;
}

std::string Fields::text(std::string_view name, TextLimits limits) {
  if (object_ != nullptr && !has(name)) fault(name, reasons::missing_field);
  return optional_text(name, limits).value_or("");
}

std::optional<std::string> Fields::optional_verbatim(std::string_view name, std::size_t bytes_max) {
  const auto* v = take(name, false);
  if (v == nullptr) return std::nullopt;
  if (!v->is_string()) {
    fault(name, reasons::wrong_type);
    return std::nullopt;
  }
  if (v->get_string().size() > bytes_max) {
    fault(name, reasons::too_long);
    return std::nullopt;
  }
  return std::string{v->get_string()};
}

std::string Fields::verbatim(std::string_view name, std::size_t bytes_max) {
  if (object_ != nullptr && !has(name)) fault(name, reasons::missing_field);
  return optional_verbatim(name, bytes_max).value_or("");
}

std::optional<EmailAddress> Fields::optional_email(std::string_view name) {
  const auto* v = take(name, false);
  if (v == nullptr) return std::nullopt;
  if (!v->is_string()) {
    fault(name, reasons::wrong_type);
    return std::nullopt;
  }
  auto email = EmailAddress::parse(std::string_view{v->get_string()});
  if (!email) fault(name, reasons::invalid_address);
  return email;
}

std::optional<EmailAddress> Fields::email(std::string_view name) {
  if (object_ != nullptr && !has(name)) fault(name, reasons::missing_field);
  return optional_email(name);
}

std::optional<bool> Fields::optional_boolean(std::string_view name) {
  const auto* v = take(name, false);
  if (v == nullptr) return std::nullopt;
  if (!v->is_bool()) {
    fault(name, reasons::wrong_type);
    return std::nullopt;
  }
  return v->get_bool();
}

std::optional<std::int64_t> Fields::optional_integer(std::string_view name, std::int64_t min, std::int64_t max) {
  const auto* v = take(name, false);
  if (v == nullptr) return std::nullopt;
  if (!v->is_int64()) {
    fault(name, reasons::wrong_type);
    return std::nullopt;
  }
  if (v->get_int64() < min || v->get_int64() > max) {
    fault(name, reasons::invalid_value);
    return std::nullopt;
  }
  return v->get_int64();
}

std::optional<std::vector<std::string>> Fields::optional_text_list(std::string_view name, std::size_t items_max,
                                                                   TextLimits limits) {
  const auto* v = take(name, false);
  if (v == nullptr) return std::nullopt;
  if (!v->is_array()) {
    fault(name, reasons::wrong_type);
    return std::nullopt;
  }
  const auto& items = v->get_array();
  if (items.size() > items_max) {
    fault(name, reasons::too_long);
    return std::nullopt;
  }
  std::vector<std::string> out;
  out.reserve(items.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto at = std::string{name} + "/" + std::to_string(i);
    if (!items[i].is_string()) {
      add_fault(pointer_ + "/" + at, reasons::wrong_type);
      continue;
    }
    auto cleaned = clean_text(items[i].get_string(), limits);
    if (!cleaned) {
      add_fault(pointer_ + "/" + at, cleaned.error());
      continue;
    }
    out.push_back(std::move(*cleaned));
  }
  return out;
}

std::vector<std::string> Fields::text_list(std::string_view name, std::size_t items_max, TextLimits limits) {
  if (object_ != nullptr && !has(name)) fault(name, reasons::missing_field);
  return optional_text_list(name, items_max, limits).value_or(std::vector<std::string>{});
}

const json::value* Fields::any(std::string_view name) { return take(name, false); }
const json::value* Fields::required_any(std::string_view name) { return take(name, true); }

std::optional<Error> Fields::finish() {
  if (object_ != nullptr) {
    for (const auto& member : *object_) {
      if (faults_.size() == field_errors_max) break;
      const std::string_view key{member.key()};
      if (std::find(known_.begin(), known_.end(), key) == known_.end()) fault(shorten_name(key), reasons::unknown_field);
    }
  }
  if (faults_.empty()) return std::nullopt;
  return Error{reasons::validation_failed, std::move(faults_)};
}

}  // namespace roster
