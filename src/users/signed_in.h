#pragma once
// The door: from an HTTP request to who asks and what they say, and from what a use case answers back to HTTP.
// Authentication happens here; authorization in the action.

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "access/known.h"
#include "base/json.h"
#include "change/change.h"
#include "http/message.h"
#include "http/problem.h"

namespace roster::users {

namespace reasons {
using namespace roster::change::reasons;
inline constexpr Reason csrf_refused{ErrorKind::forbidden, "csrf_refused"};
inline constexpr Reason session_required{ErrorKind::forbidden, "session_required"};
}  // namespace reasons

struct SessionLifetimes {
  std::chrono::milliseconds idle = std::chrono::minutes{30};
  std::chrono::milliseconds absolute = std::chrono::hours{12};
};

struct DoorOptions {
  std::string public_url;  ///< "https://accounts.example.com/roster": scheme, host, optional port and path; no slash at the end
  SessionLifetimes lifetimes;
};

/// One request that came through the door.
class Call {
 public:
  const http::Request& http;
  access::Actor actor;
  Language language = Language::en;
  std::optional<json::value> body{};
  std::string session_token_digest{};  ///< of the credential, when it is a session's

  /// How change::look and change::perform are asked for `account`.
  [[nodiscard]] change::Asked asked(std::optional<AccountId> account = std::nullopt) const;
  /// For events of what is in no account: by the actor.
  [[nodiscard]] journal::Circumstance circumstance() const { return {access::text_of(actor), http.peer_ip, http.request_id}; }
  /// The id in the path; what is no id of that kind names nothing: not_found.
  template <class IdType>
  [[nodiscard]] Result<IdType> id(std::string_view parameter) const {
    const auto parsed = IdType::parse(http.parameter(parameter));
    if (!parsed) return refuse(reasons::not_found);
    return *parsed;
  }
  [[nodiscard]] Result<AccountId> account() const { return id<AccountId>("acc"); }
  /// The body's fields; an absent body is a fault that finish() tells.
  [[nodiscard]] Fields fields() const;
  /// "Firefox on Linux", from the User-Agent: for people to recognise a session by.
  [[nodiscard]] std::string device() const;
};

using Handle = std::function<Result<change::Answer>(const Call&)>;
/// Answers from memory alone, without waiting for anything; nothing where that cannot be done.
using QuickHandle = std::function<std::optional<change::Answer>(const Call&)>;

/// What a route takes.
struct Takes {
  bool anyone = false;                    ///< no credential needed (one that is given is still read; a dead one is as none)
  std::vector<std::string_view> query{};  ///< names of query parameters; others are 422
  bool body = false;                      ///< a JSON object; without: nothing or {}
  bool plans = false;                     ///< dry_run and plan_digest
  bool signs_out = false;                 ///< the cookie is cleared even when the database cannot be reached
  bool services = false;  ///< a service key may ask too: what a product's backend needs, and nothing that people do
  std::size_t json_elements = JsonLimits{}.elements;  ///< keys and items that the body may have
};

class Door {
 public:
  Door(const change::Context& context, const http::ProblemTexts& texts, DoorOptions options)
      : context_(context), texts_(texts), options_(std::move(options)) {}

  [[nodiscard]] http::Handler handle(Takes takes, Handle handle) const;
  /// For Route::at_once: `handle` is asked when whoever asks is remembered and there is nothing to refuse.
  [[nodiscard]] http::QuickHandler handle_at_once(Takes takes, QuickHandle handle) const;

  /// Also used by routes that answer something else than JSON (forward-auth, pages).
  struct SignedIn {
    access::Actor actor;
    Language language;
    std::string digest;
    bool by_cookie = false;
    bool dead_credential = false;  ///< one was given, but it is not (or no longer) valid
  };
  /// Refusals: malformed_request (two credentials).
  [[nodiscard]] Result<SignedIn> identify(const http::Request& request) const;

  /// Who asks, as far as memory tells.
  struct Remembered {
    std::optional<access::KnownSession> session{};  ///< a live one; absent: a service
    KeyId key{};                                    ///< of the service
    Language language = Language::en;
    bool by_cookie = false;
  };
  enum class Credentials { any, cookie };
  /// Nothing where the database must be asked, or something is to be refused. Takes no lock and no memory.
  [[nodiscard]] std::optional<Remembered> recall(const http::Request& request, Credentials credentials = Credentials::any) const;

  /// Makes `response` one of JSON in `language`, as all of ours are.
  static void begin_json(http::Response& response, Language language);
  /// Set-Cookie for a new session, and for none.
  [[nodiscard]] std::string cookie(const Secret& token) const;
  [[nodiscard]] std::string no_cookie() const;
  /// Of the browser, not of the session: see device_cookie.h. Empty when there is none.
  [[nodiscard]] std::string device_cookie(const http::Request& request) const;
  [[nodiscard]] std::string set_device_cookie(std::string_view value) const;
  [[nodiscard]] http::Response problem(const Error& error, const http::Request& request, Language language) const;
  [[nodiscard]] const change::Context& context() const { return context_; }
  [[nodiscard]] const DoorOptions& options() const { return options_; }
  /// For answers that tell a refusal of a part of what was asked.
  [[nodiscard]] const http::ProblemTexts& texts() const { return texts_; }
  [[nodiscard]] bool is_https() const { return options_.public_url.starts_with("https://"); }

 private:
  [[nodiscard]] http::Response answer(const Takes& takes, const Handle& handle, const http::Request& request) const;
  /// Refusals: unauthenticated, session_required, csrf_refused, and what is wrong with the request itself.
  [[nodiscard]] Result<Call> open(const Takes& takes, const http::Request& request, const SignedIn& who) const;
  [[nodiscard]] http::Response write(const change::Answer& answer, Language language) const;
  [[nodiscard]] bool answer_at_once(const Takes& takes, const QuickHandle& handle, const http::Request& request,
                                    http::Response& response) const;
  [[nodiscard]] std::optional<access::KnownSession> recall_session(const access::TokenDigest& digest) const;
  [[nodiscard]] SignedIn find_session(const access::TokenDigest& digest, SignedIn result) const;
  void touch(const SessionId& session) const;
  [[nodiscard]] bool is_same_origin(const http::Request& request) const;
  [[nodiscard]] std::string_view cookie_name() const { return is_https() ? "__Host-roster" : "roster"; }
  [[nodiscard]] std::string device_cookie_name() const { return std::string{cookie_name()} + "-device"; }

  const change::Context& context_;
  const http::ProblemTexts& texts_;
  DoorOptions options_;
};

/// A page of a list: `limit` (1..200, default 50) and `cursor`.
struct Page {
  std::size_t limit = 50;
  std::string cursor;  ///< decoded; empty for the first page
};
/// Refusals: invalid_value, naming the parameter.
Result<Page> read_page(const Call& call);
/// Cursors are opaque to clients: base64url of what the store needs to go on from.
std::string write_cursor(std::string_view position);
/// Nothing for what write_cursor() did not write.
std::optional<std::string> read_cursor(std::string_view cursor);
/// {"data": […], "next_cursor": …}
json::object write_page(json::array data, const std::optional<std::string>& next_position);

}  // namespace roster::users
