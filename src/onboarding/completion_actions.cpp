#include "onboarding/completion_actions.h"

#include <algorithm>

#include "accounts/account_creation.h"
#include "users/registration_actions.h"

namespace roster::onboarding {

namespace {

Result<const policy::Policy*> choose_policy(const policy::Catalogue& catalogue, const std::vector<std::string>& open,
                                            const std::optional<std::string>& wanted) {
  const auto& first = open.empty() ? catalogue.policies.begin()->first : open.front();
  const auto& id = wanted ? *wanted : first;
  const auto* policy = catalogue.find(id);
  const bool is_open = open.empty() || std::find(open.begin(), open.end(), id) != open.end();
  if (policy == nullptr || !is_open) return refuse(field_error("/policy", reasons::policy_unknown));
  return policy;
}

void create_own_account(database::Transaction& tx, const policy::Modules& modules, const policy::Policy& policy,
                        const std::string& name, const UserId& owner, const journal::Circumstance& circumstance) {
  accounts::create_account(
      tx, modules,
      {.id = AccountId::make(tx.now()), .name = name, .policy = &policy, .plan = &policy.plans.front(), .owner = owner},
      circumstance);
}

}  // namespace

Result<users::SignedInSession> complete_registration(const users::Hashing& hashing, const std::vector<std::string>& open_policies,
                                                     const CompletionRequest& request) {
  const auto& context = hashing.context;
  Instant now;
  const auto pending = context.database.read([&](database::Transaction& tx) {
    now = tx.now();
    return users::find_pending_registration(tx, request.token);
  });
  if (!pending) return refuse(reasons::not_found);
  const auto policy = choose_policy(context.catalogue, open_policies, request.policy);
  if (!policy) return refuse(policy);
  const auto words = users::password_words(pending->email, {request.name, request.account_name.value_or("")});
  if (auto checked = users::check_password(request.password, words); !checked) return refuse(checked);

  const auto id = UserId::make(now);
  const auto session = users::make_session(now);
  const auto password_hash = hashing.hasher.hash(request.password);
  const journal::Circumstance circumstance{id.text(), request.origin.ip, request.request_id};
  return context.database.write([&](database::Transaction& tx) -> Result<users::SignedInSession> {
    const auto email = users::consume_registration(tx, request.token);
    if (!email) return refuse(email);
    const auto user = users::create_user(
        tx, {.id = id, .email = *email, .name = request.name, .language = pending->language, .password_hash = password_hash},
        circumstance);
    if (!user) return refuse(user);
    if (request.account_name)
      create_own_account(tx, context.catalogue.modules, **policy, *request.account_name, id, circumstance);
    if (request.former) users::end_session(tx, request.former->user, request.former->session, circumstance);
    const auto expires_at = users::start_session(tx, session, id, request.origin, hashing.lifetimes, circumstance,
                                                 users::sign_in_method::registration);
    return users::SignedInSession{session.token, users::write_session(tx, context.catalogue, *user, expires_at), id, tx.now()};
  });
}

}  // namespace roster::onboarding
