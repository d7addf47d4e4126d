#include "checks/authzen.h"

#include "checks/judge.h"
#include "users/user_store.h"

namespace roster::checks {

namespace {

tl::unexpected<Malformed> malformed(std::string what) { return tl::unexpected<Malformed>(std::move(what)); }

/// One field of the request: the item's own, else the default beside the list.
struct Source {
  const json::object* item;
  const json::object* defaults;
  [[nodiscard]] const json::value* find(std::string_view name) const {
    const auto* own = item->if_contains(name);
    return own != nullptr || defaults == nullptr ? own : defaults->if_contains(name);
  }
};

tl::expected<const json::object*, Malformed> read_object(const Source& source, const std::string& path, std::string_view name) {
  const auto* value = source.find(name);
  if (value == nullptr) return malformed(path + std::string{name} + " is missing");
  if (!value->is_object()) return malformed(path + std::string{name} + " must be an object");
  return &value->get_object();
}

tl::expected<std::string, Malformed> read_text(const json::object& object, const std::string& path, std::string_view name) {
  const auto* value = object.if_contains(name);
  if (value == nullptr) return malformed(path + "." + std::string{name} + " is missing");
  if (!value->is_string()) return malformed(path + "." + std::string{name} + " must be a string");
  return std::string{value->get_string()};
}

tl::expected<std::optional<std::string>, Malformed> read_resource_account(const json::object& resource, const std::string& path) {
  const auto* properties = resource.if_contains("properties");
  if (properties == nullptr) return std::nullopt;
  if (!properties->is_object()) return malformed(path + ".properties must be an object");
  if (!properties->get_object().contains("account")) return std::nullopt;
  auto account = read_text(properties->get_object(), path + ".properties", "account");
  if (!account) return malformed(account.error());
  return std::optional{std::move(*account)};
}

tl::expected<Evaluation, Malformed> read_one(const Source& source, const std::string& path) {
  Evaluation evaluation;
  const auto subject = read_object(source, path, "subject");
  if (!subject) return malformed(subject.error());
  const auto action = read_object(source, path, "action");
  if (!action) return malformed(action.error());
  const auto resource = read_object(source, path, "resource");
  if (!resource) return malformed(resource.error());
  struct Part {
    std::string* to;
    const json::object* from;
    std::string_view of, name;
  };
  for (const auto& part :
       {Part{&evaluation.subject_type, *subject, "subject", "type"}, Part{&evaluation.subject_id, *subject, "subject", "id"},
        Part{&evaluation.action, *action, "action", "name"}, Part{&evaluation.resource_type, *resource, "resource", "type"},
        Part{&evaluation.resource_id, *resource, "resource", "id"}}) {
    auto text = read_text(*part.from, path + std::string{part.of}, part.name);
    if (!text) return malformed(text.error());
    *part.to = std::move(*text);
  }
  auto account = read_resource_account(**resource, path + "resource");
  if (!account) return malformed(account.error());
  evaluation.resource_account = std::move(*account);
  return evaluation;
}

tl::expected<Semantic, Malformed> read_semantic(const json::object& body) {
  const auto* options = body.if_contains("options");
  if (options == nullptr) return Semantic::execute_all;
  if (!options->is_object()) return malformed("options must be an object");
  if (!options->get_object().contains("evaluations_semantic")) return Semantic::execute_all;
  const auto word = read_text(options->get_object(), "options", "evaluations_semantic");
  if (!word) return malformed(word.error());
  if (*word == "execute_all") return Semantic::execute_all;
  if (*word == "deny_on_first_deny") return Semantic::deny_on_first_deny;
  if (*word == "permit_on_first_permit") return Semantic::permit_on_first_permit;
  return malformed("options.evaluations_semantic must be execute_all, deny_on_first_deny or permit_on_first_permit");
}

std::optional<UserId> find_subject(database::Transaction& tx, const Evaluation& evaluation) {
  if (evaluation.subject_type != "user") return std::nullopt;
  if (const auto id = UserId::parse(evaluation.subject_id)) return id;
  const auto email = EmailAddress::parse(evaluation.subject_id);
  const auto user = email ? users::find_user_by_email(tx, *email) : std::nullopt;
  return user ? std::optional{user->id} : std::nullopt;
}

/// Nothing for an action or a kind of resource that there is not.
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

/// The account of a sub-account that is named alone: ids are never used twice.
std::optional<AccountId> find_account_of(database::Transaction& tx, const Evaluation& evaluation) {
  const auto row = tx.find("SELECT account_id FROM sub_accounts WHERE id = ?", evaluation.resource_id);
  if (!row) return std::nullopt;
  return row->id<AccountId>(0);
}

struct Decided {
  bool allowed = false;
  json::object body;
};

Decided denied(std::string_view reason) { return {false, {{"decision", false}, {"context", json::object{{"reason", reason}}}}}; }
Decided unknown() { return denied("unknown_action_or_resource"); }
Decided write_decision(const access::Decision& decision) {
  if (!decision.allowed) return denied(access::text_of(decision.decided_by));
  return {true, {{"decision", true}}};
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
  return write_decision(recalled->decision);
}

Result<Decided> decide_one(change::View& view, const Evaluation& evaluation, std::uint64_t as_of) {
  if (auto recalled = recall_one(view.context(), view.asked().actor, evaluation)) return std::move(*recalled);
  const auto subject = find_subject(view.tx(), evaluation);
  if (!view.is_trusted() && subject != view.user()->user) return refuse(reasons::service_key_required);
  auto question = read_question(view.modules(), evaluation);
  if (!question) return unknown();
  question->user = subject;
  if (evaluation.resource_type == "sub_account" && !evaluation.resource_account)
    question->account = find_account_of(view.tx(), evaluation);
  return write_decision(judge(view.tx(), view.context(), *question, as_of).decision);
}

/// `decide`: Result<Decided> of one evaluation. As far as the semantic has them decided.
template <class Decide>
Result<change::Answer> decide_all(const EvaluationRequest& request, Decide&& decide) {
  json::array decisions;
  for (const auto& evaluation : request.evaluations) {
    Result<Decided> decided = decide(evaluation);
    if (!decided) return refuse(decided);
    if (request.is_single) return change::Answer{.body = std::move(decided->body)};
    decisions.push_back(std::move(decided->body));
    if (request.semantic == Semantic::deny_on_first_deny && !decided->allowed) break;
    if (request.semantic == Semantic::permit_on_first_permit && decided->allowed) break;
  }
  return change::Answer{.body = json::object{{"evaluations", std::move(decisions)}}};
}

}  // namespace

tl::expected<EvaluationRequest, Malformed> read_evaluation(const json::value& body) {
  if (!body.is_object()) return malformed("the body must be an object");
  auto evaluation = read_one({&body.get_object(), nullptr}, "");
  if (!evaluation) return malformed(evaluation.error());
  return EvaluationRequest{.evaluations = {std::move(*evaluation)}};
}

tl::expected<EvaluationRequest, Malformed> read_evaluations(const json::value& body) {
  if (!body.is_object()) return malformed("the body must be an object");
  const auto& object = body.get_object();
  const auto* list = object.if_contains("evaluations");
  if (list == nullptr) return read_evaluation(body);
  if (!list->is_array()) return malformed("evaluations must be an array");
  const auto& items = list->get_array();
  if (items.empty()) return read_evaluation(body);
  if (items.size() > evaluations_max) return malformed("evaluations has more than " + std::to_string(evaluations_max) + " items");
  const auto semantic = read_semantic(object);
  if (!semantic) return malformed(semantic.error());
  EvaluationRequest request{.evaluations = {}, .semantic = *semantic, .is_single = false};
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto path = "evaluations[" + std::to_string(i) + "]";
    if (!items[i].is_object()) return malformed(path + " must be an object");
    auto evaluation = read_one({&items[i].get_object(), &object}, path + ".");
    if (!evaluation) return malformed(evaluation.error());
    request.evaluations.push_back(std::move(*evaluation));
  }
  return request;
}

std::optional<change::Answer> evaluate_at_once(const change::Context& context, const access::Actor& actor,
                                               const EvaluationRequest& request) {
  auto answer = decide_all(request, [&](const Evaluation& evaluation) -> Result<Decided> {
    auto recalled = recall_one(context, actor, evaluation);
    if (!recalled) return refuse(reasons::unavailable);
    return std::move(*recalled);
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
