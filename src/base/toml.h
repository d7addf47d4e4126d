#pragma once
// toml++, whose assertions about what it reads are parse errors: a file that somebody wrote must not end the program.

namespace roster {
/// Throws toml::parse_error, without a place.
[[noreturn]] void refuse_toml();
}  // namespace roster

#define TOML_ASSERT(expression) ((expression) ? static_cast<void>(0) : ::roster::refuse_toml())
#define TOML_EXCEPTIONS 1
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wconversion"
#include <toml++/toml.h>
#pragma GCC diagnostic pop
