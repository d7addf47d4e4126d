#include "app/config.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <stdexcept>
#include <thread>

#include "base/toml.h"
#include "base/toml_text.h"

namespace roster::app {

namespace {

tl::unexpected<std::string> wrong(std::string what) { return tl::unexpected<std::string>(std::move(what)); }

using Setter = std::function<bool(const toml::node&)>;

Setter text(std::string& into) {
  return [&into](const toml::node& node) {
    const auto* value = node.as_string();
    if (value != nullptr) into = value->get();
    return value != nullptr;
  };
}

Setter texts(std::vector<std::string>& into) {
  return [&into](const toml::node& node) {
    const auto* array = node.as_array();
    if (array == nullptr) return false;
    into.clear();
    for (const auto& item : *array) {
      if (!item.is_string()) return false;
      into.push_back(item.as_string()->get());
    }
    return true;
  };
}

Setter boolean(bool& into) {
  return [&into](const toml::node& node) {
    const auto* value = node.as_boolean();
    if (value != nullptr) into = value->get();
    return value != nullptr;
  };
}

template <class Number>
Setter number(Number& into, std::int64_t min, std::int64_t max) {
  return [&into, min, max](const toml::node& node) {
    const auto* value = node.as_integer();
    if (value == nullptr || value->get() < min || value->get() > max) return false;
    into = static_cast<Number>(value->get());
    return true;
  };
}

Setter duration(std::chrono::milliseconds& into, std::chrono::milliseconds unit) {
  return [&into, unit](const toml::node& node) {
    const auto* value = node.as_integer();
    if (value == nullptr || value->get() < 1 || value->get() > 1'000'000) return false;
    into = unit * value->get();
    return true;
  };
}

/// Every key that a configuration file may have.
std::map<std::string, Setter> settings_of(Config& c) {
  using namespace std::chrono;
  const auto big = std::int64_t{1'000'000'000};
  return {
      {"listen", text(c.listen)},
      {"data", text(c.data)},
      {"database", text(c.database)},
      {"public_url", text(c.public_url)},
      {"log_level", text(c.log_level)},
      {"hosts", texts(c.hosts)},
      {"mail.transport", text(c.mail)},
      {"mail.from", text(c.mail_from)},
      {"mail.ca_file", text(c.mail_ca_file)},
      {"policies.folder", text(c.policies_folder)},
      {"policies.modules", text(c.modules_file)},
      {"registration.policies", texts(c.registration_policies)},
      {"invitations.links_in_person", boolean(c.links_in_person)},
      {"invitations.disposable_domains", text(c.disposable_domains_file)},
      {"sessions.idle_minutes", duration(c.sessions.idle, minutes{1})},
      {"sessions.absolute_minutes", duration(c.sessions.absolute, minutes{1})},
      {"http.io_threads", number(c.http.io_threads, 0, 256)},
      {"http.worker_threads", number(c.http.worker_threads, 0, 256)},
      {"http.hashing_threads", number(c.hashes_at_once, 0, 256)},
      {"http.trusted_proxies", texts(c.http.trusted_proxies)},
      {"http.connections", number(c.http.limits.connections, 16, 1'000'000)},
      {"http.connections_per_ip", number(c.http.limits.connections_per_ip, 0, 1'000'000)},
      {"limits.invitations_per_account_per_hour", number(c.rates.invitations_per_account.max, 0, big)},
      {"limits.letters_per_recipient_per_day", number(c.rates.letters_per_recipient.max, 0, big)},
      {"limits.resends_per_invitation_per_hour", number(c.rates.resends_per_invitation.max, 0, big)},
      {"limits.registrations_per_address_per_hour", number(c.rates.registrations_per_ip.max, 0, big)},
      {"limits.resets_per_address_per_hour", number(c.rates.resets_per_address.max, 0, big)},
      {"limits.sign_in_failures_per_ip", number(c.rates.sign_in_failures_per_ip.max, 0, big)},
      {"limits.sign_in_failures_per_device", number(c.rates.sign_in_failures_per_device.max, 0, big)},
      {"limits.sign_ins_per_user", number(c.rates.sign_ins_per_user.max, 0, big)},
      {"limits.letters_per_mailbox_per_day", number(c.rates.letters_per_mailbox.max, 0, big)},
      {"limits.accounts_per_user_per_day", number(c.rates.accounts_per_user.max, 0, big)},
      {"limits.accounts_owned_per_user", number(c.rates.accounts_owned_max, 0, big)},
      {"limits.bulk_rows_per_user_per_minute", number(c.rates.bulk_rows_per_user.max, 0, big)},
      {"testing.cheap_passwords", boolean(c.cheap_passwords)},
      {"testing.clock_file", text(c.clock_file)},
      {"testing.further_migrations", text(c.further_migrations)},
  };
}

tl::expected<void, std::string> apply(const toml::table& table, const std::string& prefix,
                                      const std::map<std::string, Setter>& settings, const std::string& path) {
  for (const auto& [key, node] : table) {
    const auto name = prefix + std::string{key.str()};
    const auto place = path + ":" + std::to_string(node.source().begin.line) + ": " + name;
    if (const auto at = settings.find(name); at != settings.end()) {
      if (!at->second(node)) return wrong(place + " has a value of the wrong type or out of range");
      continue;
    }
    const auto* inner = node.as_table();
    const bool known_section =
        std::any_of(settings.begin(), settings.end(), [&](const auto& s) { return s.first.starts_with(name + "."); });
    if (inner == nullptr || !known_section) return wrong(place + " is no setting; docs/operations.md lists them all");
    if (auto inside = apply(*inner, name + ".", settings, path); !inside) return inside;
  }
  return {};
}

/// Names and brackets are for people; what is bound is a plain IP address.
std::string address_of(const std::string& given) {
  if (given == "localhost") return "127.0.0.1";
  return given.size() > 2 && given.front() == '[' && given.back() == ']' ? given.substr(1, given.size() - 2) : given;
}

/// A name that only begins like such an address ("127.evil.example") is none.
bool is_loopback(const std::string& address) {
  if (address == "localhost" || address == "[::1]" || address == "::1") return true;
  in_addr parsed{};
  return ::inet_pton(AF_INET, address.c_str(), &parsed) == 1 && (ntohl(parsed.s_addr) >> 24) == 127;
}

/// Of host[:port].
bool is_loopback_host(const std::string& host) {
  return is_loopback(host.substr(0, host.find(':'))) || host == "[::1]" || host.starts_with("[::1]:");
}

}  // namespace

tl::expected<void, std::string> read_config_file(const std::string& path, Config& config) {
  std::ifstream file(path);
  if (!file) return wrong("cannot read the configuration file " + path);
  const std::string text{std::istreambuf_iterator<char>{file}, {}};
  if (const auto line = find_stray_letter(text))
    return wrong(path + ":" + std::to_string(*line) +
                 ": a letter beyond ASCII, or a control character, stands outside of a text; put the text in quotes");
  try {
    const auto table = toml::parse(text, path);
    return apply(table, "", settings_of(config), path);
  } catch (const toml::parse_error& e) {
    return wrong(path + ":" + std::to_string(e.source().begin.line) + ": " + std::string{e.description()});
  }
}

tl::expected<void, std::string> complete(Config& config) {
  while (config.public_url.ends_with('/')) config.public_url.pop_back();
  if (config.listen.empty()) {
    config.http.address.clear();
  } else {
    const auto colon = config.listen.rfind(':');
    unsigned port = 0;
    const auto digits = colon == std::string::npos ? std::string{} : config.listen.substr(colon + 1);
    const auto [end, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    if (digits.empty() || ec != std::errc{} || end != digits.data() + digits.size() || port > 65535)
      return wrong("--listen is ADDRESS:PORT, such as 127.0.0.1:8080");
    config.http.address = address_of(config.listen.substr(0, colon));
    config.http.port = static_cast<std::uint16_t>(port);
    config.http.hosts.push_back("127.0.0.1");
    config.http.hosts.push_back("localhost");
    config.http.hosts.push_back("[::1]");
  }
  if (config.public_url.empty() && !config.listen.empty() && !is_loopback(config.http.address))
    return wrong("--public-url is missing, and must be https since " + config.listen +
                 " is not on loopback: where people reach this server, such as https://accounts.example.com");
  if (config.public_url.empty())
    config.public_url = "http://" + (config.listen.empty() ? std::string{"localhost"} : config.listen);
  const auto scheme_end = config.public_url.find("://");
  const auto scheme = config.public_url.substr(0, scheme_end);
  if (scheme_end == std::string::npos || (scheme != "http" && scheme != "https"))
    return wrong("--public-url is where people reach this server, such as https://accounts.example.com");
  const auto rest = config.public_url.substr(scheme_end + 3);
  const auto slash = rest.find('/');
  const auto host = rest.substr(0, slash);
  if (scheme == "http" && !is_loopback_host(host))
    return wrong(
        "--public-url must be https, unless it is on loopback: passwords and sessions would cross the network in the clear");
  config.http.https = scheme == "https";
  config.http.path_prefix = slash == std::string::npos ? "" : rest.substr(slash);
  config.http.hosts.push_back(host);
  for (const auto& more : config.hosts) config.http.hosts.push_back(more);
  if (config.hashes_at_once == 0) config.hashes_at_once = std::max(2U, std::thread::hardware_concurrency()) - 1;
  // More threads than hashes: who waits for the disk after hashing does not keep the next one from hashing.
  config.http.hashing_threads = 4 * config.hashes_at_once;
  const bool testing = config.cheap_passwords || !config.clock_file.empty() || !config.further_migrations.empty();
  if (testing && !config.listen.empty() && !is_loopback(config.http.address))
    return wrong("[testing] settings are refused on " + config.listen + ": they make passwords cheap to guess or time movable");
  if (config.mail.empty()) config.mail = "dir:" + config.data + "/mail";
  return {};
}

bool is_private(const Config& config) {
  if (config.listen.empty() || !is_loopback(config.http.address) || !config.http.trusted_proxies.empty()) return false;
  return std::all_of(config.http.hosts.begin(), config.http.hosts.end(), is_loopback_host);
}

AdjustableClock::AdjustableClock(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  void* mapped = file < 0 ? MAP_FAILED : ::mmap(nullptr, sizeof(std::int64_t), PROT_READ, MAP_SHARED, file, 0);
  if (file >= 0) ::close(file);
  if (mapped == MAP_FAILED) throw std::runtime_error("cannot map the clock file " + path);
  offset_ = static_cast<const std::int64_t*>(mapped);
}

AdjustableClock::~AdjustableClock() { ::munmap(const_cast<std::int64_t*>(offset_), sizeof(std::int64_t)); }

std::chrono::milliseconds AdjustableClock::moved() const {
  return std::chrono::milliseconds{__atomic_load_n(offset_, __ATOMIC_RELAXED)};
}

Instant AdjustableClock::now() const { return SystemClock{}.now() + moved(); }

}  // namespace roster::app
