#include "base/toml.h"

namespace roster {

void refuse_toml() { throw toml::parse_error{"something that the format does not have", toml::source_region{}}; }

}  // namespace roster
