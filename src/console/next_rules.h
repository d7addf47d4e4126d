#pragma once
// Where somebody goes on after signing in: always a path on this server. Pure.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace roster::console {

/// Percent-encodes what a query's value cannot hold.
std::string encode_value(std::string_view text);

/// A page's address, from its decoded path and query: "/a/acc_…/users?q=Zo%C3%AB".
std::string write_local(std::string_view path, const std::vector<std::pair<std::string, std::string>>& query);

/// `next` as a page was asked with, fit for a Location after our own public URL; nothing for what is no path on this server
/// ("https://elsewhere.example", "//elsewhere.example", "/\elsewhere.example") or is too long.
std::optional<std::string> read_next(std::string_view next);

}  // namespace roster::console
