#include "checks/explain.h"

#include <array>

#include "checks/remedy_rules.h"

namespace roster::checks {

namespace {

using access::Step;

/// In the order that access::decide takes them.
constexpr std::array steps{Step::membership, Step::status, Step::role_never, Step::permission, Step::scope};
constexpr std::size_t givers_max = 10;

std::string_view outcome_of(Step step) { return step == Step::permission ? "granted" : "passed"; }

/// The permission that it takes to do what helps.
std::size_t helping_permission(Step step, const policy::Modules& modules) {
  return *modules.find(step == Step::membership ? "members:invite" : "members:manage");
}

bool is_owners_alone(const Question& question, const access::Account& account, const policy::Modules& modules) {
  return !account.policy->grantable(modules).test(question.permission);
}

std::optional<Remedy> nearest_remedy(database::Transaction& tx, const policy::Catalogue& catalogue, const Question& question,
                                     const Judgement& judgement) {
  const auto roles = access::list_roles(tx, catalogue, *judgement.account);
  return find_remedy(judgement.decision.decided_by, judgement.standing ? &*judgement.standing : nullptr, roles,
                     {question.permission, question.where.value_or(access::WholeAccount{})}, judgement.place_exists,
                     catalogue.modules);
}

/// Who could really do it: as the same act would be judged. Nobody changes the own permissions.
json::array list_givers(database::Transaction& tx, const policy::Catalogue& catalogue, const Question& question,
                        const Judgement& judgement, const Remedy& remedy) {
  const auto may = [&](const access::Standing& giver) {
    return giver.user != question.user && access::decide_grant(giver, remedy.grant, catalogue.modules);
  };
  json::array givers;
  for (const auto& giver :
       access::list_givers(tx, catalogue, *judgement.account,
                           helping_permission(judgement.decision.decided_by, catalogue.modules), may, givers_max))
    givers.push_back({{"id", giver.user.text()}, {"name", giver.name}});
  return givers;
}

/// Nothing where there is none, or where the reader may not know of it.
std::optional<json::object> write_remedy(database::Transaction& tx, const policy::Catalogue& catalogue, const Question& question,
                                         const Judgement& judgement, const Reader& reader, const Sentences& texts) {
  const auto step = judgement.decision.decided_by;
  const auto detail = [&](const std::string& key, const std::map<std::string, std::string>& values = {}) {
    return json::object{{"detail", texts.text(key, reader.language, values)}};
  };
  // A stranger reads the same of an account that there is and of one that there is not.
  if (!judgement.account || !reader.knows_account) return detail(std::string{access::text_of(step)} + "_remedy");
  if (is_owners_alone(question, *judgement.account, catalogue.modules)) return detail("permission_remedy_owner");
  const auto found = nearest_remedy(tx, catalogue, question, judgement);
  if (!found) return judgement.place_exists ? std::optional{detail("permission_remedy_no_role")} : std::nullopt;
  json::object remedy;
  if (!found->other_role || step == Step::membership)
    remedy = detail(std::string{access::text_of(step)} + "_remedy");
  else if (!reader.sees_members)
    remedy = detail("role_never_remedy");
  else
    remedy = detail("other_role_remedy", {{"role", judgement.standing->role.title.in(reader.language)},
                                          {"other", found->grant.role.title.in(reader.language)}});
  if (reader.sees_members) remedy["can_be_given_by"] = list_givers(tx, catalogue, question, judgement, *found);
  return remedy;
}

}  // namespace

void explain(json::object& answer, database::Transaction& tx, const policy::Catalogue& catalogue, const Question& question,
             const Judgement& judgement, const Reader& reader, const Sentences& texts) {
  std::map<std::string, std::string> values{
      {"permission", catalogue.modules.permissions()[question.permission].label.in(reader.language)}};
  if (judgement.standing) values["role"] = judgement.standing->role.title.in(reader.language);
  const auto write_step = [&](Step step, std::string_view outcome, std::string_view text) {
    const std::string name{access::text_of(step)};
    return json::object{
        {"step", name}, {"outcome", outcome}, {"detail", texts.text(name + std::string{text}, reader.language, values)}};
  };
  json::array chain;
  for (const auto step : steps) {
    if (step == judgement.decision.decided_by) {
      chain.push_back(write_step(step, "denied", "_denied"));
      break;
    }
    chain.push_back(write_step(step, outcome_of(step), "_passed"));
  }
  answer["chain"] = std::move(chain);
  if (judgement.decision.allowed) return;
  if (auto remedy = write_remedy(tx, catalogue, question, judgement, reader, texts)) answer["remedy"] = std::move(*remedy);
}

}  // namespace roster::checks
