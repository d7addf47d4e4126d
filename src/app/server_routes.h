#pragma once
// What is asked of the server itself: health, readiness, metrics, the contract and its page.

#include <functional>
#include <vector>

#include "http/message.h"
#include "users/signed_in.h"

namespace roster::app {

struct ServerQuestions {
  std::function<bool()> is_ready;
  std::function<std::string()> metrics;
};

std::vector<http::Route> server_routes(const users::Door& door, ServerQuestions questions);

}  // namespace roster::app
