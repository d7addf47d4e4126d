#pragma once
// The routes that people open in a browser, and the files that their pages load.

#include <vector>

#include "console/console.h"

namespace roster::console {

/// `console` outlives the routes.
std::vector<http::Route> routes(const Console& console);

}  // namespace roster::console
