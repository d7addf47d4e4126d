#pragma once
// Where letters go and whom they come from, as an operator writes it: "dir:DIR", "smtp://[user:password@]host[:port]",
// "smtps://…". A message about a wrong setting never repeats what was written: there may be a password in it.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include <tl/expected.hpp>

#include "base/secret.h"
#include "mail/transport.h"

namespace roster::mail {

struct DirSettings {
  std::string folder;
};

struct SmtpSettings {
  std::string host;  ///< a name or an address; IPv6 without brackets
  std::uint16_t port = 25;
  bool implicit_tls = false;  ///< smtps: TLS from the first byte
  bool require_tls =
      true;  ///< else STARTTLS, or nothing is sent; only to this machine itself, and without a password, plain is allowed
  std::string user{};  ///< empty: no AUTH
  Secret password{};
  std::string ca_file{};                  ///< PEM; empty: the machine's own
  std::string client_name = "localhost";  ///< said in EHLO
};

using TransportSettings = std::variant<DirSettings, SmtpSettings>;

/// The error is a sentence for the operator, to follow the setting's name and a colon.
tl::expected<TransportSettings, std::string> read_transport(std::string_view text);

struct Sender {
  std::string address;  ///< ASCII; its domain may be one label ("localhost")
  std::string name;     ///< display name, and what letters call this server
};
/// Reads "Name <address>", "address", or nothing at all: then "Roster" and noreply@ the host of `public_url`.
tl::expected<Sender, std::string> read_sender(std::string_view text, std::string_view public_url);

/// For the log: "smtp://mail.example:587 with a password". Never the password or the user.
std::string describe(const TransportSettings& settings);
std::unique_ptr<Transport> make_transport(const TransportSettings& settings);
/// "id.example" of "https://id.example:8443/roster"; an address without its brackets.
std::string host_of_url(std::string_view url);

}  // namespace roster::mail
