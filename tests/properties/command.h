#pragma once
// One step of a sequence, before it is known what there is to act on: numbers that the sequence turns into people,
// invitations and roles as it finds them. So a sequence can be made smaller piece by piece and still mean something.

#include <rapidcheck.h>

#include <iosfwd>
#include <string_view>
#include <vector>

namespace roster::testing {

enum class Act {
  nothing,
  invite,
  edit,
  resend,
  link,
  cancel,
  accept,
  accept_dead,
  decline,
  patch,
  deactivate,
  reactivate,
  remove,
  leave,
  transfer,
  plan,
  create_role,
  edit_role,
  delete_role,
  create_sub_account,
  delete_sub_account,
  wait,
  look
};
std::string_view name_of(Act act);

struct Command {
  Act act = Act::nothing;
  int who = 0;   ///< acts
  int whom = 0;  ///< is acted upon
  int role = 0;  ///< is given
  int permissions = 0;
  int scope = 0;
  int rehearsal = 0;  ///< 0 to 3: previewed first in some
};

/// Kinds as often as they are worth; the simplest command does nothing.
rc::Gen<Command> any_command();
rc::Gen<std::vector<Command>> command_sequence(std::size_t length);
std::ostream& operator<<(std::ostream& out, const Command& command);

}  // namespace roster::testing
