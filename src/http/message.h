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

namespace roster::http {

enum class Method { get, head, post, put, patch, delete_, options, other };

std::string_view name_of(Method method);

/// Header fields in the order they came; names compare without case.
class Headers {
 public:
  void add(std::string name, std::string value) { fields_.emplace_back(std::move(name), std::move(value)); }
  void set(std::string_view name, std::string value);
  /// The first field of that name.
  [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;
  [[nodiscard]] std::vector<std::string_view> all(std::string_view name) const;
  [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& fields() const { return fields_; }

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
};

struct Request {
  Method method = Method::get;
  std::string method_text;                                     ///< as sent: "GET"
  std::string target;                                          ///< as sent; holds secrets sometimes, so it is never logged
  std::string path;                                            ///< percent-decoded once, without query
  std::vector<std::pair<std::string, std::string>> query;      ///< decoded once, in order
  std::map<std::string, std::string, std::less<>> parameters;  ///< of the route's pattern: {"acc": "acc_…"}
  Headers headers;
  std::string body;
  std::string peer_ip;      ///< the client's address; behind a trusted proxy the right-most untrusted hop
  bool over_socket = false; ///< came by the operator's unix socket
  std::string request_id;   ///< "req_…", ours, always new
  Language language = Language::en;  ///< of Accept-Language; the actor's own language goes before it

  /// A query parameter that may be given at most once; a second one is as if the first were malformed (the door refuses it).
  [[nodiscard]] std::optional<std::string_view> query_value(std::string_view name) const;
  [[nodiscard]] const std::string& parameter(std::string_view name) const;
};

struct Response {
  int status = 200;
  std::string content_type;  ///< empty with an empty body
  std::string body;
  Headers headers;
};

using Handler = std::function<Response(const Request&)>;

/// Which threads run a route's handler (stack.md, thread model).
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
};

}  // namespace roster::http
