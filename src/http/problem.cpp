#include "http/problem.h"

#include <stdexcept>

#include "base/json.h"
#include "base/sentences.h"
#include "base/toml.h"

namespace roster::http {

namespace {

constexpr std::string_view fallback_code = "internal_error";

[[noreturn]] void reject(const toml::node& node, const std::string& what) {
  throw std::runtime_error("problem texts, line " + std::to_string(node.source().begin.line) + ": " + what);
}

std::string read_sentence(const toml::table& entry, std::string_view code, std::string_view part, std::string_view language) {
  const auto sentence = entry[part][language].value<std::string>();
  if (!sentence || sentence->empty())
    reject(entry, std::string{code} + " has no " + std::string{part} + "." + std::string{language});
  return *sentence;
}

json::array write_fields(const Error& error, Language language, const ProblemTexts& texts) {
  json::array fields;
  for (const auto& field : error.fields) {
    fields.push_back({{"pointer", field.pointer},
                      {"code", field.reason.code},
                      {"detail", texts.sentences(field.reason.code, language, field.params).detail}});
  }
  return fields;
}

json::object write_params(const Error& error) {
  json::object params;
  for (const auto& [name, value] : error.params) params[name] = value;
  return params;
}

json::array write_holders(const Error& error) {
  json::array holders;
  for (const auto& holder : error.holders) holders.push_back({{"type", holder.type}, {"id", holder.id}, {"name", holder.name}});
  return holders;
}

std::optional<std::chrono::seconds> retry_after_of(const Error& error) {
  if (error.retry_after) return error.retry_after;
  const auto kind = error.reason.kind;
  if (kind == ErrorKind::unavailable || kind == ErrorKind::too_many) return std::chrono::seconds{1};
  return std::nullopt;
}

}  // namespace

int status_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::malformed:
      return 400;
    case ErrorKind::unauthenticated:
      return 401;
    case ErrorKind::forbidden:
      return 403;
    case ErrorKind::not_found:
      return 404;
    case ErrorKind::method_not_allowed:
      return 405;
    case ErrorKind::conflict:
      return 409;
    case ErrorKind::precondition_failed:
      return 412;
    case ErrorKind::too_large:
      return 413;
    case ErrorKind::uri_too_long:
      return 414;
    case ErrorKind::unsupported_media:
      return 415;
    case ErrorKind::misdirected:
      return 421;
    case ErrorKind::invalid:
      return 422;
    case ErrorKind::too_many:
      return 429;
    case ErrorKind::headers_too_large:
      return 431;
    case ErrorKind::internal:
      return 500;
    case ErrorKind::unavailable:
      return 503;
  }
  return 500;
}

ProblemTexts::ProblemTexts(std::string_view toml) {
  toml::table document;
  try {
    document = toml::parse(toml);
  } catch (const toml::parse_error& fault) {
    throw std::runtime_error("problem texts, line " + std::to_string(fault.source().begin.line) + ": " +
                             std::string{fault.description()});
  }
  for (const auto& [key, node] : document) {
    const auto* table = node.as_table();
    if (table == nullptr) reject(node, std::string{key.str()} + " is no table");
    Entry entry;
    for (std::size_t i = 0; i < language_codes.size(); ++i) {
      entry.by_language[i] = {.title = read_sentence(*table, key.str(), "title", language_codes[i]),
                              .detail = read_sentence(*table, key.str(), "detail", language_codes[i]),
                              .remedy = read_sentence(*table, key.str(), "remedy", language_codes[i])};
    }
    entries_.emplace(std::string{key.str()}, std::move(entry));
  }
}

ProblemTexts::Sentences ProblemTexts::sentences(std::string_view code, Language language,
                                                const std::map<std::string, std::string>& params) const {
  auto entry = entries_.find(code);
  if (entry == entries_.end()) entry = entries_.find(fallback_code);
  if (entry == entries_.end()) return {.title = "Error", .detail = "The request was refused.", .remedy = "Try again later."};
  const auto& texts = entry->second.by_language[static_cast<std::size_t>(language)];
  return {.title = fill(texts.title, params), .detail = fill(texts.detail, params), .remedy = fill(texts.remedy, params)};
}

std::vector<std::string> ProblemTexts::codes() const {
  std::vector<std::string> codes;
  codes.reserve(entries_.size());
  for (const auto& [code, entry] : entries_) codes.push_back(code);
  return codes;
}

namespace {

/// RateLimit and RateLimit-Policy, as the IETF's draft on them has it. A throttle without a window of its own is one more
/// try after the wait.
void write_quota(const Error& error, Response& response) {
  const auto wait = retry_after_of(error).value_or(std::chrono::seconds{1});
  const auto quota = error.quota.value_or(Quota{1, wait});
  response.headers.add("RateLimit", "\"default\";r=0;t=" + std::to_string(wait.count()));
  response.headers.add("RateLimit-Policy",
                       "\"default\";q=" + std::to_string(quota.max) + ";w=" + std::to_string(quota.window.count()));
}

/// What the person reads: of a single field's fault its own words, which say what to do, rather than "a field is wrong".
Reason told_reason(const Error& error) { return error.fields.size() == 1 ? error.fields.front().reason : error.reason; }

}  // namespace

Response write_problem(const Error& error, const Request& request, Language language, const ProblemTexts& texts,
                       std::string_view docs_url) {
  const auto sentences = texts.sentences(error.reason.code, language, error.params);
  const auto told =
      texts.sentences(told_reason(error).code, language, error.fields.size() == 1 ? error.fields.front().params : error.params);
  const int status = status_of(error.reason.kind);
  json::object problem{{"type", std::string{docs_url} + "#error-" + std::string{error.reason.code}},
                       {"title", sentences.title},
                       {"status", status},
                       {"detail", told.detail},
                       {"code", error.reason.code},
                       {"request_id", request.request_id},
                       {"remedy", told.remedy}};
  if (!error.fields.empty()) problem["errors"] = write_fields(error, language, texts);
  if (!error.params.empty()) problem["params"] = write_params(error);
  if (!error.holders.empty()) problem["holders"] = write_holders(error);

  Response response{
      .status = status, .content_type = "application/problem+json", .body = json::serialize(problem), .headers = {}};
  response.headers.add("Content-Language", std::string{code_of(language)});
  response.headers.add("Vary", "Accept-Language");
  if (const auto wait = retry_after_of(error)) response.headers.add("Retry-After", std::to_string(wait->count()));
  if (status == 429) write_quota(error, response);
  if (status == 401) response.headers.add("WWW-Authenticate", "Bearer");
  return response;
}

}  // namespace roster::http
