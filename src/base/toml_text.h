#pragma once
// A look at a TOML file before it is parsed. TOML 1.0 has letters beyond ASCII in strings and comments alone, and hardly any
// control character; the parser in use does not only refuse others, its behaviour is undefined for some of them.

#include <cstddef>
#include <optional>
#include <string_view>

namespace roster {

/// The line (from 1) of the first byte beyond ASCII, or control character, that stands neither in a string nor in a comment.
std::optional<std::size_t> find_stray_letter(std::string_view toml);

}  // namespace roster
