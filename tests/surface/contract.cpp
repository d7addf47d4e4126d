#include "surface/contract.h"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace roster::testing {

namespace {

constexpr std::array<std::string_view, 7> method_names{"get", "put", "post", "delete", "options", "head", "patch"};

std::string upper(std::string_view text) {
  std::string out{text};
  std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return out;
}

std::string text_of(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string{value->get_string()} : std::string{};
}

bool is_true(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value != nullptr && value->is_bool() && value->get_bool();
}

}  // namespace

bool Operation::has(const std::string& parameter, const std::string& in) const {
  return std::any_of(parameters.begin(), parameters.end(), [&](const Parameter& p) { return p.name == parameter && p.in == in; });
}

const Contract& Contract::get() {
  static const Contract contract;
  return contract;
}

Contract::Contract() {
  std::ifstream file(ROSTER_SOURCE_DIR "/api/dist/openapi.json");
  std::stringstream text;
  text << file.rdbuf();
  document_ = json::parse(text.str());
  for (const auto& [path, item_value] : document_.at("paths").get_object()) {
    const auto& item = item_value.get_object();
    for (const auto name : method_names)
      if (const auto* operation = item.if_contains(name))
        read_operation(std::string{path}, upper(name), item, operation->get_object());
  }
}

void Contract::read_operation(const std::string& path, const std::string& method, const json::object& item,
                              const json::object& operation) {
  Operation out{.id = text_of(operation, "operationId"), .method = method, .path = path};
  out.answers_any_path_below = is_true(item, "x-prefix");
  const auto& security = operation.at("security").get_array();
  out.is_public = security.empty();
  for (const auto& way : security) {
    out.takes_session = out.takes_session || way.get_object().contains("session_token");
    out.takes_service = out.takes_service || way.get_object().contains("service_key");
  }
  for (const auto* source : {&item, &operation}) {
    const auto* parameters = source->if_contains("parameters");
    if (parameters == nullptr) continue;
    for (const auto& reference : parameters->get_array()) {
      const auto& parameter = resolve(reference).get_object();
      out.parameters.push_back({.name = text_of(parameter, "name"),
                                .in = text_of(parameter, "in"),
                                .required = is_true(parameter, "required"),
                                .schema = &resolve(parameter.at("schema"))});
    }
  }
  if (const auto* body = operation.if_contains("requestBody")) {
    out.body_required = is_true(body->get_object(), "required");
    const auto& content = body->at("content").get_object();
    out.body = &resolve(content.begin()->value().at("schema")).get_object();
  }
  if (const auto* codes = operation.if_contains("x-codes"))
    for (const auto& code : codes->get_array()) out.codes.insert(std::string{code.get_string()});
  operations_.push_back(std::move(out));
}

const Operation& Contract::operation(const std::string& id) const {
  const auto at = std::find_if(operations_.begin(), operations_.end(), [&](const Operation& o) { return o.id == id; });
  if (at == operations_.end()) throw std::out_of_range("the contract has no operation " + id);
  return *at;
}

std::set<std::string> Contract::methods_of(const std::string& path) const {
  std::set<std::string> methods;
  for (const auto& operation : operations_)
    if (operation.path == path) methods.insert(operation.method);
  return methods;
}

const json::value& Contract::resolve(const json::value& schema) const {
  const auto* here = &schema;
  while (here->is_object()) {
    const auto* reference = here->get_object().if_contains("$ref");
    if (reference == nullptr) break;
    here = &document_;
    std::stringstream steps(std::string{reference->get_string()}.substr(2));
    for (std::string step; std::getline(steps, step, '/');) here = &here->at(step);
  }
  return *here;
}

std::vector<std::pair<std::string, const json::value*>> Contract::properties(const json::object& schema) const {
  std::vector<std::pair<std::string, const json::value*>> out;
  if (const auto* properties = schema.if_contains("properties"))
    for (const auto& [name, value] : properties->get_object()) out.emplace_back(std::string{name}, &resolve(value));
  return out;
}

json::value Contract::sample(const json::value& unresolved) const {
  const auto& schema = resolve(unresolved).get_object();
  if (const auto* constant = schema.if_contains("const")) return *constant;
  if (const auto* values = schema.if_contains("enum")) return values->get_array().front();
  if (const auto* ways = schema.if_contains("oneOf")) return sample(ways->get_array().front());
  if (const auto* examples = schema.if_contains("examples")) return examples->get_array().front();
  const auto types = types_of(schema);
  if (types.contains("object")) {
    json::object out;
    if (const auto* required = schema.if_contains("required"))
      for (const auto& name : required->get_array())
        out[name.get_string()] = sample(schema.at("properties").at(name.get_string()));
    return out;
  }
  if (types.contains("array")) return schema.contains("minItems") ? json::array{sample(schema.at("items"))} : json::array{};
  if (types.contains("integer")) return schema.contains("minimum") ? schema.at("minimum") : json::value(1);
  if (types.contains("boolean")) return true;
  return text_of(schema, "format") == "password" ? "correct horse battery staple" : "some text";
}

std::set<std::string> Contract::types_of(const json::value& unresolved) const {
  const auto& schema = resolve(unresolved).get_object();
  std::set<std::string> types;
  if (const auto* type = schema.if_contains("type")) {
    if (type->is_string())
      types.insert(std::string{type->get_string()});
    else
      for (const auto& one : type->get_array()) types.insert(std::string{one.get_string()});
  }
  if (schema.contains("const")) types.insert("string");
  if (const auto* ways = schema.if_contains("oneOf"))
    for (const auto& way : ways->get_array()) types.merge(types_of(way));
  if (types.empty() && schema.contains("properties")) types.insert("object");
  return types;
}

std::vector<json::value> Contract::values_of_wrong_type(const json::value& unresolved) const {
  const auto& schema = resolve(unresolved);
  const auto types = types_of(schema);
  std::vector<json::value> values;
  const auto unless = [&](std::string_view type, json::value value) {
    if (!types.contains(std::string{type})) values.push_back(std::move(value));
  };
  unless("integer", 7);
  unless("boolean", true);
  unless("string", "text");
  unless("array", json::array{});
  unless("array", json::array{"owner"});
  unless("object", json::object{});
  unless("object", json::object{{"$ne", nullptr}});
  unless("null", nullptr);
  if (!types.contains("number")) values.emplace_back(1.5);
  if (const auto* items = schema.get_object().if_contains("items"))
    for (auto& item : values_of_wrong_type(*items)) values.push_back(json::array{std::move(item)});
  return values;
}

}  // namespace roster::testing
