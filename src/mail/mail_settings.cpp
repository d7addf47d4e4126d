#include "mail/mail_settings.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/email_address.h"
#include "mail/dir_transport.h"
#include "mail/people_text.h"
#include "mail/smtp_transport.h"

namespace roster::mail {

namespace {

tl::unexpected<std::string> wrong(std::string sentence) { return tl::unexpected<std::string>(std::move(sentence)); }

std::optional<std::string> percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    unsigned byte = 0;
    if (i + 2 >= text.size()) return std::nullopt;
    const auto* end = text.data() + i + 3;
    if (std::from_chars(text.data() + i + 1, end, byte, 16).ptr != end) return std::nullopt;
    out += static_cast<char>(byte);
    i += 2;
  }
  return has_controls(out) ? std::nullopt : std::optional{out};
}

bool is_loopback(const std::string& host) {
  if (host == "localhost" || host == "::1") return true;
  in_addr address{};
  return ::inet_pton(AF_INET, host.c_str(), &address) == 1 && (ntohl(address.s_addr) >> 24) == 127;
}

bool is_host(std::string_view host) {
  return !host.empty() && host.size() <= 253 && std::all_of(host.begin(), host.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == ':';
  });
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

/// An address as people have them, or one at a machine of one label, such as root@localhost.
std::optional<std::string> usable_address(std::string_view text) {
  if (const auto address = EmailAddress::parse(text)) return address->text();
  if (EmailAddress::parse(std::string{text} + ".test")) return std::string{text};
  return std::nullopt;
}

struct HostAndPort {
  std::string host;
  std::optional<std::uint16_t> port;
};

/// "host", "host:25", "[::1]:25"; nothing when it is none of these.
std::optional<HostAndPort> split_host(std::string_view text) {
  HostAndPort parts;
  if (text.starts_with('[')) {
    const auto close = text.find(']');
    if (close == std::string_view::npos) return std::nullopt;
    parts.host = text.substr(1, close - 1);
    text.remove_prefix(close + 1);
  } else {
    parts.host = text.substr(0, text.find(':'));
    text.remove_prefix(parts.host.size());
  }
  if (!is_host(parts.host)) return std::nullopt;
  if (text.empty()) return parts;
  std::uint16_t port = 0;
  const auto* end = text.data() + text.size();
  if (text.front() != ':' || std::from_chars(text.data() + 1, end, port).ptr != end || port == 0) return std::nullopt;
  parts.port = port;
  return parts;
}

tl::expected<TransportSettings, std::string> read_smtp(std::string_view rest, bool implicit_tls) {
  SmtpSettings smtp;
  smtp.implicit_tls = implicit_tls;
  if (rest.ends_with('/')) rest.remove_suffix(1);
  if (const auto at = rest.rfind('@'); at != std::string_view::npos) {
    const auto login = rest.substr(0, at);
    rest.remove_prefix(at + 1);
    const auto colon = login.find(':');
    const auto user = percent_decoded(login.substr(0, colon));
    const auto password = percent_decoded(colon == std::string_view::npos ? std::string_view{} : login.substr(colon + 1));
    if (!user || user->empty() || !password || password->empty())
      return wrong("before the @ of an SMTP address stands user:password; write special characters as %40, %3A, %2F, %25.");
    smtp.user = *user;
    smtp.password = Secret{*password};
  }
  const auto parts = split_host(rest);
  if (!parts) return wrong("after the scheme stands the SMTP server as host or host:port (IPv6 in brackets), and no path.");
  smtp.host = parts->host;
  smtp.port = parts->port.value_or(implicit_tls ? 465 : smtp.user.empty() ? 25 : 587);
  smtp.require_tls = !is_loopback(smtp.host) || !smtp.user.empty();
  return smtp;
}

}  // namespace

tl::expected<TransportSettings, std::string> read_transport(std::string_view text) {
  if (text.starts_with("dir:")) {
    if (text.size() == 4) return wrong("after dir: stands the folder that letters are written to.");
    return DirSettings{std::string{text.substr(4)}};
  }
  if (text.starts_with("smtp://")) return read_smtp(text.substr(7), false);
  if (text.starts_with("smtps://")) return read_smtp(text.substr(8), true);
  return wrong("give dir:FOLDER, smtp://[user:password@]host[:port] or smtps://[user:password@]host[:port].");
}

tl::expected<Sender, std::string> read_sender(std::string_view text, std::string_view public_url) {
  auto address = trimmed(text);
  std::string_view name = "Roster";
  if (const auto open = address.rfind('<'); open != std::string_view::npos && address.ends_with('>')) {
    name = trimmed(address.substr(0, open));
    if (name.size() >= 2 && name.starts_with('"') && name.ends_with('"')) name = name.substr(1, name.size() - 2);
    address = address.substr(open + 1, address.size() - open - 2);
  }
  if (name.empty() || has_controls(name) || shorten(name, 60) != name)
    return wrong("the name that letters come from has 1 to 60 characters, on one line.");
  if (!address.empty()) {
    if (auto usable = usable_address(address)) return Sender{std::move(*usable), std::string{name}};
    return wrong("the sender of letters is written as Name <address> or as an address alone.");
  }
  const auto host = host_of_url(public_url);
  const bool is_number = !host.empty() && host.back() >= '0' && host.back() <= '9';
  // No mail could come from a host that cannot stand in an address; a folder takes it.
  const auto derived = is_number ? std::nullopt : usable_address("noreply@" + host);
  return Sender{derived.value_or("noreply@localhost"), std::string{name}};
}

std::string describe(const TransportSettings& settings) {
  if (const auto* dir = std::get_if<DirSettings>(&settings)) return "dir:" + dir->folder;
  const auto& smtp = std::get<SmtpSettings>(settings);
  const auto security = smtp.implicit_tls ? "TLS" : smtp.require_tls ? "STARTTLS" : "plain, this machine only";
  return fmt::format("{}://{}:{} ({}{})", smtp.implicit_tls ? "smtps" : "smtp", smtp.host, smtp.port, security,
                     smtp.user.empty() ? "" : ", with a password");
}

std::unique_ptr<Transport> make_transport(const TransportSettings& settings) {
  if (const auto* dir = std::get_if<DirSettings>(&settings)) return std::make_unique<DirTransport>(dir->folder);
  return std::make_unique<SmtpTransport>(std::get<SmtpSettings>(settings));
}

std::string host_of_url(std::string_view url) {
  if (const auto scheme = url.find("://"); scheme != std::string_view::npos) url.remove_prefix(scheme + 3);
  const auto parts = split_host(url.substr(0, url.find_first_of("/?#")));
  return parts ? parts->host : std::string{};
}

}  // namespace roster::mail
