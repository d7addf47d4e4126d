#pragma once
// Structured log: one JSON line an event, on standard error. Values are escaped, so a line stays one line whatever people
// are called. A Secret cannot be passed: it does not convert to text.

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace roster::log {

using FieldList = std::initializer_list<std::pair<std::string_view, std::string_view>>;

enum class Level { debug, info, warn, error, off };

/// Sets the lowest level that is written; "debug", "info", "warn", "error", "off". False when the word is another.
bool set_level(std::string_view word);

/// Whether lines of that level are written: for who would make much of one.
bool is_written(Level level);
/// Thread-safe, all of them.
void write(Level level, std::string_view event, FieldList fields);
inline void debug(std::string_view event, FieldList fields = {}) { write(Level::debug, event, fields); }
inline void info(std::string_view event, FieldList fields = {}) { write(Level::info, event, fields); }
inline void warn(std::string_view event, FieldList fields = {}) { write(Level::warn, event, fields); }
inline void error(std::string_view event, FieldList fields = {}) { write(Level::error, event, fields); }

/// An address as a keyed hash ("e:9f2c…"), so that lines about one person can be matched without naming them.
std::string pseudonym(std::string_view email_key);

}  // namespace roster::log
