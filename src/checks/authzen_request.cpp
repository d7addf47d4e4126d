#include "checks/authzen_request.h"

namespace roster::checks {

namespace {

tl::unexpected<Malformed> malformed(std::string what) { return tl::unexpected<Malformed>(std::move(what)); }

/// Reads one object after the other; after the first fault everything is empty, and fault() tells it.
class Reader {
 public:
  /// `defaults`: what stands beside the list that `item` is in. `index`: its place in it.
  explicit Reader(const json::object& item, const json::object* defaults = nullptr, std::size_t index = 0)
      : item_(item), defaults_(defaults), index_(index) {}

  /// Null where the item has a fault by now.
  const json::object* object(std::string_view name) {
    if (fault_) return nullptr;
    const auto* value = item_.if_contains(name);
    if (value == nullptr && defaults_ != nullptr) value = defaults_->if_contains(name);
    if (value == nullptr) return blame(name, {}, " is missing");
    if (!value->is_object()) return blame(name, {}, " must be an object");
    return &value->get_object();
  }
  /// `of`: what `object` is, for the fault.
  std::string_view text(const json::object* object, std::string_view of, std::string_view name) {
    if (object == nullptr || fault_) return {};
    const auto* value = object->if_contains(name);
    if (value != nullptr && value->is_string()) return value->get_string();
    blame(of, name, value == nullptr ? " is missing" : " must be a string");
    return {};
  }
  std::optional<std::string_view> account_of(const json::object* resource) {
    if (resource == nullptr || fault_) return std::nullopt;
    const auto* properties = resource->if_contains("properties");
    if (properties == nullptr) return std::nullopt;
    if (!properties->is_object()) {
      blame("resource", "properties", " must be an object");
      return std::nullopt;
    }
    if (!properties->get_object().contains("account")) return std::nullopt;
    return text(&properties->get_object(), "resource.properties", "account");
  }
  [[nodiscard]] const std::optional<Malformed>& fault() const { return fault_; }

 private:
  const json::object* blame(std::string_view of, std::string_view name, std::string_view what) {
    fault_.emplace();
    if (defaults_ != nullptr) fault_->append("evaluations[").append(std::to_string(index_)).append("].");
    fault_->append(of);
    if (!name.empty()) fault_->append(".").append(name);
    fault_->append(what);
    return nullptr;
  }

  const json::object& item_;
  const json::object* defaults_;
  std::size_t index_;
  std::optional<Malformed> fault_;
};

/// `sought` is not in the question.
Evaluation read_parts(Reader& reader, std::optional<Sought> sought) {
  Evaluation evaluation;
  const auto* subject = reader.object("subject");
  const auto* action = sought == Sought::action ? nullptr : reader.object("action");
  const auto* resource = reader.object("resource");
  evaluation.subject_type = reader.text(subject, "subject", "type");
  if (sought != Sought::subject) evaluation.subject_id = reader.text(subject, "subject", "id");
  evaluation.action = reader.text(action, "action", "name");
  evaluation.resource_type = reader.text(resource, "resource", "type");
  if (sought != Sought::resource) evaluation.resource_id = reader.text(resource, "resource", "id");
  evaluation.resource_account = reader.account_of(resource);
  return evaluation;
}

tl::expected<Semantic, Malformed> read_semantic(const json::object& body) {
  if (!body.contains("options")) return Semantic::execute_all;
  Reader reader(body);
  const auto* options = reader.object("options");
  if (options != nullptr && !options->contains("evaluations_semantic")) return Semantic::execute_all;
  const auto word = reader.text(options, "options", "evaluations_semantic");
  if (reader.fault()) return malformed(*reader.fault());
  if (word == "execute_all") return Semantic::execute_all;
  if (word == "deny_on_first_deny") return Semantic::deny_on_first_deny;
  if (word == "permit_on_first_permit") return Semantic::permit_on_first_permit;
  return malformed("options.evaluations_semantic must be execute_all, deny_on_first_deny or permit_on_first_permit");
}

/// What `page` says, if anything, into `request`.
std::optional<Malformed> read_page(const json::object& body, SearchRequest& request) {
  if (!body.contains("page")) return std::nullopt;
  Reader reader(body);
  const auto* page = reader.object("page");
  if (page != nullptr && page->contains("token")) request.token = reader.text(page, "page", "token");
  if (reader.fault()) return reader.fault();
  if (const auto* limit = page->if_contains("limit")) {
    if (!limit->is_number()) return "page.limit must be a number";
    boost::system::error_code fault;
    const auto number = limit->to_number<std::uint32_t>(fault);
    if (fault) return "page.limit must be a whole number that is not negative";
    request.limit = number;
  }
  return std::nullopt;
}

}  // namespace

tl::expected<EvaluationRequest, Malformed> read_evaluation(const json::value& body) {
  if (!body.is_object()) return malformed("the body must be an object");
  Reader reader(body.get_object());
  EvaluationRequest request{.evaluations = {read_parts(reader, std::nullopt)}};
  if (reader.fault()) return malformed(*reader.fault());
  return request;
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
  request.evaluations.reserve(items.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!items[i].is_object()) return malformed("evaluations[" + std::to_string(i) + "] must be an object");
    Reader reader(items[i].get_object(), &object, i);
    request.evaluations.push_back(read_parts(reader, std::nullopt));
    if (reader.fault()) return malformed(*reader.fault());
  }
  return request;
}

tl::expected<SearchRequest, Malformed> read_search(const json::value& body, Sought sought) {
  if (!body.is_object()) return malformed("the body must be an object");
  Reader reader(body.get_object());
  SearchRequest request{.sought = sought, .of = read_parts(reader, sought)};
  if (reader.fault()) return malformed(*reader.fault());
  if (const auto fault = read_page(body.get_object(), request)) return malformed(*fault);
  return request;
}

}  // namespace roster::checks
