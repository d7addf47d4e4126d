#include "mail/smtp_transport.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace roster::mail {

namespace {

constexpr long command_seconds_max = 30;
constexpr long message_seconds_max = 60;
/// Servers close a connection that says nothing for some minutes; an older one is not tried first.
constexpr long idle_seconds_max = 30;

struct Upload {
  const std::string& message;
  std::size_t done = 0;
};

std::size_t read_upload(char* buffer, std::size_t size, std::size_t count, void* user) {
  auto& upload = *static_cast<Upload*>(user);
  const auto n = std::min(size * count, upload.message.size() - upload.done);
  upload.message.copy(buffer, n, upload.done);
  upload.done += n;
  return n;
}

int check_interrupted(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<const std::atomic<bool>*>(user)->load() ? 1 : 0;
}

/// What the server's answer says about this letter. 53x speak of the sign-in: that is the operator's to mend, and no fault of the
/// letter.
Delivery judge(CURLcode code, long reply, bool message_was_handed_over) {
  const auto detail = fmt::format("{} (SMTP {})", curl_easy_strerror(code), reply);
  switch (code) {
    case CURLE_OK:
      return {Outcome::sent};
    case CURLE_ABORTED_BY_CALLBACK:
      return {Outcome::temporary, "interrupted", detail};
    case CURLE_OPERATION_TIMEDOUT:
      return {Outcome::temporary, "timed_out", detail};
    case CURLE_LOGIN_DENIED:
      return {Outcome::temporary, "sign_in_refused", detail};
    case CURLE_USE_SSL_FAILED:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_PEER_FAILED_VERIFICATION:
      return {Outcome::temporary, "no_secure_connection", detail};
    default:
      break;
  }
  // libcurl tells a refused MAIL, RCPT or DATA as a failure to send, and a refused message as a weird reply to its end.
  const bool about_letter = code == CURLE_SEND_ERROR || (code == CURLE_WEIRD_SERVER_REPLY && message_was_handed_over);
  if (about_letter && reply >= 530 && reply <= 539) return {Outcome::temporary, "sign_in_refused", detail};
  if (about_letter && reply >= 500 && reply <= 599)
    return {Outcome::permanent, message_was_handed_over ? "message_refused" : "recipient_refused", detail};
  if (reply >= 400 && reply <= 499) return {Outcome::temporary, "try_later", detail};
  return {Outcome::temporary, "unreachable", detail};
}

template <class T>
void set(CURL* curl, CURLoption option, T value) {
  if (curl_easy_setopt(curl, option, value) != CURLE_OK)
    throw std::runtime_error(fmt::format("libcurl does not know option {}", static_cast<int>(option)));
}

}  // namespace

/// A libcurl handle with the connection that it keeps. One thread at a time.
class SmtpTransport::Connection {
 public:
  Connection(const SmtpSettings& settings, const std::atomic<bool>& interrupted) {
    curl_.reset(curl_easy_init());
    if (!curl_) throw std::bad_alloc();
    const auto host = settings.host.find(':') == std::string::npos ? settings.host : "[" + settings.host + "]";
    const auto url =
        fmt::format("{}://{}:{}/{}", settings.implicit_tls ? "smtps" : "smtp", host, settings.port, settings.client_name);
    auto* curl = curl_.get();
    set(curl, CURLOPT_URL, url.c_str());
    set(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    set(curl, CURLOPT_PROXY, "");  // not what the environment says
    set(curl, CURLOPT_NOSIGNAL, 1L);
    set(curl, CURLOPT_CONNECTTIMEOUT, command_seconds_max);
    set(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, command_seconds_max);
    set(curl, CURLOPT_TIMEOUT, message_seconds_max);
    set(curl, CURLOPT_MAXAGE_CONN, idle_seconds_max);
    set(curl, CURLOPT_USE_SSL, static_cast<long>(settings.require_tls ? CURLUSESSL_ALL : CURLUSESSL_NONE));
    set(curl, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (!settings.ca_file.empty()) set(curl, CURLOPT_CAINFO, settings.ca_file.c_str());
    if (!settings.user.empty()) {
      set(curl, CURLOPT_USERNAME, settings.user.c_str());
      set(curl, CURLOPT_PASSWORD, settings.password.reveal().c_str());
    }
    set(curl, CURLOPT_UPLOAD, 1L);
    set(curl, CURLOPT_READFUNCTION, &read_upload);
    set(curl, CURLOPT_NOPROGRESS, 0L);
    set(curl, CURLOPT_XFERINFOFUNCTION, &check_interrupted);
    set(curl, CURLOPT_XFERINFODATA, const_cast<void*>(static_cast<const void*>(&interrupted)));
  }

  Delivery send(const Envelope& envelope, const std::string& message) {
    Upload upload{message};
    const auto from = "<" + envelope.from + ">";
    const auto to = "<" + envelope.to.text() + ">";
    const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> recipients{curl_slist_append(nullptr, to.c_str()),
                                                                                 &curl_slist_free_all};
    if (!recipients) throw std::bad_alloc();
    set(curl_.get(), CURLOPT_MAIL_FROM, from.c_str());
    set(curl_.get(), CURLOPT_MAIL_RCPT, recipients.get());
    set(curl_.get(), CURLOPT_READDATA, &upload);
    set(curl_.get(), CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(message.size()));
    const auto code = curl_easy_perform(curl_.get());
    long reply = 0;
    curl_easy_getinfo(curl_.get(), CURLINFO_RESPONSE_CODE, &reply);
    set(curl_.get(), CURLOPT_MAIL_RCPT, static_cast<curl_slist*>(nullptr));
    server_was_gone_ = code != CURLE_OK && reply == 0 && upload.done == 0;
    return judge(code, reply, upload.done == message.size());
  }
  /// Whether the last failure came before the server answered anything.
  [[nodiscard]] bool server_was_gone() const { return server_was_gone_; }

 private:
  std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl_{nullptr, &curl_easy_cleanup};
  bool server_was_gone_ = false;
};

SmtpTransport::SmtpTransport(SmtpSettings settings) : settings_(std::move(settings)) {
  static const auto once = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (once != CURLE_OK) throw std::runtime_error("libcurl does not start");
}

SmtpTransport::~SmtpTransport() = default;

Delivery SmtpTransport::send(const Envelope& envelope, const std::string& message) {
  if (interrupted_) return {Outcome::temporary, "interrupted"};
  auto connection = take_idle();
  const bool kept = connection != nullptr;
  if (!kept) connection = std::make_unique<Connection>(settings_, interrupted_);
  auto delivery = connection->send(envelope, message);
  if (kept && delivery.reason == "unreachable" && connection->server_was_gone()) {
    // It closed the kept connection in the meantime; a new one tells whether it is there.
    connection = std::make_unique<Connection>(settings_, interrupted_);
    delivery = connection->send(envelope, message);
  }
  // A connection on which something went wrong is not used again.
  if (delivery.outcome == Outcome::sent) give_back(std::move(connection));
  return delivery;
}

std::unique_ptr<SmtpTransport::Connection> SmtpTransport::take_idle() {
  const std::lock_guard lock{mutex_};
  if (idle_.empty()) return nullptr;
  auto connection = std::move(idle_.back());
  idle_.pop_back();
  return connection;
}

void SmtpTransport::give_back(std::unique_ptr<Connection> connection) {
  const std::lock_guard lock{mutex_};
  idle_.push_back(std::move(connection));
}

}  // namespace roster::mail
