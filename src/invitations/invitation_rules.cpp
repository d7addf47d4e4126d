#include "invitations/invitation_rules.h"

namespace roster::invitations {

std::optional<Reason> decide_invite(const RowFacts& facts) {
  if (!facts.is_address) return reasons::invalid_address;
  if (facts.is_duplicate) return reasons::duplicate_in_request;
  if (facts.member) return *facts.member == access::MemberStatus::active ? reasons::already_member : reasons::member_deactivated;
  if (facts.is_invited) return reasons::already_invited;
  if (facts.is_refused_domain) return reasons::disposable_address;
  if (facts.not_given) return facts.not_given;
  if (!facts.has_seat) return reasons::seat_limit_reached;
  return std::nullopt;
}

std::optional<policy::LimitReached> decide_growth(const policy::Policy& policy, const policy::Plan& plan,
                                                  const policy::SeatUse& before, const policy::SeatUse& after) {
  const auto was = policy::limit_uses(policy, plan, before);
  const auto is = policy::limit_uses(policy, plan, after);
  for (std::size_t i = 0; i < is.size(); ++i)
    if (is[i].max && is[i].used > was[i].used && is[i].used > *is[i].max)
      return policy::LimitReached{is[i].limit, was[i].used, *is[i].max};
  return std::nullopt;
}

Acceptance decide_accept(const AcceptFacts& facts) {
  if (facts.is_joined_already) return Acceptance::joined_already;
  if (!facts.is_still_given) return Acceptance::not_given_any_more;
  if (facts.session == Session::of_another) return Acceptance::email_mismatch;
  if (facts.session == Session::none && facts.address_has_user) return Acceptance::sign_in_required;
  if (facts.session == Session::none && !facts.has_details) return Acceptance::details_missing;
  if (facts.member == access::MemberStatus::active) return Acceptance::already_member;
  if (facts.member == access::MemberStatus::deactivated) return Acceptance::member_deactivated;
  if (!facts.scope_is_left) return Acceptance::scope_gone;
  if (!facts.has_seat) return Acceptance::no_seat;
  return facts.session == Session::none ? Acceptance::register_and_join : Acceptance::join;
}

std::string_view next_step(Session session, bool address_has_user) {
  if (session == Session::of_another) return "switch_user";
  if (session == Session::of_invited) return "confirm";
  return address_has_user ? "sign_in" : "register";
}

}  // namespace roster::invitations
