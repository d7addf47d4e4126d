#include "support/client.h"

#include <curl/curl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <cstdlib>
#include <fstream>
#include <mutex>

namespace roster::testing {

namespace {

/// One file a process; lines of several threads do not mix.
void record(const std::string& method, const std::string& path, const std::optional<std::string>& request_body,
            const Reply& reply) {
  static const char* folder = std::getenv("ROSTER_RECORD_DIR");
  if (folder == nullptr) return;
  static std::mutex mutex;
  static std::ofstream file(std::string{folder} + "/" + std::to_string(::getpid()) + ".jsonl", std::ios::app);
  json::object headers;
  for (const auto& [name, value] : reply.headers) headers[name] = value;
  const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
  json::object line{
      {"method", method},        {"path", path},
      {"status", reply.status},  {"content_type", reply.header("content-type")},
      {"request_body", nullptr}, {"body", reply.body},
      {"headers", headers},      {"test", test == nullptr ? "" : std::string{test->test_suite_name()} + "." + test->name()}};
  if (request_body) line["request_body"] = *request_body;
  const std::lock_guard guard(mutex);
  file << json::serialize(line) << "\n" << std::flush;
}

const json::value& none() {
  static const json::value value;
  return value;
}

}  // namespace

const json::value& Reply::at(std::string_view pointer) const {
  const json::value* here = &json;
  while (!pointer.empty()) {
    pointer.remove_prefix(1);
    const auto end = std::min(pointer.find('/'), pointer.size());
    const std::string key{pointer.substr(0, end)};
    pointer.remove_prefix(end);
    if (const auto* object = here->if_object()) {
      here = object->if_contains(key);
    } else if (const auto* array = here->if_array()) {
      const auto index = static_cast<std::size_t>(std::strtoul(key.c_str(), nullptr, 10));
      here = index < array->size() ? &(*array)[index] : nullptr;
    } else {
      here = nullptr;
    }
    if (here == nullptr) return none();
  }
  return *here;
}

std::string Reply::text(std::string_view pointer) const {
  const auto& value = at(pointer);
  return value.is_string() ? std::string{value.get_string()} : std::string{};
}

std::string Reply::field() const {
  const auto pointer = text("/errors/0/pointer");
  return pointer.empty() && text("/errors/0/code").empty() ? "" : pointer + " " + text("/errors/0/code");
}

std::string Reply::header(const std::string& name) const {
  const auto at = headers.find(name);
  return at == headers.end() ? "" : at->second;
}

struct Client::Handle {
  CURL* curl = curl_easy_init();
  Handle() = default;
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  ~Handle() { curl_easy_cleanup(curl); }
};

Client::Client(std::string base_url, std::string unix_socket)
    : base_url_(std::move(base_url)), unix_socket_(std::move(unix_socket)), handle_(std::make_unique<Handle>()) {}
Client::~Client() = default;
Client::Client(Client&&) noexcept = default;
Client& Client::operator=(Client&&) noexcept = default;

Client Client::another() const { return Client{base_url_, unix_socket_}; }
Client Client::with_token(std::string t) const {
  auto client = another();
  client.token = std::move(t);
  return client;
}
Client Client::with_cookie(std::string c) const {
  auto client = another();
  client.cookie = std::move(c);
  return client;
}

Reply Client::send(const std::string& method, const std::string& path, const std::optional<std::string>& body,
                   const HeaderList& headers) {
  CURL* curl = handle_->curl;
  curl_easy_reset(curl);
  Reply reply;
  curl_slist* list = nullptr;
  const auto add = [&](const std::string& line) { list = curl_slist_append(list, line.c_str()); };
  bool has_type = false, has_origin = false;
  for (const auto& [name, value] : headers) {
    has_type = has_type || strcasecmp(name.c_str(), "content-type") == 0;
    has_origin = has_origin || strcasecmp(name.c_str(), "origin") == 0;
    add(name + ": " + value);
  }
  add("Expect:");
  if (!token.empty()) add("Authorization: Bearer " + token);
  if (!cookie.empty()) add("Cookie: " + cookie);
  if (!cookie.empty() && method != "GET" && !has_origin) add("Origin: " + base_url_);
  if (body && !has_type) add("Content-Type: application/json");
  curl_easy_setopt(curl, CURLOPT_URL, (base_url_ + path).c_str());
  curl_easy_setopt(curl, CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method.c_str());
  if (method == "HEAD") curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, list);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, seconds_max);
  if (!unix_socket_.empty()) curl_easy_setopt(curl, CURLOPT_UNIX_SOCKET_PATH, unix_socket_.c_str());
  if (body) {
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body->c_str());
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body->size()));
  }
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &reply.body);
  curl_easy_setopt(
      curl, CURLOPT_WRITEFUNCTION, +[](char* data, std::size_t size, std::size_t n, void* out) {
        static_cast<std::string*>(out)->append(data, size * n);
        return size * n;
      });
  curl_easy_setopt(curl, CURLOPT_HEADERDATA, &reply);
  curl_easy_setopt(
      curl, CURLOPT_HEADERFUNCTION, +[](char* data, std::size_t size, std::size_t n, void* out) {
        std::string line(data, size * n);
        const auto colon = line.find(':');
        if (colon != std::string::npos) {
          auto name = line.substr(0, colon);
          std::transform(name.begin(), name.end(), name.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
          auto value = line.substr(colon + 1);
          while (!value.empty() && (value.back() == '\r' || value.back() == '\n')) value.pop_back();
          while (!value.empty() && value.front() == ' ') value.erase(value.begin());
          auto& to = *static_cast<Reply*>(out);
          if (name == "set-cookie") to.cookies.push_back(value);
          if (name != "set-cookie" || to.cookies.size() == 1) to.headers[name] = value;
        }
        return size * n;
      });
  const auto code = curl_easy_perform(curl);
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  curl_slist_free_all(list);
  // 0: no answer came. The caller sees it as such: under kill -9 that is to be expected.
  reply.status = code == CURLE_OK ? static_cast<int>(status) : 0;
  if (reply.header("content-type").find("json") != std::string::npos) {
    json::error_code ec;
    reply.json = json::parse(reply.body, ec);
  }
  // The operator's socket answers more than the contract has.
  if (reply.status != 0 && unix_socket_.empty() && is_recorded) record(method, path, body, reply);
  return reply;
}

}  // namespace roster::testing
