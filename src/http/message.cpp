#include "http/message.h"

#include <algorithm>
#include <stdexcept>

namespace roster::http {

namespace {
constexpr std::size_t body_bytes_kept = 64 * 1024;

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }
}  // namespace

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
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

std::string& Headers::append(std::string_view name) {
  if (spare_.empty()) return fields_.emplace_back(name, std::string{}).second;
  fields_.push_back(std::move(spare_.back()));
  spare_.pop_back();
  fields_.back().first.assign(name);
  fields_.back().second.clear();
  return fields_.back().second;
}

void Headers::set(std::string_view name, std::string value) {
  std::erase_if(fields_, [&](const auto& field) { return equals_ignoring_case(field.first, name); });
  fields_.emplace_back(std::string{name}, std::move(value));
}

void Headers::clear() {
  // Backwards, so that the next request of the same client finds each value in memory of its size.
  for (; !fields_.empty(); fields_.pop_back()) spare_.push_back(std::move(fields_.back()));
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

std::pair<std::string, std::string>& Request::add_query() {
  if (spare_query_.empty()) return query.emplace_back();
  query.push_back(std::move(spare_query_.back()));
  spare_query_.pop_back();
  return query.back();
}

void Response::clear() {
  status = 200;
  content_type.clear();
  body.clear();
  headers.clear();
}

void Request::clear() {
  method = Method::get;
  method_text.clear();
  target.clear();
  path.clear();
  // Backwards, as headers are.
  for (; !query.empty(); query.pop_back()) {
    spare_query_.push_back(std::move(query.back()));
    spare_query_.back().first.clear();
    spare_query_.back().second.clear();
  }
  parameters.clear();
  headers.clear();
  if (body.capacity() > body_bytes_kept)
    body = {};
  else
    body.clear();
  peer_ip.clear();
  over_socket = false;
  request_id.clear();
  language = Language::en;
}

}  // namespace roster::http
