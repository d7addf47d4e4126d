#pragma once
// An HTTP client for tests: one kept connection, JSON in and out. Every exchange is recorded when ROSTER_RECORD_DIR is set,
// and checked against api/openapi.yaml after the run (script/test).

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"

namespace roster::testing {

struct Reply {
  int status = 0;
  std::string body;
  std::map<std::string, std::string> headers;  ///< names in lower case; of several Set-Cookie the first: the session's
  std::vector<std::string> cookies;            ///< each Set-Cookie
  json::value json;                            ///< null unless the body is JSON

  /// Text of a member by path: "/user/id", "/data/0/email"; empty when there is none.
  [[nodiscard]] std::string text(std::string_view pointer) const;
  [[nodiscard]] const json::value& at(std::string_view pointer) const;
  [[nodiscard]] std::string code() const { return text("/code"); }
  /// The code of the first field error, "pointer code", of a validation_failed; else empty.
  [[nodiscard]] std::string field() const;
  [[nodiscard]] std::string header(const std::string& name) const;
};

class Client {
 public:
  explicit Client(std::string base_url, std::string unix_socket = "");
  ~Client();
  Client(Client&&) noexcept;
  Client& operator=(Client&&) noexcept;

  /// A new client for the same server, without credential.
  [[nodiscard]] Client another() const;
  [[nodiscard]] Client with_token(std::string token) const;
  [[nodiscard]] Client with_cookie(std::string cookie) const;

  using HeaderList = std::vector<std::pair<std::string, std::string>>;
  Reply get(const std::string& path, const HeaderList& headers = {}) { return send("GET", path, std::nullopt, headers); }
  Reply post(const std::string& path, const json::value& body, const HeaderList& headers = {}) {
    return send("POST", path, json::serialize(body), headers);
  }
  Reply post(const std::string& path) { return send("POST", path, std::nullopt, {}); }
  Reply patch(const std::string& path, const json::value& body, const HeaderList& headers = {}) {
    return send("PATCH", path, json::serialize(body), headers);
  }
  Reply del(const std::string& path, const HeaderList& headers = {}) { return send("DELETE", path, std::nullopt, headers); }
  Reply del(const std::string& path, const json::value& body) { return send("DELETE", path, json::serialize(body), {}); }
  /// The body as it is, with its Content-Type in `headers` if not JSON.
  Reply send(const std::string& method, const std::string& path, const std::optional<std::string>& body,
             const HeaderList& headers);

  long seconds_max = 60;    ///< how long an answer is waited for
  bool is_recorded = true;  ///< not where a proxy may answer in the server's place
  std::string token;        ///< sent as bearer when not empty
  std::string cookie;       ///< sent as Cookie when not empty (with a same-origin Origin on unsafe methods)
  [[nodiscard]] const std::string& base_url() const { return base_url_; }

 private:
  std::string base_url_, unix_socket_;
  struct Handle;
  std::unique_ptr<Handle> handle_;
};

}  // namespace roster::testing
