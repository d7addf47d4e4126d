#pragma once
// What a text is found and sorted by: case, accents and compatibility forms (full width, ligatures) make no difference.
// "Élodie" and "ELODIE" have the same key. Keys are compared byte by byte.

#include <cstddef>
#include <string>
#include <string_view>

namespace roster {

/// A longer text is found and sorted by what its key begins with: one character may stand for eighteen, and a cursor that
/// names a place in a list has to fit into a request line.
inline constexpr std::size_t search_key_bytes_max = 1000;

/// NFKC with case folded, then without marks. Text that is no UTF-8 has its bad bytes replaced.
std::string search_key(std::string_view text);
/// A pattern for LIKE … ESCAPE '\' that finds `key` anywhere: what is special in a pattern stands for itself.
std::string pattern_containing(std::string_view key);

}  // namespace roster
