#include "checks/authzen.h"

#include <boost/json/monotonic_resource.hpp>

#include "access/candidate_store.h"
#include "users/user_store.h"

namespace roster::checks {

namespace {

struct Decided {
  bool allowed = false;
  std::string_view reason{};               ///< of a denial
  std::optional<std::int64_t> revision{};  ///< the account's that it holds for; nothing where the caller may not know of it
};

Decided unknown() { return {.reason = "unknown_action_or_resource"}; }
Decided decided_by(const access::Decision& decision, std::int64_t revision, bool knows_account) {
  Decided decided{.allowed = decision.allowed, .reason = access::text_of(decision.decided_by)};
  if (knows_account) decided.revision = revision;
  return decided;
}

json::object write_decision(const Decided& decided, const json::storage_ptr& storage) {
  json::object context(storage);
  if (!decided.allowed) context.emplace("reason", decided.reason);
  if (decided.revision) context.emplace("revision", *decided.revision);
  json::object body(storage);
  body.emplace("decision", decided.allowed);
  if (!context.empty()) body.emplace("context", std::move(context));
  return body;
}

/// Nothing where the database must be asked.
std::optional<Decided> recall_one(const change::Context& context, const access::Actor& actor, const Evaluation& evaluation) {
  const auto subject = evaluation.subject_type == "user" ? UserId::parse(evaluation.subject_id) : std::nullopt;
  const auto* caller = access::user_of(actor);
  if (!subject || (caller != nullptr && caller->user != *subject)) return std::nullopt;
  auto question = read_question(context.catalogue.modules, evaluation);
  if (!question) return unknown();
  question->user = subject;
  const auto recalled = recall(context.memory, *question);
  if (!recalled) return std::nullopt;
  return decided_by(recalled->decision, recalled->standing.revision, caller == nullptr || recalled->standing.is_member);
}

Result<Decided> decide_one(change::View& view, const Evaluation& evaluation, std::uint64_t as_of) {
  if (auto recalled = recall_one(view.context(), view.asked().actor, evaluation)) return *recalled;
  const auto subject = find_subject(view.tx(), evaluation);
  if (!view.is_trusted() && subject != view.user()->user) return refuse(reasons::service_key_required);
  auto question = read_question(view.modules(), evaluation);
  if (!question) return unknown();
  question->user = subject;
  if (evaluation.resource_type == "sub_account" && !evaluation.resource_account)
    question->account = access::find_account_of(view.tx(), evaluation.resource_id);
  const auto judgement = judge(view.tx(), view.context(), *question, as_of);
  const bool knows_account = view.is_trusted() ? judgement.account.has_value() : judgement.standing.has_value();
  return decided_by(judgement.decision, judgement.revision, knows_account);
}

/// `decide`: Result<Decided> of one evaluation. As far as the semantic has them decided.
template <class Decide>
Result<change::Answer> decide_all(const EvaluationRequest& request, Decide&& decide) {
  // A thousand small objects that live and die together.
  const auto storage = json::make_shared_resource<json::monotonic_resource>(request.evaluations.size() * 256);
  json::array decisions(storage);
  decisions.reserve(request.evaluations.size());
  for (const auto& evaluation : request.evaluations) {
    const Result<Decided> decided = decide(evaluation);
    if (!decided) return refuse(decided);
    auto body = write_decision(*decided, storage);
    if (request.is_single) return change::Answer{.body = std::move(body)};
    decisions.emplace_back(std::move(body));
    if (request.semantic == Semantic::deny_on_first_deny && !decided->allowed) break;
    if (request.semantic == Semantic::permit_on_first_permit && decided->allowed) break;
  }
  json::object body(storage);
  body.emplace("evaluations", std::move(decisions));
  return change::Answer{.body = std::move(body)};
}

}  // namespace

std::optional<UserId> find_subject(database::Transaction& tx, const Evaluation& evaluation) {
  if (evaluation.subject_type != "user") return std::nullopt;
  if (const auto id = UserId::parse(evaluation.subject_id)) return id;
  const auto email = EmailAddress::parse(evaluation.subject_id);
  const auto user = email ? users::find_user_by_email(tx, *email) : std::nullopt;
  return user ? std::optional{user->id} : std::nullopt;
}

std::optional<Question> read_question(const policy::Modules& modules, const Evaluation& evaluation) {
  const auto permission = modules.find(evaluation.action);
  if (!permission) return std::nullopt;
  if (evaluation.resource_type == "account")
    return Question{.account = AccountId::parse(evaluation.resource_id), .permission = *permission};
  if (evaluation.resource_type != "sub_account") return std::nullopt;
  Question question{.permission = *permission, .where = read_where(evaluation.resource_id)};
  if (evaluation.resource_account) question.account = AccountId::parse(*evaluation.resource_account);
  return question;
}

std::optional<change::Answer> evaluate_at_once(const change::Context& context, const access::Actor& actor,
                                               const EvaluationRequest& request) {
  auto answer = decide_all(request, [&](const Evaluation& evaluation) -> Result<Decided> {
    auto recalled = recall_one(context, actor, evaluation);
    if (!recalled) return refuse(reasons::unavailable);
    return *recalled;
  });
  if (!answer) return std::nullopt;
  return std::move(*answer);
}

Result<change::Answer> evaluate(const change::Context& context, const change::Asked& asked, const EvaluationRequest& request) {
  const auto as_of = context.memory.last_commit();
  return change::look(context, asked, [&](change::View& view) {
    return decide_all(request, [&](const Evaluation& evaluation) { return decide_one(view, evaluation, as_of); });
  });
}

}  // namespace roster::checks
