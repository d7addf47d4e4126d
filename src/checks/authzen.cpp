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

/// Where it is asked about. A sub-account alone says its account, since ids are never used twice.
std::optional<Question> find_question(database::Transaction& tx, const policy::Modules& modules, const Evaluation& evaluation) {
  const auto permission = modules.find(evaluation.action);
  if (!permission) return std::nullopt;
  if (evaluation.resource_type == "account") return Question{.account = evaluation.resource_id, .permission = *permission};
  if (evaluation.resource_type != "sub_account") return std::nullopt;
  Question question{
      .account = evaluation.resource_account.value_or(""), .permission = *permission, .sub_account = evaluation.resource_id};
  if (!evaluation.resource_account)
    if (const auto row = tx.find("SELECT account_id FROM sub_accounts WHERE id = ?", evaluation.resource_id))
      question.account = row->text(0);
  return question;
}

struct Decided {
  bool allowed = false;
  json::object body;
};

Result<Decided> decide_one(change::View& view, const Evaluation& evaluation) {
  const auto subject = find_subject(view.tx(), evaluation);
  if (!view.is_trusted() && subject != view.user()->user) return refuse(reasons::service_key_required);
  auto question = find_question(view.tx(), view.modules(), evaluation);
  if (!question)
    return Decided{false, {{"decision", false}, {"context", json::object{{"reason", "unknown_action_or_resource"}}}}};
  question->user = subject;
  const auto decision = judge(view.tx(), view.context().catalogue, *question).decision;
  if (decision.allowed) return Decided{true, {{"decision", true}}};
  return Decided{false, {{"decision", false}, {"context", json::object{{"reason", access::text_of(decision.decided_by)}}}}};
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

Result<change::Answer> evaluate(change::View& view, const EvaluationRequest& request) {
  json::array decisions;
  for (const auto& evaluation : request.evaluations) {
    auto decided = decide_one(view, evaluation);
    if (!decided) return refuse(decided);
    if (request.is_single) return change::Answer{.body = std::move(decided->body)};
    decisions.push_back(std::move(decided->body));
    if (request.semantic == Semantic::deny_on_first_deny && !decided->allowed) break;
    if (request.semantic == Semantic::permit_on_first_permit && decided->allowed) break;
  }
  return change::Answer{.body = json::object{{"evaluations", std::move(decisions)}}};
}

}  // namespace roster::checks
