// What is read as JSON is written as JSON that reads the same; fields of any shape are values or faults, never a crash.
#include "base/json.h"
#include "fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace roster;
  const auto value = parse_json(fuzz::text_of(data, size));
  if (!value) return 0;
  const auto written = json::serialize(*value);
  const auto again = parse_json(written);
  // Of a number with an exponent the last digit may differ: nothing here takes one.
  const bool has_fractions = written.find_first_of(".E") != std::string::npos;
  fuzz::require(again && (has_fractions || json::serialize(*again) == written));

  Fields fields{*value};
  const auto text = fields.text("a");
  static_cast<void>(fields.optional_text("b", {.code_points_max = 5, .multi_line = true}));
  static_cast<void>(fields.optional_email("c"));
  static_cast<void>(fields.optional_integer("d", -3, 3));
  static_cast<void>(fields.optional_boolean("e"));
  const auto list = fields.optional_text_list("f", 3);
  static_cast<void>(fields.optional_verbatim("g", 10));
  const auto error = fields.finish();
  if (error) {
    for (const auto& fault : error->fields) fuzz::require(!fault.reason.code.empty());
    return 0;
  }
  fuzz::require(!text.empty() && value->is_object() && (!list || list->size() <= 3));
  return 0;
}
