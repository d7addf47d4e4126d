#pragma once
// Any number of people who do not exist, always the same ones: a member list that is worth searching, filtering and paging.

#include <cstdint>
#include <string>
#include <string_view>

#include "app/demo/demo_accounts.h"

namespace roster::app::demo {

/// A number that looks like chance and is none.
std::uint64_t dice(std::uint64_t seed);
std::uint64_t dice(std::string_view seed);

struct CrowdMember {
  std::string email, name;
  Language language;
  std::string_view role, permissions, sub_accounts;  ///< as a Member has them
  Ago joined, seen;
  Ago deactivated{};  ///< zero: is not
};

/// The `number`-th of them. `founded`: how long ago their account was.
CrowdMember crowd_member(std::uint64_t number, std::string_view domain, Ago founded);

}  // namespace roster::app::demo
