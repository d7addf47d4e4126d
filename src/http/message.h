#pragma once
// What a handler sees of HTTP: a request that was read whole and within its limits, and the response to it.
// Nothing here knows a socket.

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/language.h"
#include "http/pairs.h"

namespace roster::http {

enum class Method { get, head, post, put, patch, delete_, options, other };

std::string_view name_of(Method method);

/// Header fields in the order they came; names compare without case.
class Headers {
 public:
  void add(std::string_view name, std::string_view value) { add(name).assign(value); }
  /// The same, with a value that is written by who asks.
  std::string& add(std::string_view name) {
    auto& field = fields_.add();
    field.first.assign(name);
    return field.second;
  }
  /// Replaces every field of that name.
  void set(std::string_view name, std::string_view value);
  void clear() { fields_.clear(); }
  /// The first field of that name.
  [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;
  [[nodiscard]] std::vector<std::string_view> all(std::string_view name) const;
  [[nodiscard]] const Pairs& fields() const { return fields_; }

 private:
  Pairs fields_;
};

/// Of the same size: equal but for the case of ASCII letters.
bool equal_letters(std::string_view a, std::string_view b);
/// Equal but for the case of ASCII letters.
inline bool equals_ignoring_case(std::string_view a, std::string_view b) { return a.size() == b.size() && equal_letters(a, b); }

struct Request {
  Method method = Method::get;
  std::string method_text;                                     ///< as sent: "GET"
  std::string target;                                          ///< as sent; holds secrets sometimes, so it is never logged
  std::string path;                                            ///< percent-decoded once, without query
  Pairs query;                                                 ///< decoded once, in order
  std::map<std::string, std::string, std::less<>> parameters;  ///< of the route's pattern: {"acc": "acc_…"}
  Headers headers;
  std::string body;
  std::string peer_ip;       ///< the client's address; behind a trusted proxy the right-most untrusted hop; "" over the socket
  bool over_socket = false;  ///< came by the operator's unix socket
  std::string request_id;    ///< "req_…", ours, always new
  Language language = Language::en;  ///< of Accept-Language; the actor's own language goes before it

  /// A query parameter that may be given at most once; a second one makes it empty, which nothing takes for a value
  /// (the door refuses repeated names before).
  [[nodiscard]] std::optional<std::string_view> query_value(std::string_view name) const;
  /// Throws std::out_of_range when the route's pattern has no such parameter.
  [[nodiscard]] const std::string& parameter(std::string_view name) const;
  /// Makes ready for the next request; keeps memory.
  void clear();
  /// For who knows whether the next one has the same headers, and the same target.
  void clear_but_headers_and_target();
  /// Clears path and query.
  void forget_target();
};

struct Response {
  int status = 200;
  std::string content_type;  ///< empty with an empty body
  std::string body;
  Headers headers;
  std::optional<Language>
      language{};  ///< of a body that depends on who asks: said with Content-Language, and Vary by what decides

  /// Makes ready for another one; keeps memory.
  void clear();
};

using Handler = std::function<Response(const Request&)>;
/// Answers what can be answered at once, on the thread that read the request: never blocks, and makes nothing that it could
/// keep. False: not this one; then the handler answers on its lane, and the response is as it was, empty.
using QuickHandler = std::function<bool(const Request&, Response&)>;

/// Which threads run a route's handler.
enum class Lane {
  worker,   ///< the bounded pool
  hashing,  ///< the few threads that may hash passwords; waiting is bounded to 2 s, the surplus is 503
  inline_,  ///< on the thread that read the request: only what never blocks
};

/// One row of the table of routes. `pattern`: "/v1/accounts/{acc}/members/{usr}"; a last "{rest*}" takes what is left.
struct Route {
  Method method;
  std::string pattern;
  Handler handler;
  Lane lane = Lane::worker;
  std::size_t body_bytes_max = 256 * 1024;
  QuickHandler at_once{};  ///< tried first, where there is one
};

}  // namespace roster::http
