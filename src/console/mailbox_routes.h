#pragma once
// /dev/mailbox: the letters of a server that sends none, for whoever sits at its machine.

#include <vector>

#include "console/console.h"

namespace roster::console {

/// None where ConsoleSettings::mailbox is empty. `console` outlives the routes.
std::vector<http::Route> mailbox_routes(const Console& console);

}  // namespace roster::console
