#include "members/bulk_actions.h"

#include <set>

#include "members/member_actions.h"
#include "members/member_list.h"

namespace roster::members {

namespace {

/// `status`: of those with whom there is anything to do, where the filter does not say.
Result<BulkMatches> match_members(change::View& view, const BulkFilter& filter, std::optional<access::MemberStatus> status,
                                  std::size_t limit) {
  MemberFilter wanted{.status = status, .role = filter.role, .q = filter.q};
  if (filter.status == "active")
    wanted.status = access::MemberStatus::active;
  else if (filter.status == "deactivated")
    wanted.status = access::MemberStatus::deactivated;
  else if (filter.status)
    return refuse(field_error("/filter/status", reasons::invalid_value));
  const auto found = find_matching(view.tx(), view.account().id, wanted, limit);
  BulkMatches matches{.ids = {}, .remaining = found.remaining};
  for (const auto& user : found.users) matches.ids.push_back(user.text());
  return matches;
}

BulkAction member_action(std::string permission, Result<void> (*act)(change::Change&, const UserId&),
                         std::optional<access::MemberStatus> acts_on = std::nullopt) {
  return {std::move(permission),
          [act](change::Change& change, const std::string& id) -> Result<void> {
            const auto user = UserId::parse(id);
            if (!user) return refuse(reasons::not_found);
            return act(change, *user);
          },
          [acts_on](change::View& view, const BulkFilter& filter, std::size_t limit) {
            return match_members(view, filter, acts_on, limit);
          }};
}

json::object write_row(const std::string& id, const Result<void>& done, const FindWords& find_words, Language language) {
  if (done) return {{"id", id}, {"outcome", "done"}};
  const auto code = done.error().reason.code;
  const auto words = find_words(done.error(), language);
  return {{"id", id}, {"outcome", code}, {"code", code}, {"detail", words.detail}, {"remedy", words.remedy}};
}

}  // namespace

BulkActions member_bulk_actions() {
  return {{"deactivate", member_action("members:manage", deactivate_member, access::MemberStatus::active)},
          {"reactivate", member_action("members:manage", reactivate_member, access::MemberStatus::deactivated)},
          {"remove", member_action("members:remove", remove_member_as_manager)}};
}

Result<change::Answer> change_in_bulk(change::Change& change, const BulkAction& action, const BulkRequest& request,
                                      const FindWords& find_words) {
  if (auto allowed = change.require(action.permission); !allowed) return refuse(allowed);
  BulkMatches matches;
  if (request.ids) {
    matches.ids = *request.ids;
  } else {
    auto matched = action.match(change, request.filter.value_or(BulkFilter{}), bulk_max);
    if (!matched) return refuse(matched);
    matches = std::move(*matched);
  }
  json::array results, left_out;
  std::set<std::string_view> seen;
  std::int64_t done = 0;
  for (const auto& id : matches.ids) {
    const auto outcome = seen.insert(id).second ? action.act(change, id) : Result<void>{refuse(reasons::duplicate_in_request)};
    if (outcome) ++done;
    results.push_back(write_row(id, outcome, find_words, change.language()));
    if (!outcome) left_out.push_back(results.back());
  }
  const json::object summary{{"done", done}, {"left_out", left_out.size()}, {"remaining", matches.remaining}};
  return change::Answer{
      .body = json::object{{"summary", summary}, {"results", std::move(results)}},
      .rows = json::object{{"done", done}, {"left_out", std::move(left_out)}, {"remaining", matches.remaining}}};
}

}  // namespace roster::members
