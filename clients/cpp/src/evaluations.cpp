#include "evaluations.h"

#include <cstdio>

namespace roster {

namespace {

void append_text(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      char escaped[8];
      std::snprintf(escaped, sizeof escaped, "\\u%04x", static_cast<unsigned>(c));
      out += escaped;
    } else {
      out += c;
    }
  }
  out += '"';
}

void append_question(std::string& out, const Question& question) {
  out += R"({"subject":{"type":"user","id":)";
  append_text(out, question.user);
  out += R"(},"action":{"name":)";
  append_text(out, question.permission);
  if (question.sub_account.empty()) {
    out += R"(},"resource":{"type":"account","id":)";
    append_text(out, question.account);
  } else {
    out += R"(},"resource":{"type":"sub_account","id":)";
    append_text(out, question.sub_account);
    out += R"(,"properties":{"account":)";
    append_text(out, question.account);
    out += '}';
  }
  out += "}}";
}

}  // namespace

std::string write_evaluations(const std::vector<const Question*>& questions) {
  std::string body = R"({"evaluations":[)";
  for (const auto* question : questions) {
    if (body.back() != '[') body += ',';
    append_question(body, *question);
  }
  return body += "]}";
}

std::optional<std::vector<Answer>> read_evaluations(std::string_view body, std::size_t count) {
  // Each decision has this one key, and no text of the answer is anybody's but the server's.
  constexpr std::string_view key = R"("decision":)";
  if (!body.starts_with(R"({"evaluations":[)") || !body.ends_with("]}")) return std::nullopt;
  std::vector<Answer> answers;
  for (auto at = body.find(key); at != std::string_view::npos; at = body.find(key, at + 1)) {
    const auto value = body.substr(at + key.size());
    const bool yes = value.starts_with("true");
    if (!yes && !value.starts_with("false")) return std::nullopt;
    answers.push_back(yes ? Answer::yes : Answer::no);
  }
  if (answers.size() != count) return std::nullopt;
  return answers;
}

}  // namespace roster
