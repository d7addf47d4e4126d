#include "checks/check.h"

#include <atomic>
#include <thread>

#include "checks/explain.h"
#include "checks/judge.h"

namespace roster::checks {

namespace {

constexpr std::chrono::milliseconds poll{20};
/// Who waits holds a worker: so many may, the others are told at once that it is not there yet.
constexpr int waiting_max = 4;

/// One of the places to wait in, if one was free.
class WaitingPlace {
 public:
  WaitingPlace() : taken_(waiting().fetch_add(1) < waiting_max) {}
  ~WaitingPlace() { waiting().fetch_sub(1); }
  WaitingPlace(const WaitingPlace&) = delete;
  WaitingPlace& operator=(const WaitingPlace&) = delete;
  [[nodiscard]] bool is_taken() const { return taken_; }

 private:
  static std::atomic<int>& waiting() {
    static std::atomic<int> count{0};
    return count;
  }
  bool taken_;
};

/// Whom it is about: the caller, or whom a service names.
Result<UserId> find_subject(const change::View& view, const CheckRequest& request) {
  if (view.is_trusted()) {
    if (!request.user) return refuse(field_error("user", reasons::missing_field));
    // AuthZEN takes an address too: sent here, it would be denied everything, and nobody would know why.
    const auto user = UserId::parse(*request.user);
    if (!user) return refuse(field_error("user", reasons::invalid_value));
    return *user;
  }
  const auto& caller = view.user()->user;
  if (request.user && *request.user != caller.text()) return refuse(reasons::service_key_required);
  return caller;
}

Reader reader_of(const change::View& view, const Judgement& judgement) {
  Reader reader{.knows_account = judgement.standing.has_value(), .language = view.language()};
  if (view.is_trusted()) reader.knows_account = reader.sees_members = judgement.account.has_value();
  if (judgement.standing && !view.is_trusted())
    if (const auto number = view.modules().find("members:read"))
      reader.sees_members = judgement.standing->effective.test(*number);
  return reader;
}

Result<change::Answer> answer_now(change::View& view, const CheckRequest& request, const Sentences& texts) {
  const auto permission = view.modules().find(request.permission);
  if (!permission) return refuse(field_error("permission", reasons::permission_unknown, {{"permission", request.permission}}));
  const auto subject = find_subject(view, request);
  if (!subject) return refuse(subject);
  const Question question{request.account, *permission, request.sub_account, *subject};
  const auto judgement = judge(view.tx(), view.context().catalogue, question);
  const auto reader = reader_of(view, judgement);
  // A stranger is told nothing of the account, not even how much has happened in it.
  if (reader.knows_account && request.at_least > judgement.revision) return refuse(reasons::revision_not_reached);
  json::object body{{"allowed", judgement.decision.allowed}, {"revision", reader.knows_account ? judgement.revision : 0}};
  if (request.explain) explain(body, view.tx(), view.context().catalogue, question, judgement, reader, texts);
  if (judgement.decision.allowed && !view.is_trusted())
    view.context().note_activity(judgement.account->id, judgement.standing->user, view.now());
  return change::Answer{.body = std::move(body)};
}

}  // namespace

Result<change::Answer> check(const change::Context& context, const change::Asked& asked, const CheckRequest& request,
                             const Sentences& texts) {
  const auto ask = [&] {
    return change::look(context, asked, [&](change::View& view) { return answer_now(view, request, texts); });
  };
  auto answer = ask();
  if (answer || !answer.error().is(reasons::revision_not_reached)) return answer;
  const WaitingPlace place;
  const auto until = std::chrono::steady_clock::now() + revision_wait;
  while (place.is_taken() && !answer && answer.error().is(reasons::revision_not_reached) &&
         std::chrono::steady_clock::now() < until) {
    std::this_thread::sleep_for(poll);
    answer = ask();
  }
  return answer;
}

}  // namespace roster::checks
