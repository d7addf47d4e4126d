#pragma once
// The kinds of letters, one row each: where the link leads and where the words come from.

#include <array>
#include <string_view>

#include "crypto/token.h"

namespace roster::mail {

enum class Link { none, token_in_fragment, token_in_path, page, account };

struct LetterKind {
  std::string_view name;
  Link link = Link::none;
  std::string_view path = {};         ///< of the link, under public_url
  std::string_view token_kind = {};   ///< of the link's token
  std::string_view policy_text = {};  ///< subject and body are the policy's: letters.{…}_subject, letters.{…}_body
  std::string_view other_is = {};     ///< which placeholder the field `other_name` fills
};

// Secrets stand in the fragment, which no server log and no Referer ever sees; only an invitation's is in the path.
inline constexpr std::array letter_kinds{
    LetterKind{"registration", Link::token_in_fragment, "/register", crypto::token_kind::registration},
    LetterKind{"registration_known", Link::page, "/sign-in"},
    LetterKind{"password_reset", Link::token_in_fragment, "/reset-password", crypto::token_kind::password_reset},
    LetterKind{"password_changed", Link::page, "/forgot-password"},
    LetterKind{"email_change", Link::token_in_fragment, "/change-email", crypto::token_kind::email_change},
    LetterKind{"email_changed", Link::token_in_fragment, "/undo-email-change", crypto::token_kind::email_undo},
    LetterKind{"email_restored", Link::token_in_fragment, "/reset-password", crypto::token_kind::password_reset},
    LetterKind{"email_change_undone"},
    LetterKind{"set_password", Link::token_in_fragment, "/reset-password", crypto::token_kind::password_reset},
    LetterKind{"invitation", Link::token_in_path, "/invitations/", crypto::token_kind::invitation, "invitation"},
    LetterKind{"ownership_received", Link::account, "/a/", "", "new_owner", "former_owner"},
    LetterKind{"ownership_given", Link::page, "/sign-in", "", "former_owner", "new_owner"},
    LetterKind{"ownership_notice", Link::none, "", "", "owner_changed", "former_owner"},
    LetterKind{"plan_changed"},
    LetterKind{"account_deleted"},
    LetterKind{"access_removed"},
};

constexpr const LetterKind* find_letter_kind(std::string_view name) {
  for (const auto& kind : letter_kinds)
    if (kind.name == name) return &kind;
  return nullptr;
}

}  // namespace roster::mail
