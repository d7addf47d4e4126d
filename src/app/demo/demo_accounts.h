#pragma once
// The demo as data: five accounts, one a policy, and what happened in them. Every time is how long ago it was, so that the
// demo is as fresh on any day.

#include <chrono>
#include <span>
#include <string_view>

#include "base/language.h"

namespace roster::app::demo {

using Ago = std::chrono::minutes;

struct Person {
  std::string_view email, name;
  Language language;
};

/// Of the lists below, permissions and topics are separated by one space, sub-accounts by a comma and a space.

/// Somebody who joined by an invitation. The first of an account's members founded it.
struct Member {
  Person person;
  std::string_view role;         ///< a policy's role, or the title of one that the account defined
  std::string_view permissions;  ///< picked
  Ago joined, seen;
  std::string_view sub_accounts = {};  ///< none: the whole account
  std::string_view invited_by = {};    ///< an address; empty: the founder
};

/// An invitation that nobody accepted. One that is older than its policy lets it live has expired by that.
struct Offer {
  enum class Fate { open, undeliverable, declined, cancelled };
  std::string_view email, role, permissions;
  Ago sent;
  Fate fate = Fate::open;
  std::string_view sub_accounts = {}, message = {};
  std::string_view by = {};  ///< an address; empty: the owner of that time
};

/// Something that somebody did to a member.
struct Deed {
  enum class Kind { hand_over, deactivate, remove, pick };
  Kind kind;
  std::string_view by, whom;
  Ago ago;
  std::string_view permissions = {};  ///< of Kind::pick
};

struct Role {
  std::string_view title, permissions;
};

struct Contact {
  std::string_view name, email, phone, topics;
};

struct Account {
  std::string_view name, policy, plan;
  Ago founded;
  std::span<const Member> members;
  std::span<const Offer> offers;
  std::span<const Deed> deeds;
  std::span<const Role> roles;
  std::span<const Contact> contacts;
  std::span<const std::string_view> sub_accounts;
  std::string_view crowd_domain;  ///< where the addresses of many more members are; empty: there are no more
};

/// In the order in which they are shown.
std::span<const Account> demo_accounts();

}  // namespace roster::app::demo
