#include "http/message.h"

#include <algorithm>
#include <stdexcept>

namespace roster::http {

namespace {
constexpr std::size_t body_bytes_kept = 64 * 1024;

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }
}  // namespace

bool equal_letters(std::string_view a, std::string_view b) {
  if (a == b) return true;
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view name_of(Method method) {
  switch (method) {
    case Method::get:
      return "GET";
    case Method::head:
      return "HEAD";
    case Method::post:
      return "POST";
    case Method::put:
      return "PUT";
    case Method::patch:
      return "PATCH";
    case Method::delete_:
      return "DELETE";
    case Method::options:
      return "OPTIONS";
    case Method::other:
      return "OTHER";
  }
  return "OTHER";
}

void Headers::set(std::string_view name, std::string_view value) {
  fields_.erase_if([&](const auto& field) { return equals_ignoring_case(field.first, name); });
  add(name, value);
}

std::optional<std::string_view> Headers::find(std::string_view name) const {
  for (const auto& [field, value] : fields_)
    if (equals_ignoring_case(field, name)) return value;
  return std::nullopt;
}

std::vector<std::string_view> Headers::all(std::string_view name) const {
  std::vector<std::string_view> values;
  for (const auto& [field, value] : fields_)
    if (equals_ignoring_case(field, name)) values.push_back(value);
  return values;
}

std::optional<std::string_view> Request::query_value(std::string_view name) const {
  std::optional<std::string_view> found;
  for (const auto& [key, value] : query) {
    if (key != name) continue;
    if (found) return std::string_view{};
    found = value;
  }
  return found;
}

const std::string& Request::parameter(std::string_view name) const {
  const auto at = parameters.find(name);
  if (at == parameters.end()) throw std::out_of_range("the route has no parameter " + std::string{name});
  return at->second;
}

void Response::clear() {
  status = 200;
  content_type.clear();
  body.clear();
  headers.clear();
  language.reset();
}

void Request::clear() {
  clear_but_headers_and_target();
  forget_target();
  headers.clear();
}

void Request::forget_target() {
  path.clear();
  query.clear();
}

void Request::clear_but_headers_and_target() {
  method = Method::get;
  method_text.clear();
  target.clear();
  parameters.clear();
  if (body.capacity() > body_bytes_kept)
    std::string{}.swap(body);  // an assignment would keep the memory
  else
    body.clear();
  peer_ip.clear();
  over_socket = false;
  request_id.clear();
  language = Language::en;
}

}  // namespace roster::http
