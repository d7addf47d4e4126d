#pragma once
// The contract as the tests of the surface read it: every operation, with what it takes, out of api/dist/openapi.json. What
// is not in it is not tested, and what is in it cannot be forgotten.

#include <set>
#include <string>
#include <vector>

#include "base/json.h"

namespace roster::testing {

struct Parameter {
  std::string name, in;
  bool required = false;
  const json::value* schema = nullptr;
};

struct Operation {
  std::string id, method, path;
  bool is_public = false;      ///< no credential needed
  bool takes_session = false;  ///< a session's credential is among those taken
  bool takes_service = false;  ///< a service key is
  bool answers_any_path_below = false;
  std::vector<Parameter> parameters{};
  const json::object* body = nullptr;  ///< the schema of the body, if there is one
  bool body_required = false;
  std::set<std::string> codes{};

  [[nodiscard]] bool is_unsafe() const { return method != "GET"; }
  [[nodiscard]] bool has(const std::string& parameter, const std::string& in) const;
  /// Of an account: "/v1/accounts/{acc}…".
  [[nodiscard]] bool is_in_account() const { return path.starts_with("/v1/accounts/{acc}"); }
  /// AuthZEN's own rules hold: unknown fields are passed over, a missing one is 400.
  [[nodiscard]] bool is_authzen() const { return path.starts_with("/access/"); }
  [[nodiscard]] bool is_forward_auth() const { return path.starts_with("/forward-auth"); }
};

class Contract {
 public:
  static const Contract& get();

  [[nodiscard]] const std::vector<Operation>& operations() const { return operations_; }
  [[nodiscard]] const Operation& operation(const std::string& id) const;
  /// The methods of a path, as in the contract, upper case.
  [[nodiscard]] std::set<std::string> methods_of(const std::string& path) const;
  /// Follows `$ref`.
  [[nodiscard]] const json::value& resolve(const json::value& schema) const;
  /// The properties of an object schema: name and resolved schema.
  [[nodiscard]] std::vector<std::pair<std::string, const json::value*>> properties(const json::object& schema) const;
  /// Something that the schema takes; objects with what they must have only.
  [[nodiscard]] json::value sample(const json::value& schema) const;
  /// JSON types that the schema takes: "string", "array", "null" …
  [[nodiscard]] std::set<std::string> types_of(const json::value& schema) const;
  /// Values of types that the schema does not take, items of arrays included.
  [[nodiscard]] std::vector<json::value> values_of_wrong_type(const json::value& schema) const;

 private:
  Contract();
  void read_operation(const std::string& path, const std::string& method, const json::object& item,
                      const json::object& operation);

  json::value document_;
  std::vector<Operation> operations_;
};

}  // namespace roster::testing
