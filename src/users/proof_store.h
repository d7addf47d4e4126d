#pragma once
// Letters that prove a mailbox: registrations, password resets, email changes and their undoing. At most one waits of each
// kind for an address or a user, the newest (of undoing one a change); its token is derived from id and generation, and only
// its digest is kept.

#include <optional>
#include <string>

#include "base/email_address.h"
#include "base/language.h"
#include "crypto/token.h"
#include "database/database.h"

namespace roster::users {

/// What a letter about it needs.
template <class IdType>
struct Proof {
  IdType id;
  std::int64_t generation = 1;
  Instant expires_at{};
};

inline constexpr std::chrono::hours registration_lifetime{24};
inline constexpr std::chrono::minutes password_reset_lifetime{30};
inline constexpr std::chrono::hours email_change_lifetime{1};
inline constexpr std::chrono::hours email_undo_lifetime{72};
/// Of the letter that lets a user of a service choose the first password: nobody waits for it.
inline constexpr std::chrono::hours first_password_lifetime{7 * 24};

/// Takes the place of the one that waits for this address; its token is dead.
Proof<RegistrationId> renew_registration(database::Transaction& tx, const crypto::ServerKey& key, const EmailAddress& email,
                                         Language language);
struct WaitingRegistration {
  EmailAddress email;
  Language language;
};
std::optional<WaitingRegistration> find_registration(database::Transaction& tx, std::string_view digest);
void remove_registration(database::Transaction& tx, std::string_view email_key);

Proof<PasswordResetId> renew_password_reset(database::Transaction& tx, const crypto::ServerKey& key, std::string_view email_key,
                                            std::chrono::milliseconds lifetime);
/// The key of the address that the token proves.
std::optional<std::string> find_password_reset(database::Transaction& tx, std::string_view digest);
/// Its letter is not sent any more either.
void remove_password_reset(database::Transaction& tx, std::string_view email_key);

Proof<EmailChangeId> renew_email_change(database::Transaction& tx, const crypto::ServerKey& key, const UserId& user,
                                        const EmailAddress& email);
/// The address that this user's token proves; nothing for somebody else's.
std::optional<EmailAddress> find_email_change(database::Transaction& tx, const UserId& user, std::string_view digest);
/// Its letter is not sent any more either.
void remove_email_change(database::Transaction& tx, const UserId& user);

/// The way back to `former`, from which a user's address has just been changed.
Proof<EmailUndoId> insert_email_undo(database::Transaction& tx, const crypto::ServerKey& key, const UserId& user,
                                     const EmailAddress& former);
struct EmailUndo {
  UserId user;
  EmailAddress former;
  Instant changed_at;
};
std::optional<EmailUndo> find_email_undo(database::Transaction& tx, std::string_view digest);
/// It, and those of the user's later changes; an earlier one still leads further back.
void remove_email_undos_since(database::Transaction& tx, const EmailUndo& undo);

}  // namespace roster::users
