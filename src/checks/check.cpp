#include "checks/check.h"

#include <array>
#include <atomic>
#include <charconv>
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

Result<change::Answer> answer_now(change::View& view, const CheckRequest& request, const Sentences& texts, std::uint64_t as_of) {
  const auto permission = view.modules().find(request.permission);
  if (!permission) return refuse(field_error("permission", reasons::permission_unknown, {{"permission", request.permission}}));
  const auto subject = find_subject(view, request);
  if (!subject) return refuse(subject);
  const Question question{AccountId::parse(request.account), *permission, read_where(request.sub_account), *subject};
  const auto judgement = judge(view.tx(), view.context(), question, as_of);
  const auto reader = reader_of(view, judgement);
  // A stranger is told nothing of the account, not even how much has happened in it.
  if (reader.knows_account && request.at_least > judgement.revision) return refuse(reasons::revision_not_reached);
  json::object body{{"allowed", judgement.decision.allowed}, {"revision", reader.knows_account ? judgement.revision : 0}};
  if (request.explain) explain(body, view.tx(), view.context().catalogue, question, judgement, reader, texts);
  if (judgement.decision.allowed && !view.is_trusted())
    view.context().note_activity(judgement.account->id, judgement.standing->user, view.now());
  return change::Answer{.body = std::move(body)};
}

/// A question that can be answered from memory, if memory knows.
struct QuickRequest {
  std::string_view account, permission;
  std::optional<std::string_view> sub_account, user;
  std::int64_t at_least = 0;
};

/// Nothing for what has a fault, or asks for more than yes or no.
std::optional<QuickRequest> read_quick(const http::Request& request) {
  QuickRequest quick;
  unsigned seen = 0;
  for (const auto& [name, value] : request.query) {
    unsigned bit = 0;
    if (name == "account") {
      bit = 1, quick.account = value;
    } else if (name == "permission") {
      bit = 2, quick.permission = value;
    } else if (name == "user") {
      bit = 4, quick.user = value;
    } else if (name == "sub_account") {
      bit = 8, quick.sub_account = value;
    } else if (name == "at_least") {
      bit = 16;
      const auto [end, fault] = std::from_chars(value.data(), value.data() + value.size(), quick.at_least);
      if (fault != std::errc{} || end != value.data() + value.size() || quick.at_least < 0) return std::nullopt;
    } else if (name == "explain" && value == "false") {
      bit = 32;
    }
    if (bit == 0 || (seen & bit) != 0) return std::nullopt;
    seen |= bit;
  }
  if (!request.body.empty() || request.headers.find("Idempotency-Key")) return std::nullopt;
  return quick;
}

std::optional<UserId> quick_subject(const users::Door::Remembered& caller, const QuickRequest& quick) {
  if (!caller.session) return quick.user ? UserId::parse(*quick.user) : std::nullopt;
  if (quick.user && UserId::parse(*quick.user) != caller.session->user) return std::nullopt;
  return caller.session->user;
}

void write_quick(std::string& body, bool allowed, std::int64_t revision) {
  std::array<char, 24> digits{};
  const auto* const end = std::to_chars(digits.data(), digits.data() + digits.size(), revision).ptr;
  body.append(R"({"allowed":)").append(allowed ? "true" : "false").append(R"(,"revision":)");
  body.append(digits.data(), static_cast<std::size_t>(end - digits.data())).append("}");
}

}  // namespace

bool check_at_once(const users::Door& door, const http::Request& request, http::Response& response) {
  const auto& context = door.context();
  const auto quick = read_quick(request);
  const auto permission = quick ? context.catalogue.modules.find(quick->permission) : std::nullopt;
  const auto caller = permission ? door.recall(request) : std::nullopt;
  const auto subject = caller ? quick_subject(*caller, *quick) : std::nullopt;
  if (!subject) return false;
  const auto recalled =
      recall(context.memory, {AccountId::parse(quick->account), *permission, read_where(quick->sub_account), subject});
  if (!recalled) return false;
  const bool knows_account = !caller->session || recalled->standing.is_member;
  if (knows_account && quick->at_least > recalled->standing.revision) return false;
  users::Door::begin_json(response, caller->language);
  write_quick(response.body, recalled->decision.allowed, knows_account ? recalled->standing.revision : 0);
  if (recalled->decision.allowed && caller->session)
    context.note_activity(*AccountId::parse(quick->account), *subject, context.database.now());
  return true;
}

Result<change::Answer> check(const change::Context& context, const change::Asked& asked, const CheckRequest& request,
                             const Sentences& texts) {
  const auto ask = [&] {
    const auto as_of = context.memory.last_commit();
    return change::look(context, asked, [&](change::View& view) { return answer_now(view, request, texts, as_of); });
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
