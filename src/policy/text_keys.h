#pragma once
// Every text of the console and the letters that depends on the policy. A policy gives each of them in each language: the
// table [texts] of its file. Texts that are the same for every policy are the console's and the letters' own.
// Placeholders stand in braces; the caller fills all that are allowed, a sentence uses those that it needs.

#include <array>
#include <string_view>

namespace roster::policy {

struct TextKey {
  std::string_view key;
  std::string_view meaning;
  std::string_view placeholders = {};  ///< names separated by one space
};

// {account} the account's name; {name} the person it is about; {email} the address it is about; {count} a number from 2 up;
// {inviter} who invites; {role} a custom role's title; {new_owner}, {former_owner} their names.
inline constexpr std::array text_keys{
    // The page with the account's people.
    TextKey{"users_page.title", "the heading of the page"},
    TextKey{"users_page.navigation", "its entry in the menu or navigation"},
    TextKey{"users_page.navigation_group", "the group or page that the entry stands in"},
    TextKey{"users_page.description", "one line under the heading"},
    TextKey{"users_page.who_may_manage", "for who may look but not act: who may"},
    TextKey{"users_page.empty", "when the account has nobody but its owner"},
    TextKey{"users_page.column_person", "column: who"},
    TextKey{"users_page.column_role", "column: the role"},
    TextKey{"users_page.column_last_seen", "column: last activity or last sign-in (arrangement users_page.last_seen)"},
    TextKey{"users_page.never_seen", "in that column, for who has not been there yet"},
    TextKey{"users_page.status_pending", "badge of who is invited and has not accepted"},
    TextKey{"users_page.status_deactivated", "badge of who is deactivated"},
    TextKey{"users_page.tab_active", "tab or filter: active"},
    TextKey{"users_page.tab_pending", "tab or filter: invited"},
    TextKey{"users_page.tab_deactivated", "tab or filter: deactivated"},

    // Inviting.
    TextKey{"invite.button", "opens the invitation (dialog, or the section of the page)"},
    TextKey{"invite.title", "the heading of that dialog or section", "account"},
    TextKey{"invite.email_field", "the field for the address or addresses"},
    TextKey{"invite.email_hint", "help under that field"},
    TextKey{"invite.role_field", "the choice of role"},
    TextKey{"invite.permissions_button", "opens the choice of permissions"},
    TextKey{"invite.send", "sends"},
    TextKey{"invite.toast", "one invitation has gone out", "email"},
    TextKey{"invite.toast_many", "several have gone out", "count"},

    // A pending invitation.
    TextKey{"invitation.resend", "sends it again"},
    TextKey{"invitation.resend_toast", "it has been sent again", "email"},
    TextKey{"invitation.cancel", "takes it back"},
    TextKey{"invitation.cancel_toast", "it has been taken back", "email"},

    // A member.
    TextKey{"member.manage", "opens the person's role and permissions"},
    TextKey{"member.manage_title", "the heading of that page", "name"},
    TextKey{"member.permissions_heading", "the heading above the permissions"},
    TextKey{"member.deactivate", "button, asks first"},
    TextKey{"member.deactivate_title", "the question", "name account"},
    TextKey{"member.deactivate_many_title", "the question about several", "count account"},
    TextKey{"member.deactivate_body", "its consequences", "account"},
    TextKey{"member.deactivate_confirm", "the verb that does it"},
    TextKey{"member.deactivate_toast", "it is done", "name"},
    TextKey{"member.deactivate_many_toast", "it is done, several", "count"},
    TextKey{"member.reactivate", "button, does it at once"},
    TextKey{"member.reactivate_toast", "it is done", "name"},
    TextKey{"member.remove", "button, asks first"},
    TextKey{"member.remove_title", "the question", "name account"},
    TextKey{"member.remove_many_title", "the question about several", "count account"},
    TextKey{"member.remove_body", "its consequences", "account"},
    TextKey{"member.remove_confirm", "the verb that does it"},
    TextKey{"member.remove_toast", "it is done", "name"},
    TextKey{"member.remove_many_toast", "it is done, several", "count"},
    TextKey{"member.leave_body", "the consequences of leaving on one's own", "account"},

    // The owner, and making another one.
    TextKey{"owner.make", "button, asks first"},
    TextKey{"owner.make_title", "the question", "name account"},
    TextKey{"owner.current", "label of the present owner"},
    TextKey{"owner.next", "label of the one to come"},
    TextKey{"owner.consequence_new", "what the new one gets", "name"},
    TextKey{"owner.consequence_former", "what the reader becomes", "name"},
    TextKey{"owner.consequence_sessions", "that the reader is signed out"},
    TextKey{"owner.consequence_record", "who is told, and that it is recorded"},
    TextKey{"owner.consequence_final", "that it cannot be undone", "name"},
    TextKey{"owner.acknowledge", "the box to tick", "account"},
    TextKey{"owner.make_confirm", "the verb that does it"},
    TextKey{"owner.make_toast", "it is done", "name account"},
    TextKey{"owner.who_may", "for who may look but not act: who may"},
    TextKey{"owner.whom", "which people can be made owner"},
    TextKey{"owner.protected", "why the owner has no button to deactivate or remove"},
    TextKey{"owner.signed_out_note", "on the sign-in page, for the former owner", "new_owner account"},

    // Letters.
    TextKey{"letters.invitation_subject", "to the invited", "account"},
    TextKey{"letters.invitation_body", "the first sentence; the role's own sentence follows", "inviter account"},
    TextKey{"letters.invitation_custom_role", "the role's sentence where the account defined the role itself", "role"},
    TextKey{"letters.new_owner_subject", "to the new owner", "account"},
    TextKey{"letters.new_owner_body", "what that means", "former_owner account"},
    TextKey{"letters.former_owner_subject", "to the former owner", "account"},
    TextKey{"letters.former_owner_body", "what that means", "new_owner account"},
    TextKey{"letters.owner_changed_subject", "to the account's contacts for security", "account"},
    TextKey{"letters.owner_changed_body", "what happened", "former_owner new_owner account"},
};

}  // namespace roster::policy
