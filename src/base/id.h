#pragma once
// Typed ids: a prefix that says what it names, and a UUIDv7 (RFC 9562) in 26 characters of Crockford's base 32, as
// TypeID 0.3 has it: "usr_01jd…". They sort by the time they were made. An AccountId cannot be passed for a UserId.

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/instant.h"

namespace roster {

struct Uuid {
  std::array<std::uint8_t, 16> bytes{};
  friend auto operator<=>(const Uuid&, const Uuid&) = default;
};

/// A new UUIDv7: 48 bits of `now`, 74 random bits. Thread-safe.
Uuid make_uuid(Instant now);
std::string uuid_to_base32(const Uuid& uuid);
/// Appends it.
void write_base32(const Uuid& uuid, std::string& out);
/// Reads exactly the canonical lower-case form.
std::optional<Uuid> uuid_from_base32(std::string_view text);

template <class Tag>
class Id {
 public:
  /// The nil id; never given to anything.
  Id() = default;
  explicit Id(const Uuid& uuid) : uuid_(uuid) {}

  static Id make(Instant now) { return Id{make_uuid(now)}; }

  static std::optional<Id> parse(std::string_view text) {
    constexpr std::string_view prefix = Tag::prefix;
    if (text.size() != prefix.size() + 1 + 26 || !text.starts_with(prefix) || text[prefix.size()] != '_') return std::nullopt;
    const auto uuid = uuid_from_base32(text.substr(prefix.size() + 1));
    if (!uuid) return std::nullopt;
    return Id{*uuid};
  }

  [[nodiscard]] std::string text() const {
    constexpr std::string_view prefix = Tag::prefix;
    std::string out;
    out.reserve(prefix.size() + 1 + 26);
    append_to(out);
    return out;
  }
  /// Appends text().
  void append_to(std::string& out) const {
    out.append(Tag::prefix).push_back('_');
    write_base32(uuid_, out);
  }
  [[nodiscard]] const Uuid& uuid() const { return uuid_; }

  friend auto operator<=>(const Id&, const Id&) = default;

 private:
  Uuid uuid_;
};

using AccountId = Id<struct AccountTag>;
using UserId = Id<struct UserTag>;
using InvitationId = Id<struct InvitationTag>;
using SubAccountId = Id<struct SubAccountTag>;
using RoleId = Id<struct RoleTag>;
using SessionId = Id<struct SessionTag>;
using EventId = Id<struct EventTag>;
using ContactId = Id<struct ContactTag>;
using KeyId = Id<struct KeyTag>;
using SignInId = Id<struct SignInTag>;
using LetterId = Id<struct LetterTag>;
using RegistrationId = Id<struct RegistrationTag>;
using PasswordResetId = Id<struct PasswordResetTag>;
using EmailChangeId = Id<struct EmailChangeTag>;
using EmailUndoId = Id<struct EmailUndoTag>;

struct AccountTag {
  static constexpr std::string_view prefix = "acc";
};
struct UserTag {
  static constexpr std::string_view prefix = "usr";
};
struct InvitationTag {
  static constexpr std::string_view prefix = "inv";
};
struct SubAccountTag {
  static constexpr std::string_view prefix = "sub";
};
struct RoleTag {
  static constexpr std::string_view prefix = "rol";
};
struct SessionTag {
  static constexpr std::string_view prefix = "ses";
};
struct EventTag {
  static constexpr std::string_view prefix = "evt";
};
struct ContactTag {
  static constexpr std::string_view prefix = "con";
};
struct KeyTag {
  static constexpr std::string_view prefix = "key";
};
struct SignInTag {
  static constexpr std::string_view prefix = "sgn";
};
struct LetterTag {
  static constexpr std::string_view prefix = "ltr";
};
struct RegistrationTag {
  static constexpr std::string_view prefix = "reg";
};
struct PasswordResetTag {
  static constexpr std::string_view prefix = "rst";
};
struct EmailChangeTag {
  static constexpr std::string_view prefix = "chg";
};
struct EmailUndoTag {
  static constexpr std::string_view prefix = "und";
};

}  // namespace roster

template <class Tag>
struct std::hash<roster::Id<Tag>> {
  std::size_t operator()(const roster::Id<Tag>& id) const noexcept {
    // The last eight bytes are random (UUIDv7), so they are a hash already.
    std::size_t h = 0;
    for (int i = 8; i < 16; ++i) h = (h << 8) | id.uuid().bytes[static_cast<std::size_t>(i)];
    return h;
  }
};
