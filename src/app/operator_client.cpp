#include "app/operator_client.h"

#include <curl/curl.h>

#include <boost/json/parse.hpp>
#include <filesystem>

#include "base/log.h"

namespace roster::app {

namespace {

struct Curl {
  CURL* handle = curl_easy_init();
  curl_slist* headers = nullptr;
  Curl() = default;
  Curl(const Curl&) = delete;
  Curl& operator=(const Curl&) = delete;
  ~Curl() {
    curl_slist_free_all(headers);
    curl_easy_cleanup(handle);
  }
};

/// Status 0: nobody answers on that socket.
OperatorAnswer send_over(const std::string& socket, const std::string& method, const std::string& path,
                         const std::optional<json::value>& body) {
  Curl curl;
  std::string answer;
  const std::string text = body ? json::serialize(*body) : "";
  curl.headers = curl_slist_append(curl.headers, "Content-Type: application/json");
  curl.headers = curl_slist_append(curl.headers, "Expect:");
  const auto url = "http://localhost" + path;
  curl_easy_setopt(curl.handle, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl.handle, CURLOPT_UNIX_SOCKET_PATH, socket.c_str());
  curl_easy_setopt(curl.handle, CURLOPT_CUSTOMREQUEST, method.c_str());
  curl_easy_setopt(curl.handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl.handle, CURLOPT_NOPROXY, "*");
  curl_easy_setopt(curl.handle, CURLOPT_WRITEDATA, &answer);
  curl_easy_setopt(
      curl.handle, CURLOPT_WRITEFUNCTION, +[](char* data, std::size_t size, std::size_t n, void* out) {
        static_cast<std::string*>(out)->append(data, size * n);
        return size * n;
      });
  if (body) {
    curl_easy_setopt(curl.handle, CURLOPT_HTTPHEADER, curl.headers);
    curl_easy_setopt(curl.handle, CURLOPT_POSTFIELDS, text.c_str());
    curl_easy_setopt(curl.handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(text.size()));
  }
  if (curl_easy_perform(curl.handle) != CURLE_OK) return {};
  long status = 0;
  curl_easy_getinfo(curl.handle, CURLINFO_RESPONSE_CODE, &status);
  json::error_code ec;
  auto value = json::parse(answer, ec);
  if (ec) value = nullptr;
  return {static_cast<int>(status), std::move(value)};
}

}  // namespace

OperatorClient::OperatorClient(const Config& config) : socket_path_(socket_path_of(config.data)) {
  std::error_code none;
  if (std::filesystem::exists(socket_path_, none) && send_over(socket_path_, "GET", "/healthz", std::nullopt).status == 200)
    return;
  Config alone = config;
  alone.listen.clear();
  // What the command leaves to be sent goes out when the server runs: only it knows for sure by which way, from which address.
  alone.send_letters = false;
  log::set_level("error");
  own_ = std::make_unique<Application>(std::move(alone));
  own_->start();
}

OperatorClient::~OperatorClient() {
  if (own_) own_->stop();
}

OperatorAnswer OperatorClient::send(const std::string& method, const std::string& path, const std::optional<json::value>& body) {
  auto answer = send_over(socket_path_, method, path, body);
  if (answer.status == 0) throw StartRefused(ExitCode::refused, "the server on " + socket_path_ + " does not answer any more");
  return answer;
}

}  // namespace roster::app
