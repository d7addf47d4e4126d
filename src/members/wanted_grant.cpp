#include "members/wanted_grant.h"

#include <set>

#include "policy/permission.h"

namespace roster::members {

namespace {

constexpr std::size_t sub_accounts_max = 1000;
constexpr TextLimits name_limits{.code_points_max = 100};

bool has_repeats(const std::vector<std::string>& names) {
  return std::set<std::string>(names.begin(), names.end()).size() != names.size();
}

std::optional<ScopeRequest> read_scope(Fields& fields) {
  constexpr std::string_view name = "sub_accounts";
  const auto* value = fields.any(name);
  if (value == nullptr) return std::nullopt;
  if (value->is_string()) {
    if (value->get_string() != "all") fields.fault(name, reasons::invalid_value);
    return ScopeRequest{};
  }
  auto ids = fields.optional_text_list(name, sub_accounts_max, name_limits);
  if (!ids) return std::nullopt;
  if (value->get_array().empty() || has_repeats(*ids)) fields.fault(name, reasons::invalid_value);
  return ScopeRequest{.all = false, .sub_accounts = std::move(*ids)};
}

}  // namespace

GrantRequest read_wanted_grant(Fields& fields) {
  GrantRequest wanted;
  wanted.role = fields.optional_text("role", name_limits);
  wanted.permissions = fields.optional_text_list("permissions", policy::permissions_max, name_limits);
  if (wanted.permissions && has_repeats(*wanted.permissions)) fields.fault("permissions", reasons::invalid_value);
  wanted.scope = read_scope(fields);
  return wanted;
}

}  // namespace roster::members
