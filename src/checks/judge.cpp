#include "checks/judge.h"

#include "journal/journal.h"

namespace roster::checks {

namespace {

struct Place {
  access::Where where = access::WholeAccount{};
  bool exists = true;
};

Place find_place(database::Transaction& tx, const AccountId& account, const std::optional<std::string>& sub_account) {
  if (!sub_account) return {};
  if (*sub_account == "any") return {access::AnySubAccount{}, true};
  const auto id = SubAccountId::parse(*sub_account);
  if (!id) return {SubAccountId{}, false};
  return {*id, access::sub_account_exists(tx, account, *id)};
}

}  // namespace

Judgement judge(database::Transaction& tx, const policy::Catalogue& catalogue, const Question& question) {
  Judgement judgement;
  const auto id = AccountId::parse(question.account);
  if (!id) return judgement;
  judgement.account = access::find_account(tx, catalogue, *id);
  if (!judgement.account) return judgement;
  judgement.revision = journal::last_seq(tx, id->text());
  if (question.user) judgement.standing = access::find_standing(tx, catalogue, *judgement.account, *question.user);
  const auto place = find_place(tx, *id, question.sub_account);
  judgement.decision = access::decide(judgement.standing ? &*judgement.standing : nullptr, {question.permission, place.where},
                                      place.exists, catalogue.modules);
  return judgement;
}

}  // namespace roster::checks
