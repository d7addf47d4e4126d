#pragma once
// JSON in: parsed strictly (no duplicate keys, no comments, depth and size bounded, valid UTF-8, no NUL), then read field
// by field so that each error names its field and nothing unknown is passed over. JSON out: boost::json values.

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/email_address.h"
#include "base/result.h"

namespace roster {

namespace json = boost::json;

struct JsonLimits {
  std::size_t depth = 32;
  std::size_t elements = 10'000;  ///< keys and array items, all together
  std::size_t string_bytes = 64 * 1024;
};

/// Refusals: malformed_json, duplicate_key.
Result<json::value> parse_json(std::string_view text, const JsonLimits& limits = {});

struct TextLimits {
  std::size_t code_points_min = 1;
  std::size_t code_points_max = 200;
  bool multi_line = false;  ///< allows \n; no other control character ever
};

/// Reads an object's fields one after the other and collects what is wrong; `finish()` tells it all at once.
///
///   Fields fields{body};
///   const auto email = fields.email("email");
///   const auto role = fields.optional_text("role", {.code_points_max = 64});
///   if (auto error = fields.finish()) return refuse(*error);
///
/// After a fault the getters return empty values: call finish() before using any.
class Fields {
 public:
  /// `value` must outlive this. `pointer`: where the object is in the document ("" or "/invitees/3").
  explicit Fields(const json::value& value, std::string pointer = "");

  [[nodiscard]] bool has(std::string_view name) const;
  /// Present and null (RFC 7396: remove). Marks the field as known.
  bool is_null(std::string_view name);

  std::string text(std::string_view name, TextLimits limits = {});
  std::optional<std::string> optional_text(std::string_view name, TextLimits limits = {});
  /// The bytes as sent, only bounded: passwords and tokens.
  std::string verbatim(std::string_view name, std::size_t bytes_max);
  std::optional<std::string> optional_verbatim(std::string_view name, std::size_t bytes_max);
  std::optional<EmailAddress> email(std::string_view name);
  std::optional<EmailAddress> optional_email(std::string_view name);
  std::optional<bool> optional_boolean(std::string_view name);
  std::optional<std::int64_t> optional_integer(std::string_view name, std::int64_t min, std::int64_t max);
  std::vector<std::string> text_list(std::string_view name, std::size_t items_max, TextLimits limits = {});
  std::optional<std::vector<std::string>> optional_text_list(std::string_view name, std::size_t items_max,
                                                             TextLimits limits = {});
  /// The value as it is, for what has a shape of its own; null when absent. Marks the field as known.
  const json::value* any(std::string_view name);
  const json::value* required_any(std::string_view name);

  /// Records a fault of a field that the caller judged.
  void fault(std::string_view name, Reason reason, std::map<std::string, std::string> params = {});
  /// The first field_errors_max faults, unknown fields included; nothing when there are none.
  std::optional<Error> finish();
  [[nodiscard]] std::string pointer_to(std::string_view name) const;

 private:
  const json::value* take(std::string_view name, bool required);
  void add_fault(std::string pointer, Reason reason, std::map<std::string, std::string> params = {});

  const json::object* object_ = nullptr;
  std::string pointer_;
  std::vector<std::string> known_;
  std::vector<FieldError> faults_;
};

/// A field's name that is not ours, as a fault repeats it: cut where it is long.
std::string shorten_name(std::string_view name);

/// NFC; refuses control characters, lone surrogates, bidi overrides, text of only invisible characters, and what is
/// longer than the limits. Returns the text to keep, trimmed. Refusals: invalid_value, too_long.
tl::expected<std::string, Reason> clean_text(std::string_view text, const TextLimits& limits);

}  // namespace roster
