#include "users/signed_in.h"

#include <sodium.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "access/memory.h"
#include "base/log.h"
#include "crypto/digest.h"
#include "crypto/token.h"
#include "http/refusals.h"
#include "users/device_cookie.h"
#include "users/shown_credential.h"

namespace roster::users {

namespace {

/// How stale last_used_at may get: a session in use costs one small write a minute, not one a request.
constexpr std::chrono::minutes touch_every{1};
constexpr std::size_t idempotency_key_bytes_max = 255;

bool is_unsafe(http::Method method) {
  return method != http::Method::get && method != http::Method::head && method != http::Method::options;
}

/// "scheme://host[:port]" of a URL.
std::string_view origin_of(std::string_view url) {
  const auto host = url.find("://");
  if (host == std::string_view::npos) return url;
  return url.substr(0, url.find('/', host + 3));
}

std::optional<Error> check_query(const Takes& takes, const http::Request& request) {
  std::vector<FieldError> faults;
  std::vector<std::string_view> seen;
  for (const auto& [name, value] : request.query) {
    if (faults.size() == field_errors_max) break;
    const bool plans = takes.plans && (name == "dry_run" || name == "plan_digest");
    if (!plans && std::find(takes.query.begin(), takes.query.end(), name) == takes.query.end()) {
      faults.push_back({shorten_name(name), reasons::unknown_field, {}});
    } else if (std::find(seen.begin(), seen.end(), name) != seen.end()) {
      faults.push_back({name, reasons::invalid_value, {}});
    } else if (name == "dry_run" && value != "true" && value != "false") {
      faults.push_back({name, reasons::invalid_value, {}});
    }
    seen.emplace_back(name);
  }
  if (faults.empty()) return std::nullopt;
  return Error{reasons::validation_failed, std::move(faults)};
}

/// What a query may be asked about: PostgreSQL refuses anything else.
bool is_utf8_text(std::string_view text) {
  if (text.find('\0') != std::string_view::npos) return false;
  std::string back;
  icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())}).toUTF8String(back);
  return back == text;
}

bool is_json(std::string_view content_type) {
  const auto end = content_type.find(';');
  auto type = std::string{content_type.substr(0, end)};
  std::transform(type.begin(), type.end(), type.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  while (!type.empty() && type.back() == ' ') type.pop_back();
  if (type != "application/json" && type != "application/merge-patch+json") return false;
  if (end == std::string_view::npos) return true;
  auto parameters = std::string{content_type.substr(end + 1)};
  std::transform(parameters.begin(), parameters.end(), parameters.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  parameters.erase(std::remove_if(parameters.begin(), parameters.end(), [](char c) { return c == ' ' || c == '"'; }),
                   parameters.end());
  return parameters.empty() || parameters == "charset=utf-8";
}

Result<std::optional<json::value>> read_body(const Takes& takes, const http::Request& request) {
  if (request.body.empty()) return std::optional<json::value>{};
  const auto type = request.headers.find("Content-Type");
  if (!type || !is_json(*type)) return refuse(roster::reasons::unsupported_media_type);
  auto value = parse_json(request.body, {.elements = takes.json_elements});
  if (!value) return refuse(value);
  if (!takes.body) {
    Fields nothing(*value);
    if (auto error = nothing.finish()) return refuse(std::move(*error));
  }
  return std::optional<json::value>{std::move(*value)};
}

}  // namespace

change::Asked Call::asked(std::optional<AccountId> account) const {
  change::Asked asked{
      .actor = actor, .account = account, .ip = http.peer_ip, .request_id = http.request_id, .language = language};
  asked.dry_run = http.query_value("dry_run") == "true";
  if (const auto digest = http.query_value("plan_digest")) asked.plan_digest = std::string{*digest};
  if (const auto match = http.headers.find("If-Match")) asked.if_match = std::string{*match};
  if (const auto key = http.headers.find("Idempotency-Key"); key && http.method == http::Method::post) {
    asked.idempotency_key = std::string{*key};
    asked.request_digest = crypto::sha256_hex(http.method_text + " " + http.target + "\n" + http.body);
  }
  return asked;
}

Fields Call::fields() const {
  static const json::value nothing;
  return Fields{body ? *body : nothing};
}

std::string Call::device() const {
  const auto agent = http.headers.find("User-Agent");
  if (!agent) return "";
  const auto has = [&](std::string_view word) { return agent->find(word) != std::string_view::npos; };
  const std::string_view browser = has("Edg/")                       ? "Edge"
                                   : has("Firefox/")                 ? "Firefox"
                                   : has("OPR/")                     ? "Opera"
                                   : has("Chrome/") || has("CriOS/") ? "Chrome"
                                   : has("Safari/")                  ? "Safari"
                                   : has("curl/")                    ? "curl"
                                                                     : "";
  const std::string_view system = has("iPhone") || has("iPad") ? "iOS"
                                  : has("Android")             ? "Android"
                                  : has("Windows")             ? "Windows"
                                  : has("Mac OS")              ? "macOS"
                                  : has("Linux")               ? "Linux"
                                                               : "";
  std::string out{browser};
  if (!system.empty()) out += out.empty() ? std::string{system} : " on " + std::string{system};
  return out;
}

http::Handler Door::handle(Takes takes, Handle handle) const {
  return [this, takes = std::move(takes), handle = std::move(handle)](const http::Request& request) {
    return answer(takes, handle, request);
  };
}

http::QuickHandler Door::handle_at_once(Takes takes, QuickHandle handle) const {
  return [this, takes = std::move(takes), handle = std::move(handle)](const http::Request& request, http::Response& response) {
    return answer_at_once(takes, handle, request, response);
  };
}

Result<Door::SignedIn> Door::identify(const http::Request& request) const {
  SignedIn result{access::Anonymous{}, request.language, {}};
  if (request.over_socket) {
    result.actor = access::OperatorActor{};
    return result;
  }
  const auto shown = find_credential(request, cookie_name(), Credentials::any);
  if (!shown) return refuse(shown);
  result.by_cookie = shown->by_cookie;
  result.dead_credential = shown->by_cookie || shown->other_scheme || !shown->token.empty();
  if (shown->token.empty()) return result;
  const auto digest = crypto::sha256(shown->token);
  if (!is_api_key(shown->token)) return find_session(digest, std::move(result));
  if (shown->by_cookie) return result;
  auto key = context_.memory.find_key(digest);
  if (!key) {
    const auto as_of = context_.memory.last_commit();
    key = context_.database.read(
        [&](database::Transaction& tx) { return access::find_key(tx, crypto::to_hex(digest.data(), digest.size())); });
    if (key) context_.memory.remember(digest, *key, as_of);
  }
  if (!key) return result;
  result.actor = access::ServiceActor{*key};
  result.dead_credential = false;
  return result;
}

std::optional<access::KnownSession> Door::recall_session(const access::TokenDigest& digest) const {
  auto session = context_.memory.find_session(digest);
  if (!session) return std::nullopt;
  const auto now = context_.database.now();
  // Of one that is over, or that must be noted as used again, the database has the last word.
  const bool is_live = session->expires_at > now && session->last_used_at > now - options_.lifetimes.idle;
  if (!is_live || session->last_used_at + touch_every < now) return std::nullopt;
  return session;
}

Door::SignedIn Door::find_session(const access::TokenDigest& digest, SignedIn result) const {
  const auto known = [&](const UserId& user, const SessionId& session, Instant authenticated_at,
                         std::optional<Language> language) {
    result.actor = access::UserActor{user, session, authenticated_at};
    if (language) result.language = *language;
    result.digest = crypto::to_hex(digest.data(), digest.size());
    result.dead_credential = false;
    return result;
  };
  if (const auto session = recall_session(digest))
    return known(session->user, session->id, session->authenticated_at, session->language);
  bool stale = false;
  const auto as_of = context_.memory.last_commit();
  const auto session = context_.database.read([&](database::Transaction& tx) {
    auto found = access::find_session(tx, crypto::to_hex(digest.data(), digest.size()), options_.lifetimes.idle);
    stale = found && found->last_used_at + touch_every < tx.now();
    return found;
  });
  if (!session) return result;
  context_.memory.remember(digest, *session, as_of);
  if (stale) touch(session->id);
  return known(session->user, session->id, session->authenticated_at, parse_language(session->locale));
}

std::optional<Door::Remembered> Door::recall(const http::Request& request, Credentials credentials) const {
  if (request.over_socket) return std::nullopt;
  const auto shown = find_credential(request, cookie_name(), credentials);
  if (!shown || shown->token.empty()) return std::nullopt;
  const auto digest = crypto::sha256(shown->token);
  if (is_api_key(shown->token)) {
    const auto key = shown->by_cookie ? std::nullopt : context_.memory.find_key(digest);
    if (!key) return std::nullopt;
    return Remembered{.key = *key, .language = request.language};
  }
  Remembered remembered{.session = recall_session(digest), .by_cookie = shown->by_cookie};
  if (!remembered.session) return std::nullopt;
  remembered.language = remembered.session->language.value_or(request.language);
  return remembered;
}

void Door::touch(const SessionId& session) const {
  try {
    static_cast<void>(context_.database.write([&](database::Transaction& tx) -> Result<int> {
      tx.execute("UPDATE sessions SET last_used_at = ? WHERE id = ? AND last_used_at < ?", tx.now(), session, tx.now());
      return 0;
    }));
  } catch (const database::Unavailable& e) {
    // A disk that is full stops writing, not reading: the request goes on.
    log::warn("session_not_touched", {{"what", e.what()}});
  }
}

bool Door::is_same_origin(const http::Request& request) const {
  if (const auto origins = request.headers.all("Origin"); !origins.empty())
    return origins.size() == 1 && origins.front() == origin_of(options_.public_url);
  const auto site = request.headers.find("Sec-Fetch-Site");
  return site && *site == "same-origin";
}

Result<Call> Door::open(const Takes& takes, const http::Request& request, const SignedIn& who) const {
  const bool anonymous = std::holds_alternative<access::Anonymous>(who.actor);
  if (anonymous && !takes.anyone) return refuse(reasons::unauthenticated);
  if (std::holds_alternative<access::ServiceActor>(who.actor) && !takes.services && !takes.anyone)
    return refuse(reasons::session_required);
  if (!anonymous && who.by_cookie && is_unsafe(request.method) && !is_same_origin(request)) return refuse(reasons::csrf_refused);
  if (auto error = check_query(takes, request)) return refuse(std::move(*error));
  const auto key = find_single(request, "Idempotency-Key");
  if (key.count > 1 || (key.count == 1 && (key.value.empty() || key.value.size() > idempotency_key_bytes_max)))
    return refuse(field_error("Idempotency-Key", reasons::invalid_value));
  auto body = read_body(takes, request);
  if (!body) return refuse(body);
  return Call{request, who.actor, who.language, std::move(*body), who.digest};
}

http::Response Door::problem(const Error& error, const http::Request& request, Language language) const {
  return http::write_problem(error, request, language, texts_, options_.public_url + "/docs");
}

void Door::begin_json(http::Response& response, Language language) {
  response.content_type = "application/json";
  response.language = language;
}

http::Response Door::write(const change::Answer& answer, Language language) const {
  http::Response response{.status = answer.status, .content_type = {}, .body = {}, .headers = {}};
  begin_json(response, language);
  if (answer.body.is_null())
    response.content_type.clear();
  else
    response.body = json::serialize(answer.body);
  if (answer.version) response.headers.add("ETag", "\"" + std::to_string(*answer.version) + "\"");
  if (answer.revision) response.headers.add("Roster-Revision", std::to_string(*answer.revision));
  for (const auto& [name, value] : answer.headers) response.headers.add(name, value);
  if (answer.clear_cookie) response.headers.add("Set-Cookie", no_cookie());
  return response;
}

bool Door::answer_at_once(const Takes& takes, const QuickHandle& handle, const http::Request& request,
                          http::Response& response) const {
  const auto remembered = recall(request);
  if (!remembered) return false;
  SignedIn who{access::ServiceActor{remembered->key}, remembered->language, {}, remembered->by_cookie};
  if (const auto& session = remembered->session)
    who.actor = access::UserActor{session->user, session->id, session->authenticated_at};
  const auto call = open(takes, request, who);
  if (!call) return false;
  const auto answer = handle(*call);
  if (!answer) return false;
  response = write(*answer, who.language);
  return true;
}

http::Response Door::answer(const Takes& takes, const Handle& handle, const http::Request& request) const {
  Language language = request.language;
  try {
    const auto who = identify(request);
    if (!who) return problem(who.error(), request, language);
    language = who->language;
    auto call = open(takes, request, *who);
    if (!call) return problem(call.error(), request, language);
    auto answer = handle(*call);
    if (!answer) return problem(answer.error(), request, language);
    return write(*answer, language);
  } catch (const database::Unavailable& e) {
    log::warn("database_unavailable", {{"request_id", request.request_id}, {"what", e.what()}});
    Error error{e.reason};
    error.retry_after = std::chrono::seconds{1};
    auto response = problem(error, request, language);
    if (takes.signs_out) response.headers.add("Set-Cookie", no_cookie());
    return response;
  }
}

std::string Door::cookie(const Secret& token) const {
  return std::string{cookie_name()} + "=" + token.reveal() + "; Path=/; HttpOnly; SameSite=Lax" + (is_https() ? "; Secure" : "");
}

std::string Door::no_cookie() const {
  return std::string{cookie_name()} + "=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0" + (is_https() ? "; Secure" : "");
}

std::string Door::device_cookie(const http::Request& request) const {
  return std::string{find_cookie(request, device_cookie_name()).value_or("")};
}

std::string Door::set_device_cookie(std::string_view value) const {
  constexpr auto lifetime = std::chrono::duration_cast<std::chrono::seconds>(device_remembered);
  return device_cookie_name() + "=" + std::string{value} +
         "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" + std::to_string(lifetime.count()) + (is_https() ? "; Secure" : "");
}

Result<Page> read_page(const Call& call) {
  Page page;
  if (const auto limit = call.http.query_value("limit")) {
    const auto [end, ec] = std::from_chars(limit->data(), limit->data() + limit->size(), page.limit);
    if (ec != std::errc{} || end != limit->data() + limit->size() || page.limit < 1 || page.limit > 200)
      return refuse(field_error("limit", reasons::invalid_value));
  }
  if (const auto cursor = call.http.query_value("cursor")) {
    auto position = read_cursor(*cursor);
    if (!position) return refuse(field_error("cursor", roster::reasons::invalid_value));
    page.cursor = std::move(*position);
  }
  return page;
}

std::optional<std::string> read_cursor(std::string_view cursor) {
  std::array<unsigned char, 2048> out{};
  std::size_t size = 0;
  if (sodium_base642bin(out.data(), out.size(), cursor.data(), cursor.size(), nullptr, &size, nullptr,
                        sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
      size == 0)
    return std::nullopt;
  std::string position(reinterpret_cast<const char*>(out.data()), size);
  if (!is_utf8_text(position) || write_cursor(position) != cursor) return std::nullopt;
  return position;
}

std::string write_cursor(std::string_view position) {
  return crypto::to_base64url(reinterpret_cast<const unsigned char*>(position.data()), position.size());
}

json::object write_page(json::array data, const std::optional<std::string>& next_position) {
  json::object page{{"data", std::move(data)}, {"next_cursor", nullptr}};
  if (next_position) page["next_cursor"] = write_cursor(*next_position);
  return page;
}

}  // namespace roster::users
