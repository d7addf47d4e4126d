#include "app/demo/crowd.h"

#include <algorithm>
#include <array>

#include "app/demo/crowd_names.h"

namespace roster::app::demo {

namespace {

constexpr std::array<std::string_view, 6> picks{
    "messages:send reports:read",    "messages:send", "products:read reports:read",
    "content:publish messages:send", "support:open",  "products:manage products:read reports:read"};
constexpr std::array<std::string_view, 10> scopes{"",          "İstanbul", "Lagos", "Mumbai, Singapore", "Paris", "",
                                                  "São Paulo", "서울",     "東京",  "서울, 東京"};

void replace(std::string& text, std::string_view what, std::string_view by) { text.replace(text.find(what), what.size(), by); }

/// Where seen last: most of late, some long ago, some never since they joined.
Ago seen_by(std::uint64_t chance, Ago joined) {
  constexpr std::array<std::pair<int, Ago>, 5> shares{{{8, std::chrono::hours{2}},
                                                       {35, std::chrono::hours{48}},
                                                       {70, std::chrono::hours{24 * 21}},
                                                       {90, std::chrono::hours{24 * 150}},
                                                       {100, Ago::max()}}};
  const auto share = static_cast<int>(chance % 100);
  const auto within = std::find_if(shares.begin(), shares.end(), [&](const auto& one) { return share < one.first; })->second;
  return within >= joined ? joined : Ago{1 + dice(chance) % static_cast<std::uint64_t>(within.count())};
}

}  // namespace

std::uint64_t dice(std::uint64_t seed) {
  // splitmix64
  seed += 0x9e3779b97f4a7c15U;
  seed = (seed ^ (seed >> 30U)) * 0xbf58476d1ce4e5b9U;
  seed = (seed ^ (seed >> 27U)) * 0x94d049bb133111ebU;
  return seed ^ (seed >> 31U);
}

std::uint64_t dice(std::string_view seed) {
  std::uint64_t sum = 0;
  for (const char letter : seed) sum = dice(sum ^ static_cast<unsigned char>(letter));
  return sum;
}

CrowdMember crowd_member(std::uint64_t number, std::string_view domain, Ago founded) {
  // Through all scripts, in each through all given names, in each of those through all family names: then once more.
  const auto& naming = namings[number % namings.size()];
  const auto turn = number / namings.size();
  const auto& given = naming.given[turn % 10];
  const auto& family = naming.family[(turn / 10 + turn) % 10];
  const auto times = turn / 100;

  CrowdMember member;
  member.email = std::string{given.latin} + "." + std::string{family.latin} + (times == 0 ? "" : std::to_string(times + 1)) +
                 "@" + std::string{domain};
  member.name = naming.order;
  replace(member.name, "{g}", given.written);
  replace(member.name, "{f}", family.written);
  member.language = naming.language;
  const auto chance = dice(number);
  member.role = chance % 19 == 7 ? "admin" : chance % 23 == 5 ? "Night support" : "user";
  const bool picked = member.role == "user";
  member.permissions = picked ? picks[dice(chance) % picks.size()] : "";
  member.sub_accounts = picked ? scopes[dice(chance + 1) % scopes.size()] : "";
  const Ago recently = std::chrono::hours{26};
  member.joined = recently + Ago{dice(chance + 2) % static_cast<std::uint64_t>((founded - 2 * recently).count())};
  member.seen = seen_by(dice(chance + 3), member.joined);
  if (chance % 12 == 3) member.deactivated = member.seen / 2;
  return member;
}

}  // namespace roster::app::demo
