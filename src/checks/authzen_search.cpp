#include "checks/authzen_search.h"

#include <algorithm>
#include <charconv>

#include "access/candidate_store.h"
#include "checks/authzen.h"
#include "crypto/digest.h"
#include "users/signed_in.h"

namespace roster::checks {

namespace {

constexpr std::size_t limit_default = 50, limit_max = 200;
/// So many are decided for one page, whatever they turn out to be.
constexpr std::size_t candidates_max = 500;

struct Candidate {
  Question question;
  std::string position;  ///< where the walk goes on after it
};

/// What stands between the parts of a position: in no id and no permission.
constexpr char separator = ' ';

std::pair<std::string_view, std::string_view> split(std::string_view position) {
  const auto at = position.find(separator);
  if (at == std::string_view::npos) return {position, {}};
  return {position.substr(0, at), position.substr(at + 1)};
}

/// Everything but the page: a token goes on with the same question only.
std::string digest_of(const SearchRequest& request) {
  std::string text = std::to_string(static_cast<int>(request.sought));
  for (const auto part : {request.of.subject_type, request.of.subject_id, request.of.action, request.of.resource_type,
                          request.of.resource_id, request.of.resource_account.value_or("")})
    text.append(" ").append(std::to_string(part.size())).append(":").append(part);
  return crypto::sha256_hex(text).substr(0, 16);
}

std::string write_token(const SearchRequest& request, std::size_t limit, std::string_view position) {
  return users::write_cursor(digest_of(request) + separator + std::to_string(limit) + separator + std::string{position});
}

std::vector<Candidate> list_subjects(database::Transaction& tx, const Question& question, std::string_view after,
                                     std::size_t count) {
  std::vector<Candidate> candidates;
  if (!question.account) return candidates;
  for (const auto& user : access::list_member_ids(tx, *question.account, after, count)) {
    candidates.push_back({question, user.text()});
    candidates.back().question.user = user;
  }
  return candidates;
}

std::vector<Candidate> list_accounts(database::Transaction& tx, const Question& question, std::string_view after,
                                     std::size_t count) {
  std::vector<Candidate> candidates;
  for (const auto& account : access::list_account_ids(tx, *question.user, after, count)) {
    candidates.push_back({question, account.text()});
    candidates.back().question.account = account;
  }
  return candidates;
}

std::vector<Candidate> list_sub_accounts(database::Transaction& tx, const Question& question, std::string_view after,
                                         std::size_t count) {
  std::vector<Candidate> candidates;
  const auto [account, sub_account] = split(after);
  std::vector<std::pair<AccountId, SubAccountId>> places;
  if (!question.account) {
    places = access::list_sub_account_ids(tx, *question.user, {account, sub_account}, count);
  } else {
    for (const auto& id : access::list_sub_account_ids(tx, *question.account, sub_account, count))
      places.emplace_back(*question.account, id);
  }
  for (const auto& [in, id] : places) {
    candidates.push_back({question, in.text() + separator + id.text()});
    candidates.back().question.account = in;
    candidates.back().question.where = id;
  }
  return candidates;
}

std::vector<Candidate> list_actions(const policy::Modules& modules, const Question& question, std::string_view after,
                                    std::size_t count) {
  std::vector<Candidate> candidates;
  for (auto& name : modules.names(modules.all())) {
    if (name <= after || candidates.size() == count) continue;
    candidates.push_back({question, std::move(name)});
    candidates.back().question.permission = *modules.find(candidates.back().position);
  }
  return candidates;
}

json::object write_entity(Sought sought, const SearchRequest& request, const Candidate& found) {
  const auto& question = found.question;
  switch (sought) {
    case Sought::subject:
      return {{"type", "user"}, {"id", question.user->text()}};
    case Sought::action:
      return {{"name", found.position}};
    case Sought::resource:
      break;
  }
  if (request.of.resource_type == "account") return {{"type", "account"}, {"id", question.account->text()}};
  return {{"type", "sub_account"},
          {"id", std::get<SubAccountId>(*question.where).text()},
          {"properties", json::object{{"account", question.account->text()}}}};
}

/// The question with all that is not sought; nothing where there is nothing to find.
std::optional<Question> read_frame(change::View& view, const SearchRequest& request) {
  auto parts = request.of;
  // Whatever is sought is any there is, for now.
  if (request.sought == Sought::action) parts.action = view.modules().permissions().front().name;
  auto question = read_question(view.modules(), parts);
  if (!question) return std::nullopt;
  if (request.sought == Sought::subject) {
    if (parts.subject_type != "user") return std::nullopt;
  } else {
    question->user = find_subject(view.tx(), parts);
    if (!question->user) return std::nullopt;
  }
  const bool names_no_account = parts.resource_type == "sub_account" && !parts.resource_account;
  if (names_no_account && request.sought != Sought::resource)
    question->account = access::find_account_of(view.tx(), parts.resource_id);
  // An account that is named and is none has no sub-accounts.
  if (request.sought == Sought::resource && parts.resource_account && !question->account) return std::nullopt;
  return question;
}

/// Whoever may read an account's members may ask which of them may do something; everybody may ask about themselves.
Result<void> require_right(change::View& view, const SearchRequest& request, const std::optional<Question>& question) {
  if (view.is_trusted()) return {};
  const auto& caller = view.user()->user;
  if (request.sought != Sought::subject) {
    if (question ? question->user == caller : find_subject(view.tx(), request.of) == caller) return {};
    return refuse(reasons::service_key_required);
  }
  if (!question || !question->account) return refuse(reasons::service_key_required);
  const auto account = access::find_account(view.tx(), view.context().catalogue, *question->account);
  const auto standing = account ? access::find_standing(view.tx(), view.context().catalogue, *account, caller) : std::nullopt;
  if (!standing) return refuse(reasons::service_key_required);
  if (standing->effective.test(*view.modules().find("members:read"))) return {};
  return refuse(Error{reasons::forbidden, {{"permission", "members:read"}}});
}

std::vector<Candidate> list_candidates(change::View& view, const SearchRequest& request, const Question& question,
                                       std::string_view after) {
  // One more than are looked at tells whether there are more.
  constexpr auto count = candidates_max + 1;
  switch (request.sought) {
    case Sought::subject:
      return list_subjects(view.tx(), question, after, count);
    case Sought::action:
      return list_actions(view.modules(), question, after, count);
    case Sought::resource:
      break;
  }
  return request.of.resource_type == "account" ? list_accounts(view.tx(), question, after, count)
                                               : list_sub_accounts(view.tx(), question, after, count);
}

bool is_allowed(change::View& view, const Question& question, std::uint64_t as_of) {
  if (const auto recalled = recall(view.context().memory, question)) return recalled->decision.allowed;
  return judge(view.tx(), view.context(), question, as_of).decision.allowed;
}

json::object write_page(std::string next_token, json::array results) {
  json::object page{{"next_token", std::move(next_token)}, {"count", results.size()}};
  return {{"page", std::move(page)}, {"results", std::move(results)}};
}

Result<change::Answer> find_page(change::View& view, const SearchRequest& request, const Resumed& from, std::uint64_t as_of) {
  const auto question = read_frame(view, request);
  if (auto allowed = require_right(view, request, question); !allowed) return refuse(allowed);
  if (!question) return change::Answer{.body = write_page("", {})};
  json::array results;
  auto position = from.position;
  std::size_t decided = 0;
  for (const auto& candidate : list_candidates(view, request, *question, from.position)) {
    if (results.size() == from.limit || decided == candidates_max)
      return change::Answer{.body = write_page(write_token(request, from.limit, position), std::move(results))};
    ++decided;
    position = candidate.position;
    if (is_allowed(view, candidate.question, as_of)) results.push_back(write_entity(request.sought, request, candidate));
  }
  return change::Answer{.body = write_page("", std::move(results))};
}

}  // namespace

tl::expected<Resumed, Malformed> resume(const SearchRequest& request) {
  const auto wanted = request.limit ? std::optional{std::min(*request.limit, limit_max)} : std::nullopt;
  if (!request.token || request.token->empty()) return Resumed{.limit = wanted.value_or(limit_default), .position = {}};
  const auto strange = tl::unexpected<Malformed>("page.token is not the next_token of the same request");
  const auto text = users::read_cursor(*request.token);
  if (!text) return strange;
  const auto [digest, rest] = split(*text);
  const auto [number, position] = split(rest);
  Resumed resumed{.limit = 0, .position = std::string{position}};
  const auto [end, fault] = std::from_chars(number.data(), number.data() + number.size(), resumed.limit);
  if (fault != std::errc{} || end != number.data() + number.size() || resumed.limit > limit_max) return strange;
  // A limit that is not said again is the one of before.
  if (digest != digest_of(request) || (wanted && *wanted != resumed.limit)) return strange;
  return resumed;
}

Result<change::Answer> search(const change::Context& context, const change::Asked& asked, const SearchRequest& request,
                              const Resumed& from) {
  const auto as_of = context.memory.last_commit();
  return change::look(context, asked, [&](change::View& view) { return find_page(view, request, from, as_of); });
}

}  // namespace roster::checks
