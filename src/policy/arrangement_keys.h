#pragma once
// Where the console puts things, as far as policies differ in it: the table [arrangement] of a policy's file. The list of
// keys and values is closed, and a policy gives every key.

#include <array>
#include <string_view>

namespace roster::policy {

struct ArrangementKey {
  std::string_view key;
  std::string_view meaning;
  std::string_view values;  ///< separated by one space
};

inline constexpr std::array arrangement_keys{
    ArrangementKey{"users_page.place", "where people find the page", "navigation profile_menu settings configuration"},
    ArrangementKey{"users_page.people", "the invited and the deactivated among the others, or apart", "one_list tabs"},
    ArrangementKey{"users_page.actions", "how one acts on a person: in the row, after selecting it, or on its own page",
                   "row_buttons row_menu selection details"},
    ArrangementKey{"users_page.last_seen", "what the column shows", "last_active last_sign_in"},
    ArrangementKey{"invite.place", "a dialog that a button opens, or a section at the foot of the page", "dialog page_bottom"},
    ArrangementKey{"invite.button_side", "on which side of the list the button stands", "left right"},
    ArrangementKey{"invite.addresses", "one address at a time, or any number", "one many"},
    ArrangementKey{"invite.permissions", "no choice, a choice in the form, or one behind a button", "none inline dialog"},
    ArrangementKey{"permissions.control", "what a permission is switched with", "checkboxes switches"},
    ArrangementKey{"permissions.unit", "what is picked: single permissions, or whole modules", "permission module"},
};

}  // namespace roster::policy
