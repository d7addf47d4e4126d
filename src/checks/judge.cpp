#include "checks/judge.h"

#include "journal/journal.h"

namespace roster::checks {

namespace {

const SubAccountId* sub_account_of(const Question& question) {
  return question.where ? std::get_if<SubAccountId>(&*question.where) : nullptr;
}

void remember(access::Memory& memory, const Question& question, const Judgement& judgement, std::uint64_t as_of) {
  const auto* standing = judgement.standing ? &*judgement.standing : nullptr;
  memory.remember(*question.account, *question.user, standing, judgement.revision, as_of);
  const auto* sub_account = sub_account_of(question);
  if (sub_account == nullptr || !judgement.place_exists) return;
  const bool reaches = standing != nullptr && standing->scope.covers(*sub_account);
  memory.remember_reach(*question.account, *question.user, *sub_account, reaches, as_of);
}

}  // namespace

std::optional<access::Where> read_where(std::optional<std::string_view> sub_account) {
  if (!sub_account) return access::WholeAccount{};
  if (*sub_account == "any") return access::AnySubAccount{};
  const auto id = SubAccountId::parse(*sub_account);
  if (!id) return std::nullopt;
  return *id;
}

std::optional<Recalled> recall(const access::Memory& memory, const Question& question) {
  if (!question.account || !question.user || !question.where) return std::nullopt;
  const auto* sub_account = sub_account_of(question);
  const auto known = memory.find_standing(*question.account, *question.user, sub_account);
  if (!known) return std::nullopt;
  const bool whole = std::holds_alternative<access::WholeAccount>(*question.where);
  const bool is_in_scope = sub_account != nullptr ? known->reaches
                           : whole                ? known->powers.whole_account
                                                  : known->powers.any_sub_account;
  return Recalled{known->decide(question.permission, is_in_scope), *known};
}

Judgement judge(database::Transaction& tx, const change::Context& context, const Question& question, std::uint64_t as_of) {
  Judgement judgement;
  if (!question.account) return judgement;
  judgement.account = access::find_account(tx, context.catalogue, *question.account);
  if (!judgement.account) return judgement;
  judgement.revision = journal::last_seq(tx, question.account->text());
  if (question.user) judgement.standing = access::find_standing(tx, context.catalogue, *judgement.account, *question.user);
  const auto* sub_account = sub_account_of(question);
  judgement.place_exists =
      question.where && (sub_account == nullptr || access::sub_account_exists(tx, *question.account, *sub_account));
  // Where there is no place, a sub-account that nobody has stands for it.
  const auto where = question.where.value_or(SubAccountId{});
  judgement.decision = access::decide(judgement.standing ? &*judgement.standing : nullptr, {question.permission, where},
                                      judgement.place_exists, context.catalogue.modules);
  if (question.user) remember(context.memory, question, judgement, as_of);
  return judgement;
}

}  // namespace roster::checks
