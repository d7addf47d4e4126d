#include "checks/explain.h"

#include <array>

namespace roster::checks {

namespace {

using access::Step;

/// In the order that access::decide takes them.
constexpr std::array steps{Step::membership, Step::status, Step::role_never, Step::permission, Step::scope};
constexpr std::size_t givers_max = 10;

std::string_view outcome_of(Step step) { return step == Step::permission ? "granted" : "passed"; }

/// The permission that somebody needs to be able to help.
std::size_t helping_permission(Step step, const policy::Modules& modules, std::size_t asked) {
  switch (step) {
    case Step::membership:
      return modules.find("members:invite").value_or(asked);
    case Step::permission:
      return asked;
    default:
      return modules.find("members:manage").value_or(asked);
  }
}

bool is_owners_alone(const Question& question, const Judgement& judgement, const policy::Modules& modules) {
  return judgement.account && !judgement.account->policy->grantable(modules).test(question.permission);
}

json::object write_remedy(database::Transaction& tx, const policy::Catalogue& catalogue, const Question& question,
                          const Judgement& judgement, const Reader& reader, const Sentences& texts) {
  const auto step = judgement.decision.decided_by;
  if (step == Step::permission && is_owners_alone(question, judgement, catalogue.modules))
    return {{"detail", texts.text("permission_remedy_owner", reader.language)}};
  json::object remedy{{"detail", texts.text(std::string{access::text_of(step)} + "_remedy", reader.language)}};
  if (!reader.sees_members || !judgement.account) return remedy;
  json::array givers;
  for (const auto& giver : access::list_givers(tx, catalogue, *judgement.account,
                                               helping_permission(step, catalogue.modules, question.permission), givers_max))
    givers.push_back({{"id", giver.user.text()}, {"name", giver.name}});
  remedy["can_be_given_by"] = std::move(givers);
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
  if (!judgement.decision.allowed) answer["remedy"] = write_remedy(tx, catalogue, question, judgement, reader, texts);
}

}  // namespace roster::checks
