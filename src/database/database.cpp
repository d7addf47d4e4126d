#include "database/database.h"

#include "base/log.h"

namespace roster::database {

std::int64_t Row::integer(std::size_t i) const {
  const auto* n = std::get_if<std::int64_t>(&values_.at(i));
  if (n == nullptr) throw DatabaseError("column " + std::to_string(i) + " is no integer");
  return *n;
}

const std::string& Row::text(std::size_t i) const {
  const auto* s = std::get_if<std::string>(&values_.at(i));
  if (s == nullptr) throw DatabaseError("column " + std::to_string(i) + " is no text");
  return *s;
}

std::optional<std::string> Row::optional_text(std::size_t i) const {
  if (is_null(i)) return std::nullopt;
  return text(i);
}

std::optional<Instant> Row::optional_instant(std::size_t i) const {
  if (is_null(i)) return std::nullopt;
  return instant(i);
}

void warn_of_clock_behind(std::chrono::milliseconds by) {
  log::warn("clock_behind",
            {{"seconds", std::to_string(std::chrono::ceil<std::chrono::seconds>(by).count())},
             {"what", "something was committed later than it is now: time goes on from there. Is the clock right?"}});
}

}  // namespace roster::database
