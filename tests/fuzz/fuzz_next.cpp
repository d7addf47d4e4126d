// Where one goes on after signing in is on this server, whatever a link said.
#include "console/next_rules.h"
#include "fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using roster::fuzz::require;
  const auto next = roster::console::read_next(roster::fuzz::text_of(data, size));
  if (!next) return 0;
  require(next->starts_with('/') && !next->starts_with("//") && !next->starts_with("/\\"));
  for (const char c : *next) require(c > 0x20 && c < 0x7f && c != '\\' && c != '"' && c != '<' && c != '>');
  // Encoded it may be longer than what is taken.
  if (next->size() <= 1500) require(roster::console::read_next(*next) == *next);
  return 0;
}
