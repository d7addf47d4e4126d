#include "http/target.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace roster::http {

namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// `plain`: nothing in it stands for something else, and it is UTF-8.
bool decode(std::string_view text, bool plain, bool plus_is_space, std::string& out) {
  if (plain) {
    out.assign(text);
    return true;
  }
  out.clear();
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      if (text.size() - i < 3) return false;
      const int high = hex_digit(text[i + 1]);
      const int low = hex_digit(text[i + 2]);
      if (high < 0 || low < 0) return false;
      c = static_cast<char>(high * 16 + low);
      i += 2;
    } else if (c == '+' && plus_is_space) {
      c = ' ';
    }
    if (c == '\0') return false;
    out.push_back(c);
  }
  return is_utf8(out);
}

bool has_control_character(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

bool has_dot_segment(std::string_view path) {
  for (std::size_t begin = 0; begin < path.size();) {
    const auto end = std::min(path.find('/', begin), path.size());
    const auto segment = path.substr(begin, end - begin);
    if (segment == "." || segment == "..") return true;
    begin = end + 1;
  }
  return false;
}

bool has_encoded_slash(std::string_view raw) {
  return raw.find("%2f") != std::string_view::npos || raw.find("%2F") != std::string_view::npos;
}

/// "http://host:port/path" → "/path"; nothing when it is no absolute form or speaks of another host.
std::optional<std::string_view> cut_authority(std::string_view target, std::string_view host) {
  const auto scheme_end = target.find("://");
  if (scheme_end == std::string_view::npos) return std::nullopt;
  const auto scheme = target.substr(0, scheme_end);
  if (!equals_ignoring_case(scheme, "http") && !equals_ignoring_case(scheme, "https")) return std::nullopt;
  target.remove_prefix(scheme_end + 3);
  const auto authority_end = std::min(target.find_first_of("/?"), target.size());
  if (host.empty() || !equals_ignoring_case(target.substr(0, authority_end), host)) return std::nullopt;
  return target.substr(authority_end);
}

bool read_query(std::string_view text, bool plain, Request& request) {
  while (!text.empty()) {
    const auto end = std::min(text.find('&'), text.size());
    const auto piece = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (piece.empty()) continue;
    const auto equals = std::min(piece.find('='), piece.size());
    auto& [name, value] = request.query.add();
    if (!decode(piece.substr(0, equals), plain, true, name)) return false;
    if (!decode(piece.substr(std::min(equals + 1, piece.size())), plain, true, value)) return false;
  }
  return true;
}

}  // namespace

bool is_utf8(std::string_view text) {
  const auto* at = reinterpret_cast<const unsigned char*>(text.data());
  const auto* end = at + text.size();
  constexpr std::uint64_t high_bits = 0x8080808080808080;
  while (at < end) {
    // Eight characters of ASCII at once.
    std::uint64_t eight = 0;
    if (end - at >= 8 && (std::memcpy(&eight, at, 8), (eight & high_bits) == 0)) {
      at += 8;
      continue;
    }
    if (*at < 0x80) {
      ++at;
      continue;
    }
    const int more = *at >= 0xf0 ? 3 : *at >= 0xe0 ? 2 : 1;
    if (*at < 0xc2 || *at > 0xf4 || end - at <= more) return false;
    std::uint32_t point = *at & (0x3fU >> more);
    for (int i = 1; i <= more; ++i) {
      if ((at[i] & 0xc0) != 0x80) return false;
      point = (point << 6) | (at[i] & 0x3fU);
    }
    if (more == 2 && (point < 0x800 || (point >= 0xd800 && point <= 0xdfff))) return false;
    if (more == 3 && (point < 0x10000 || point > 0x10ffff)) return false;
    at += more + 1;
  }
  return true;
}

Result<void> read_target(Request& request, std::string_view host, std::string_view prefix) {
  std::string_view target = request.target;
  if (target == "*" && request.method == Method::options) {
    request.path = "*";
    return {};
  }
  if (!target.starts_with('/')) {
    const auto rest = cut_authority(target, host);
    if (!rest) return refuse(reasons::malformed_request);
    target = *rest;
  }
  if (target.find('#') != std::string_view::npos) return refuse(reasons::malformed_request);

  // As nearly all are: so it is looked at once, and not piece by piece. The parser lets no NUL through.
  const bool plain = target.find('%') == std::string_view::npos && target.find('+') == std::string_view::npos && is_utf8(target);
  const auto path_end = std::min(target.find('?'), target.size());
  auto path = target.substr(0, path_end);
  if (!read_query(target.substr(std::min(path_end + 1, target.size())), plain, request))
    return refuse(reasons::malformed_request);
  if (!prefix.empty() && path.starts_with(prefix) && (path.size() == prefix.size() || path[prefix.size()] == '/'))
    path.remove_prefix(prefix.size());
  if (path.empty()) path = "/";
  if (!decode(path, plain, false, request.path) || has_control_character(request.path)) return refuse(reasons::malformed_request);
  if ((!plain && has_encoded_slash(path)) || has_dot_segment(request.path)) return refuse(reasons::not_found);
  return {};
}

}  // namespace roster::http
