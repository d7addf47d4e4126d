#pragma once
// An account's members and invitations, told by nothing but its events.

#include <map>
#include <string>

#include "base/json.h"
#include "support/model.h"

namespace roster::testing {

struct Replay {
  std::string owner;
  std::map<std::string, model::Member> members;
  std::map<std::string, model::Invitation> invitations;
  int transfers = 0;

  /// What is wrong with the event, or nothing.
  std::string apply(const json::value& event);
};

}  // namespace roster::testing
