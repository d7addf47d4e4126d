#include "properties/replay.h"

namespace roster::testing {

namespace {

using model::Names;

std::string text_of(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string{value->get_string()} : std::string{};
}

Names names_of(const json::value& list) {
  Names names;
  for (const auto& item : list.get_array()) names.insert(std::string{item.get_string()});
  return names;
}

/// The fields of a grant that the event has.
void take_grant(const json::object& after, model::Grant& grant) {
  if (const auto* role = after.if_contains("role")) grant.role = std::string{role->get_string()};
  if (const auto* picked = after.if_contains("picked")) grant.picked = names_of(*picked);
  if (const auto* scope = after.if_contains("sub_accounts"))
    grant.scope = scope->is_string() ? model::Scope{} : model::Scope{names_of(*scope)};
}

}  // namespace

std::string Replay::apply(const json::value& event) {
  static const json::object nothing;
  const auto type = std::string{event.at("type").get_string()};
  const auto target = text_of(event.at("target").get_object(), "id");
  const auto& after = event.at("after").is_object() ? event.at("after").get_object() : nothing;
  const auto& before = event.at("before").is_object() ? event.at("before").get_object() : nothing;
  if (event.at("actor").at("type").get_string().empty()) return "nobody did it";
  if (type == "account.created") {
    owner = text_of(after, "owner");
    members[owner] = {};
  } else if (type == "member.joined") {
    if (members.contains(target)) return "joined twice";
    take_grant(after, members[target].grant);
  } else if (type == "member.updated") {
    if (!members.contains(target)) return "no member was updated";
    take_grant(after, members.at(target).grant);
  } else if (type == "member.deactivated" || type == "member.reactivated") {
    if (!members.contains(target)) return "no member";
    members.at(target).active = type == "member.reactivated";
  } else if (type == "member.removed" || type == "member.left") {
    if (members.erase(target) == 0) return "no member went";
    if (target == owner) return "the owner went";
  } else if (type == "ownership.transferred") {
    ++transfers;
    const auto former = text_of(after, "former_owner");
    if (former != owner || text_of(before, "owner") != owner) return "not the owner's to transfer";
    if (text_of(event.at("actor").get_object(), "id") != owner) return "transferred by another than the owner";
    if (!members.contains(target) || !members.at(target).active) return "transferred to no active member";
    owner = text_of(after, "owner");
    if (owner != target) return "transferred to another than it says";
    members.at(owner) = {};
    members.at(former) = {};
    members.at(former).grant.role = text_of(after, "former_owner_role");
    if (const auto* picked = after.if_contains("former_owner_picked")) members.at(former).grant.picked = names_of(*picked);
  } else if (type == "invitation.created") {
    auto& invitation = invitations[target];
    invitation.email = text_of(after, "email");
    take_grant(after, invitation.grant);
  } else if (type.starts_with("invitation.")) {
    const auto at = invitations.find(target);
    if (at == invitations.end()) return "no such invitation";
    auto& invitation = at->second;
    if (invitation.status != "pending") return "the invitation was over";
    if (type == "invitation.updated") take_grant(after, invitation.grant);
    if (const auto status = text_of(after, "status"); !status.empty()) invitation.status = status;
  }
  return "";
}

}  // namespace roster::testing
