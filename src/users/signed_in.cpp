#include "users/signed_in.h"

#include <sodium.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/log.h"
#include "crypto/digest.h"
#include "crypto/token.h"
#include "users/device_cookie.h"

namespace roster::users {

namespace {

/// How stale last_used_at may get: a session in use costs one small write a minute, not one a request.
constexpr std::chrono::minutes touch_every{1};

bool is_unsafe(http::Method method) {
  return method != http::Method::get && method != http::Method::head && method != http::Method::options;
}

/// The value of one cookie; nothing when it is absent or there are two of that name.
std::optional<std::string> find_cookie(const http::Request& request, std::string_view name) {
  std::optional<std::string> found;
  for (auto header : request.headers.all("Cookie")) {
    while (!header.empty()) {
      const auto end = header.find(';');
      auto pair = header.substr(0, end);
      header = end == std::string_view::npos ? std::string_view{} : header.substr(end + 1);
      while (!pair.empty() && pair.front() == ' ') pair.remove_prefix(1);
      const auto equals = pair.find('=');
      if (equals == std::string_view::npos || pair.substr(0, equals) != name) continue;
      if (found) return std::nullopt;
      found = std::string{pair.substr(equals + 1)};
    }
  }
  return found;
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
    const bool plans = takes.plans && (name == "dry_run" || name == "plan_digest");
    if (!plans && std::find(takes.query.begin(), takes.query.end(), name) == takes.query.end()) {
      faults.push_back({name, reasons::unknown_field, {}});
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
  if (!type || !is_json(*type)) return refuse(reasons::unsupported_media_type);
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

Result<Door::SignedIn> Door::identify(const http::Request& request) const {
  SignedIn result{access::Anonymous{}, request.language, {}};
  if (request.over_socket) {
    result.actor = access::OperatorActor{};
    return result;
  }
  std::optional<std::string> token;
  const auto authorization = request.headers.all("Authorization");
  const auto session_cookie = find_cookie(request, cookie_name());
  if (authorization.size() > 1) return refuse(reasons::malformed_request);
  if (!authorization.empty()) {
    constexpr std::string_view scheme = "bearer ";
    auto value = authorization.front();
    const bool bearer = value.size() > scheme.size() &&
                        std::equal(scheme.begin(), scheme.end(), value.begin(),
                                   [](char a, char b) { return a == std::tolower(static_cast<unsigned char>(b)); });
    // Two credentials that may differ: which one was meant cannot be known.
    if (session_cookie) return refuse(reasons::malformed_request);
    if (bearer) token = std::string{value.substr(scheme.size())};
    result.dead_credential = !bearer;
  } else if (session_cookie) {
    token = session_cookie;
    result.by_cookie = true;
  }
  if (!token) return result;
  const auto digest = crypto::digest_of(*token);
  result.dead_credential = true;
  if (token->starts_with(std::string{crypto::token_kind::api_key} + "_")) {
    if (result.by_cookie) return result;
    const auto key = context_.database.read([&](database::Transaction& tx) { return access::find_key(tx, digest); });
    if (key) {
      result.actor = access::ServiceActor{key->id, key->name};
      result.dead_credential = false;
    }
    return result;
  }
  bool stale = false;
  const auto session = context_.database.read([&](database::Transaction& tx) {
    auto found = access::find_session(tx, digest, options_.lifetimes.idle);
    stale = found && found->last_used_at + touch_every < tx.now();
    return found;
  });
  if (!session) return result;
  result.actor = access::UserActor{session->user, session->id, session->authenticated_at};
  result.language = parse_language(session->locale).value_or(request.language);
  result.digest = digest;
  result.dead_credential = false;
  if (stale) touch(session->id);
  return result;
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

Result<Call> Door::open(const Takes& takes, const http::Request& request, Language& language) const {
  auto who = identify(request);
  if (!who) return refuse(who);
  language = who->language;
  const bool anonymous = std::holds_alternative<access::Anonymous>(who->actor);
  if (anonymous && !takes.anyone) return refuse(reasons::unauthenticated);
  if (!anonymous && who->by_cookie && is_unsafe(request.method) && !is_same_origin(request)) return refuse(reasons::csrf_refused);
  if (auto error = check_query(takes, request)) return refuse(std::move(*error));
  const auto keys = request.headers.all("Idempotency-Key");
  if (keys.size() > 1 || (keys.size() == 1 && (keys[0].empty() || keys[0].size() > 200)))
    return refuse(field_error("Idempotency-Key", reasons::invalid_value));
  auto body = read_body(takes, request);
  if (!body) return refuse(body);
  return Call{request, who->actor, who->language, std::move(*body), who->digest};
}

http::Response Door::problem(const Error& error, const http::Request& request, Language language) const {
  return http::write_problem(error, request, language, texts_, options_.public_url + "/docs");
}

http::Response Door::answer(const Takes& takes, const Handle& handle, const http::Request& request) const {
  Language language = request.language;
  try {
    auto call = open(takes, request, language);
    if (!call) return problem(call.error(), request, language);
    auto answer = handle(*call);
    if (!answer) return problem(answer.error(), request, language);
    http::Response response{.status = answer->status, .content_type = {}, .body = {}, .headers = {}};
    if (!answer->body.is_null()) {
      response.content_type = "application/json";
      response.body = json::serialize(answer->body);
    }
    response.headers.add("Vary", "Accept-Language, Authorization, Cookie");
    response.headers.add("Content-Language", std::string{code_of(language)});
    if (answer->version) response.headers.add("ETag", "\"" + std::to_string(*answer->version) + "\"");
    if (answer->revision) response.headers.add("Roster-Revision", std::to_string(*answer->revision));
    for (auto& [name, value] : answer->headers) response.headers.add(name, value);
    if (answer->clear_cookie) response.headers.add("Set-Cookie", no_cookie());
    return response;
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
  return cookie_name() + "=" + token.reveal() + "; Path=/; HttpOnly; SameSite=Lax" + (is_https() ? "; Secure" : "");
}

std::string Door::no_cookie() const {
  return cookie_name() + "=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0" + (is_https() ? "; Secure" : "");
}

std::string Door::device_cookie(const http::Request& request) const {
  return find_cookie(request, device_cookie_name()).value_or("");
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
    std::array<unsigned char, 2048> out{};
    std::size_t size = 0;
    if (sodium_base642bin(out.data(), out.size(), cursor->data(), cursor->size(), nullptr, &size, nullptr,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
        size == 0)
      return refuse(field_error("cursor", roster::reasons::invalid_value));
    page.cursor.assign(reinterpret_cast<const char*>(out.data()), size);
    if (!is_utf8_text(page.cursor) || write_cursor(page.cursor) != *cursor)
      return refuse(field_error("cursor", roster::reasons::invalid_value));
  }
  return page;
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
