#include "base/email_address.h"

#include <unicode/uidna.h>

#include <algorithm>
#include <array>
#include <memory>

namespace roster {

namespace {

constexpr std::size_t local_max = 64, address_max = 254;

bool is_atom_char(char c) {
  if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) return true;
  // RFC 5322 atext without '%' and '!', which old mail routers read as instructions.
  return std::string_view{"#$&'*+-/=?^_`{|}~."}.find(c) != std::string_view::npos;
}

bool is_local_part(std::string_view local) {
  if (local.empty() || local.size() > local_max) return false;
  if (local.front() == '.' || local.back() == '.' || local.find("..") != std::string_view::npos) return false;
  return std::all_of(local.begin(), local.end(), is_atom_char);
}

const UIDNA* idna() {
  struct Close {
    void operator()(UIDNA* u) const { uidna_close(u); }
  };
  static const std::unique_ptr<UIDNA, Close> instance = [] {
    UErrorCode status = U_ZERO_ERROR;
    return std::unique_ptr<UIDNA, Close>(uidna_openUTS46(
        UIDNA_USE_STD3_RULES | UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ | UIDNA_NONTRANSITIONAL_TO_ASCII, &status));
  }();
  return instance.get();
}

std::optional<std::string> read_domain(std::string_view domain) {
  if (domain.empty() || domain.size() > address_max || domain.back() == '.' || domain.front() == '[') return std::nullopt;
  std::array<char, 256> out{};
  UErrorCode status = U_ZERO_ERROR;
  UIDNAInfo info = UIDNA_INFO_INITIALIZER;
  const auto length = uidna_nameToASCII_UTF8(idna(), domain.data(), static_cast<std::int32_t>(domain.size()), out.data(),
                                             static_cast<std::int32_t>(out.size()), &info, &status);
  if (U_FAILURE(status) != 0 || info.errors != 0) return std::nullopt;
  std::string ascii(out.data(), static_cast<std::size_t>(length));
  const auto last_dot = ascii.rfind('.');
  if (last_dot == std::string::npos || last_dot == 0) return std::nullopt;
  const auto top = std::string_view{ascii}.substr(last_dot + 1);
  if (top.size() < 2 || std::all_of(top.begin(), top.end(), [](char c) { return c >= '0' && c <= '9'; })) return std::nullopt;
  return ascii;
}

std::string_view trim(std::string_view text) {
  const auto space = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  while (!text.empty() && space(text.front())) text.remove_prefix(1);
  while (!text.empty() && space(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace

std::optional<EmailAddress> EmailAddress::parse(std::string_view text) {
  text = trim(text);
  const auto at = text.rfind('@');
  if (at == std::string_view::npos) return std::nullopt;
  const auto local = text.substr(0, at);
  if (!is_local_part(local)) return std::nullopt;
  const auto domain = read_domain(text.substr(at + 1));
  if (!domain || local.size() + 1 + domain->size() > address_max) return std::nullopt;
  std::string shown = std::string{local} + "@" + *domain;
  std::string key = shown;
  std::transform(key.begin(), key.end(), key.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return EmailAddress{std::move(shown), std::move(key)};
}

std::string EmailAddress::folded() const {
  const auto at = key_.find('@');
  std::string local = key_.substr(0, std::min(at, key_.find('+')));
  local.erase(std::remove(local.begin(), local.end(), '.'), local.end());
  return local + key_.substr(at);
}

std::string EmailAddress::masked() const { return text_.substr(0, 1) + "***" + text_.substr(text_.find('@')); }

}  // namespace roster
