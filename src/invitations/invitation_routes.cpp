#include "invitations/invitation_routes.h"

#include <algorithm>
#include <array>
#include <map>

#include "invitations/invitation_actions.h"
#include "invitations/invitation_body.h"
#include "invitations/invitation_store.h"
#include "invitations/invite_actions.h"
#include "users/request_fields.h"

namespace roster::invitations {

namespace {

constexpr std::size_t invitees_max = 1000;
constexpr std::size_t invite_body_bytes_max = 2 * 1024 * 1024;
/// Room for a thousand rows with permissions and sub-accounts of their own.
constexpr std::size_t invite_elements_max = 200'000;
constexpr std::size_t email_bytes_max = 64 * 1024;
constexpr TextLimits message_limits{.code_points_min = 0, .code_points_max = 1000, .multi_line = true};

using users::Call;

InvitationWriter writer_of(const change::View& view) {
  return {view.tx(), view.context().catalogue, view.account(), view.language()};
}

/// The rows; what is wrong with their shape goes into `faults`, until nobody would be told of more.
std::vector<Invitee> read_invitees(const json::array& rows, std::vector<FieldError>& faults) {
  std::vector<Invitee> invitees;
  invitees.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size() && faults.size() < field_errors_max; ++i) {
    Fields fields(rows[i], "/invitees/" + std::to_string(i));
    Invitee invitee{.text = fields.verbatim("email", email_bytes_max), .email = {}, .own = members::read_wanted_grant(fields)};
    invitee.email = EmailAddress::parse(invitee.text);
    invitees.push_back(std::move(invitee));
    if (auto error = fields.finish()) faults.insert(faults.end(), error->fields.begin(), error->fields.end());
  }
  return invitees;
}

Result<InviteRequest> read_invite_request(const Call& call) {
  auto fields = call.fields();
  InviteRequest request;
  std::vector<FieldError> faults;
  if (const auto* rows = fields.required_any("invitees"); rows != nullptr) {
    if (!rows->is_array())
      fields.fault("invitees", reasons::wrong_type);
    else if (rows->get_array().empty())
      fields.fault("invitees", reasons::invalid_value);
    else if (rows->get_array().size() > invitees_max)
      fields.fault("invitees", reasons::too_long);
    else
      request.invitees = read_invitees(rows->get_array(), faults);
  }
  request.shared = members::read_wanted_grant(fields);
  request.language = users::read_language(fields, "locale").value_or(call.language);
  request.message = fields.optional_text("message", message_limits).value_or("");
  if (auto error = fields.finish()) faults.insert(faults.begin(), error->fields.begin(), error->fields.end());
  if (!faults.empty()) return refuse(Error{reasons::validation_failed, std::move(faults)});
  return request;
}

/// What came of each row, with all that writing it needs.
struct Outcome {
  std::vector<RowResult> results;
  std::map<std::string, Surroundings> by_role;  ///< all of one inviter
  Instant at;
};

Outcome look_around(const change::View& view, std::vector<RowResult> results) {
  Outcome outcome{.results = std::move(results), .by_role = {}, .at = view.now()};
  auto writer = writer_of(view);
  for (const auto& result : outcome.results) {
    if (!result.invitation) continue;
    const auto& role = result.invitation->role;
    if (outcome.by_role.contains(role)) continue;
    outcome.by_role[role] = {.title = writer.title_of(role), .inviter = writer.write_inviter(result.invitation->invited_by)};
  }
  return outcome;
}

/// The answer's body: each row with what came of it; a preview shows only who would be left out.
struct Written {
  json::object body;
  json::object preview;
};

Written write_outcome(const Outcome& outcome, const InviteRequest& request, const users::Door& door, Language language) {
  json::array rows, left_out;
  rows.reserve(outcome.results.size());
  std::int64_t invited = 0;
  for (std::size_t i = 0; i < outcome.results.size(); ++i) {
    const auto& [invitation, fault] = outcome.results[i];
    json::object row{{"index", i}, {"email", request.invitees[i].text}};
    if (fault) {
      const auto sentences = door.texts().sentences(fault->reason.code, language, fault->params);
      row["outcome"] = fault->reason.code;
      row["code"] = fault->reason.code;
      row["detail"] = sentences.detail;
      row["remedy"] = sentences.remedy;
      left_out.push_back(row);
    } else {
      row["outcome"] = "invited";
      row["invitation"] =
          write_invitation(*invitation, outcome.by_role.at(invitation->role), door.context().catalogue.modules, outcome.at);
      ++invited;
    }
    rows.push_back(std::move(row));
  }
  const json::object summary{{"invited", invited}, {"left_out", left_out.size()}};
  return {.body = {{"summary", summary}, {"results", std::move(rows)}},
          .preview = {{"done", invited}, {"left_out", std::move(left_out)}, {"remaining", 0}}};
}

Result<change::Answer> post_invitations(const users::Door& door, const DisposableDomains& disposable, const Call& call) {
  const auto account = call.account();
  if (!account) return refuse(account);
  const auto request = read_invite_request(call);
  if (!request) return refuse(request);
  auto asked = call.asked(*account);
  asked.rows = static_cast<std::int64_t>(request->invitees.size());
  return change::perform(door.context(), asked, [&](change::Change& change) -> Result<change::Answer> {
    auto results = invite(change, *request, disposable);
    if (!results) return refuse(results);
    change::Answer answer{.status = 200};
    auto write = [&, language = change.language(), outcome = look_around(change, std::move(*results))] {
      return write_outcome(outcome, *request, door, language);
    };
    if (change.is_planned()) answer.rows = write().preview;
    answer.write_body = [write = std::move(write)] { return json::value(write().body); };
    return answer;
  });
}

struct ListRequest {
  Filter filter;
  Sort sort = Sort::sent_at_descending;
  users::Page page;
};

Result<ListRequest> read_list_request(const Call& call) {
  constexpr std::array<std::pair<std::string_view, Sort>, 4> sorts{{{"sent_at", Sort::sent_at},
                                                                    {"-sent_at", Sort::sent_at_descending},
                                                                    {"email", Sort::email},
                                                                    {"-email", Sort::email_descending}}};
  ListRequest request;
  auto page = users::read_page(call);
  if (!page) return refuse(page);
  request.page = std::move(*page);
  if (const auto status = call.http.query_value("status")) {
    request.filter.is_open = *status == "open";
    request.filter.status = parse_status(*status);
    if (!request.filter.status && !request.filter.is_open) return refuse(field_error("status", reasons::invalid_value));
  }
  if (const auto role = call.http.query_value("role")) request.filter.role = std::string{*role};
  if (const auto q = call.http.query_value("q"); q && !q->empty()) {
    const auto text = clean_text(*q, {.code_points_min = 0});
    if (!text) return refuse(field_error("q", text.error()));
    request.filter.q = *text;
  }
  if (const auto sort = call.http.query_value("sort")) {
    const auto at = std::find_if(sorts.begin(), sorts.end(), [&](const auto& known) { return known.first == *sort; });
    if (at == sorts.end()) return refuse(field_error("sort", reasons::invalid_value));
    request.sort = at->second;
  }
  return request;
}

Result<change::Answer> get_invitations(const users::Door& door, const Call& call) {
  const auto account = call.account();
  if (!account) return refuse(account);
  const auto request = read_list_request(call);
  if (!request) return refuse(request);
  return change::look(door.context(), call.asked(*account), [&](change::View& view) -> Result<change::Answer> {
    if (auto allowed = view.require("members:read"); !allowed) return refuse(allowed);
    const auto page = list_invitations(view.tx(), view.modules(), view.account().id, request->filter, request->sort,
                                       request->page.limit, request->page.cursor);
    if (!page) return refuse(field_error("cursor", reasons::invalid_value));
    auto writer = writer_of(view);
    json::array data;
    for (const auto& invitation : page->invitations) data.push_back(writer.write(invitation));
    return change::Answer{.status = 200, .body = users::write_page(std::move(data), page->next_position)};
  });
}

/// The account and the invitation that the path names.
struct Named {
  AccountId account;
  InvitationId invitation;
};

Result<Named> read_names(const Call& call) {
  const auto account = call.account();
  if (!account) return refuse(account);
  const auto invitation = call.id<InvitationId>("inv");
  if (!invitation) return refuse(invitation);
  return Named{*account, *invitation};
}

change::Answer answer_with(const change::View& view, const Invitation& invitation) {
  return {.status = 200, .body = writer_of(view).write(invitation), .version = invitation.version};
}

Result<change::Answer> get_invitation(const users::Door& door, const Call& call) {
  const auto named = read_names(call);
  if (!named) return refuse(named);
  return change::look(door.context(), call.asked(named->account), [&](change::View& view) -> Result<change::Answer> {
    const auto invitation = read_invitation(view, named->invitation);
    if (!invitation) return refuse(invitation);
    return answer_with(view, *invitation);
  });
}

Result<change::Answer> patch_invitation(const users::Door& door, const Call& call) {
  const auto named = read_names(call);
  if (!named) return refuse(named);
  auto fields = call.fields();
  const auto wanted = members::read_wanted_grant(fields);
  if (auto error = fields.finish()) return refuse(std::move(*error));
  return change::perform(door.context(), call.asked(named->account), [&](change::Change& change) -> Result<change::Answer> {
    const auto edited = edit(change, named->invitation, wanted);
    if (!edited) return refuse(edited);
    return answer_with(change, *edited);
  });
}

Result<change::Answer> delete_invitation(const users::Door& door, const Call& call) {
  const auto named = read_names(call);
  if (!named) return refuse(named);
  return change::perform(door.context(), call.asked(named->account), [&](change::Change& change) -> Result<change::Answer> {
    if (auto cancelled = cancel(change, named->invitation); !cancelled) return refuse(cancelled);
    return change::Answer{.status = 204};
  });
}

Result<change::Answer> post_resend(const users::Door& door, const Call& call) {
  const auto named = read_names(call);
  if (!named) return refuse(named);
  return change::perform(door.context(), call.asked(named->account), [&](change::Change& change) -> Result<change::Answer> {
    const auto resent = resend(change, named->invitation);
    if (!resent) return refuse(resent);
    return answer_with(change, *resent);
  });
}

Result<change::Answer> post_link(const users::Door& door, const Options& options, const Call& call) {
  const auto named = read_names(call);
  if (!named) return refuse(named);
  auto asked = call.asked(named->account);
  asked.idempotency_key.reset();  // a kept answer would keep the secret
  return change::perform(door.context(), asked, [&](change::Change& change) -> Result<change::Answer> {
    const auto handed = hand_over(change, named->invitation, options.links_in_person);
    if (!handed) return refuse(handed);
    return change::Answer{.status = 200, .body = json::object{{"link", handed->link}, {"expires_at", handed->expires_at.text()}}};
  });
}

}  // namespace

std::vector<http::Route> routes(const users::Door& door, const DisposableDomains& disposable, Options options) {
  using http::Method;
  const auto with = [&door](auto handle) { return [&door, handle](const Call& call) { return handle(door, call); }; };
  const auto invite_many = [&door, &disposable](const Call& call) { return post_invitations(door, disposable, call); };
  const auto link = [&door, options](const Call& call) { return post_link(door, options, call); };
  const std::vector<std::string_view> list_query{"status", "role", "q", "sort", "limit", "cursor"};
  const users::Takes invite_takes{.body = true, .plans = true, .json_elements = invite_elements_max};
  const std::string many = "/v1/accounts/{acc}/invitations";
  const std::string one = many + "/{inv}";
  std::vector<http::Route> all{
      {Method::get, many, door.handle({.query = list_query}, with(get_invitations))},
      {.method = Method::post,
       .pattern = many,
       .handler = door.handle(invite_takes, invite_many),
       .body_bytes_max = invite_body_bytes_max},
      {Method::get, one, door.handle({}, with(get_invitation))},
      {Method::patch, one, door.handle({.body = true, .plans = true}, with(patch_invitation))},
      {Method::delete_, one, door.handle({.plans = true}, with(delete_invitation))},
      {Method::post, one + "/resend", door.handle({.plans = true}, with(post_resend))},
      {Method::post, one + "/link", door.handle({.plans = true}, link)},
  };
  for (auto& route : routes_of_the_invited(door)) all.push_back(std::move(route));
  return all;
}

}  // namespace roster::invitations
