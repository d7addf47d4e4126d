#include "mail/letter_layout.h"

#include <kainjow/mustache.hpp>

#include <stdexcept>

namespace roster::mail {

namespace {

namespace mustache = kainjow::mustache;

mustache::data data_of(const Paragraph& paragraph) {
  mustache::data runs{mustache::data::type::list};
  for (const auto& run : paragraph) {
    mustache::data one;
    one.set(run.is_value ? "value" : "words", run.text);
    runs.push_back(one);
  }
  return runs;
}

mustache::data data_of(const std::vector<Paragraph>& paragraphs) {
  mustache::data list{mustache::data::type::list};
  for (const auto& paragraph : paragraphs) {
    mustache::data one;
    one.set("runs", data_of(paragraph));
    list.push_back(one);
  }
  return list;
}

mustache::data data_of_quote(const Letter& letter) {
  mustache::data lines{mustache::data::type::list};
  for (const auto& line : letter.quote) {
    mustache::data one;
    // A line of nothing still takes its place.
    one.set("line", line.empty() ? std::string{"\u00A0"} : line);
    lines.push_back(one);
  }
  mustache::data quote;
  quote.set("runs", data_of(letter.quote_intro));
  quote.set("lines", lines);
  return quote;
}

}  // namespace

std::optional<Paragraph> fill_runs(std::string_view sentence, const std::map<std::string, std::string>& values) {
  Paragraph runs;
  while (!sentence.empty()) {
    const auto open = sentence.find('{');
    const auto close = open == std::string_view::npos ? open : sentence.find('}', open);
    if (close == std::string_view::npos) break;
    const std::string name{sentence.substr(open + 1, close - open - 1)};
    const auto value = values.find(name);
    if (value == values.end()) return std::nullopt;
    if (open > 0) runs.push_back({std::string{sentence.substr(0, open)}});
    // The service's name is no news to its users.
    runs.push_back({value->second, name != "service"});
    sentence.remove_prefix(close + 1);
  }
  if (!sentence.empty()) runs.push_back({std::string{sentence}});
  return runs;
}

std::string text_of(const Paragraph& paragraph) {
  std::string out;
  for (const auto& run : paragraph) out += run.text;
  return out;
}

std::string write_text(const Letter& letter) {
  std::string out = letter.heading + "\n\n";
  for (const auto& paragraph : letter.paragraphs) out += text_of(paragraph) + "\n\n";
  if (!letter.link.empty()) out += letter.button + "\n" + letter.link + "\n\n";
  if (!letter.quote.empty()) {
    out += text_of(letter.quote_intro) + "\n";
    for (const auto& line : letter.quote) out += line.empty() ? ">\n" : "> " + line + "\n";
    out += "\n";
  }
  for (const auto& note : letter.notes) out += text_of(note) + "\n\n";
  // "-- " marks what follows as a signature (RFC 3676 4.3).
  out += "-- \n" + letter.service + "\n";
  if (!letter.footer.empty()) out += text_of(letter.footer) + "\n";
  return out;
}

HtmlLayout::HtmlLayout(std::string mustache) : mustache_(std::move(mustache)) {
  const mustache::mustache parsed{mustache_};
  if (!parsed.is_valid()) throw std::runtime_error("the letters' layout: " + parsed.error_message());
}

std::string HtmlLayout::write(const Letter& letter) const {
  mustache::data data;
  data.set("language", std::string{code_of(letter.language)});
  data.set("service", letter.service);
  data.set("heading", letter.heading);
  data.set("paragraphs", data_of(letter.paragraphs));
  data.set("notes", data_of(letter.notes));
  data.set("footer", data_of(letter.footer));
  if (!letter.quote.empty()) data.set("quote", data_of_quote(letter));
  if (!letter.link.empty()) {
    mustache::data action;
    action.set("button", letter.button);
    action.set("link", letter.link);
    action.set("link_hint", letter.link_hint);
    data.set("action", action);
  }
  // Rendering writes into the parsed template, so each letter has its own.
  mustache::mustache page{mustache_};
  return page.render(data);
}

}  // namespace roster::mail
