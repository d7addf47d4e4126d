#include "invitations/invitation_effects.h"

#include <algorithm>

#include "crypto/digest.h"

namespace roster::invitations {

namespace {
constexpr std::size_t listed_max = 50;
}

change::Effect about_invitation(std::string type, const Invitation& invitation, Known known, std::string sentence) {
  json::object target{{"type", "invitation"}, {"id", nullptr}, {"name", invitation.email.text()}};
  if (known == Known::before) target["id"] = invitation.id.text();
  return {.type = std::move(type),
          .target = std::move(target),
          .values = {{"email", invitation.email.text()}, {"name", invitation.email.text()}},
          .sentence = std::move(sentence)};
}

void tell_seats(change::Change& change, const std::string& type, const Invitation& invitation, Known known) {
  for (const auto& limit : change.policy().limits) {
    const bool counts =
        limit.roles.empty() || std::find(limit.roles.begin(), limit.roles.end(), invitation.role) != limit.roles.end();
    if (!counts || !limit.counts_pending) continue;
    auto effect = about_invitation(type, invitation, known);
    effect.values["limit"] = limit.title.in(change.language());
    change.effect(std::move(effect));
  }
}

void tell_many(change::Change& change, const std::string& type, const std::vector<Invitation>& invitations,
               const std::map<std::string, std::string>& values) {
  const auto listed = std::min(listed_max, invitations.size());
  for (std::size_t i = 0; i < listed; ++i) {
    auto effect = about_invitation(type, invitations[i]);
    effect.values.insert(values.begin(), values.end());
    change.effect(std::move(effect));
  }
  if (invitations.size() == listed) return;
  std::string rest;
  for (std::size_t i = listed; i < invitations.size(); ++i) rest += invitations[i].id.text() + "\n";
  change::Effect effect{.type = type,
                        .target = {{"type", "account"}, {"id", change.account().id.text()}, {"name", change.account().name}},
                        .values = values};
  effect.values["count"] = std::to_string(invitations.size() - listed);
  effect.sentence = type + "_more";
  effect.stands_for = crypto::sha256_hex(rest);
  change.effect(std::move(effect));
}

}  // namespace roster::invitations
