#include "mail/letter_composer.h"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <stdexcept>
#include <vector>

#include "mail/people_text.h"

namespace roster::mail {

namespace {

using Values = std::map<std::string, std::string>;

/// A text field of the letter; empty when it is not there.
std::string field(const json::object& fields, std::string_view name) {
  const auto* value = fields.if_contains(name);
  return value != nullptr && value->is_string() ? std::string{value->get_string()} : std::string{};
}

std::vector<std::string_view> split(std::string_view text, std::string_view at) {
  std::vector<std::string_view> parts;
  for (auto end = text.find(at); end != std::string_view::npos; end = text.find(at)) {
    parts.push_back(text.substr(0, end));
    text.remove_prefix(end + at.size());
  }
  parts.push_back(text);
  return parts;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.remove_suffix(1);
  while (!text.empty() && (text.front() == '\n' || text.front() == ' ')) text.remove_prefix(1);
  return text;
}

/// What people are called, by placeholder, as they chose it but on one line.
Values people_values(const json::object& fields, const LetterKind& kind) {
  const std::array<std::pair<std::string_view, std::string_view>, 7> placeholders{{{"account_name", "account"},
                                                                                   {"inviter_name", "inviter"},
                                                                                   {"new_owner_name", "new_owner"},
                                                                                   {"former_owner_name", "former_owner"},
                                                                                   {"new_email", "email"},
                                                                                   {"role_title", "role"},
                                                                                   {"other_name", kind.other_is}}};
  Values values;
  for (const auto& [name, placeholder] : placeholders) {
    const auto text = one_line(field(fields, name));
    if (!text.empty() && !placeholder.empty()) values.emplace(placeholder, text);
  }
  return values;
}

/// Until when the link works: the field, or else the moment past which the letter would not be sent.
std::optional<Instant> expiry_of(const json::object& fields, const std::optional<Instant>& useful_until) {
  const auto* value = fields.if_contains("expires_at");
  if (value != nullptr && value->is_int64()) return Instant{value->get_int64()};
  if (value != nullptr && value->is_string()) return Instant::parse(value->get_string());
  return useful_until;
}

std::string plan_title(const policy::Policy& policy, const std::string& id, Language language) {
  const auto* plan = policy.find_plan(id);
  return plan == nullptr ? id : plan->title.in(language);
}

/// Fills one letter's sentences; remembers when one lacks a value.
class Filling {
 public:
  Filling(const Sentences& sentences, Language language, const Values& people, const std::string& service)
      : sentences_(sentences), language_(language) {
    for (const auto& [name, text] : people) {
      values_[name] = make_inert(text);
      in_subject_[name] = name == "account" ? shorten(text, subject_name_max) : text;
    }
    values_["service"] = in_subject_["service"] = service;
  }

  void set(const std::string& name, const std::string& value) { values_[name] = value; }
  Paragraph runs(std::string_view sentence) { return checked(fill_runs(sentence, values_)); }
  Paragraph own(const std::string& key) { return runs(sentences_.text(key, language_)); }
  std::string subject(std::string_view sentence) { return text_of(checked(fill_runs(sentence, in_subject_))); }
  std::vector<Paragraph> paragraphs(std::string_view text) {
    std::vector<Paragraph> filled;
    for (const auto part : split(trimmed(text), "\n\n")) filled.push_back(runs(part));
    return filled;
  }
  [[nodiscard]] bool is_complete() const { return complete_; }

 private:
  Paragraph checked(std::optional<Paragraph> filled) {
    if (!filled) complete_ = false;
    return std::move(filled).value_or(Paragraph{});
  }

  const Sentences& sentences_;
  Language language_;
  Values values_, in_subject_;
  bool complete_ = true;
};

/// What the invited will be: the role's own sentence, or the account's title for a role that it defined itself.
void add_role(Letter& letter, Filling& filling, const json::object& fields, const policy::Policy& policy) {
  const auto id = field(fields, "role");
  if (const auto* role = policy.find_role(id))
    letter.paragraphs.push_back(filling.runs(role->invitation_sentence.in(letter.language)));
  else if (!field(fields, "role_title").empty())
    letter.paragraphs.push_back(filling.runs(policy.text("letters.invitation_custom_role").in(letter.language)));
}

void add_message(Letter& letter, Filling& filling, const json::object& fields) {
  const auto message = field(fields, "message");
  const auto lines = trimmed(message);
  if (lines.empty()) return;
  letter.quote_intro = filling.own("message_intro");
  for (const auto line : split(lines, "\n")) letter.quote.push_back(make_inert(one_line(line)));
}

}  // namespace

Templates Templates::from(std::span<const embedded::EmbeddedFile> files) {
  Templates templates;
  for (const auto& file : files) {
    if (file.path.ends_with("/layout.html")) templates.layout = file.text();
    if (file.path.ends_with("/letters.toml")) templates.letters = file.text();
  }
  if (templates.layout.empty() || templates.letters.empty())
    throw std::runtime_error("the letters' templates are not in this binary");
  return templates;
}

LetterComposer::LetterComposer(const policy::Catalogue& policies, const crypto::ServerKey& key, ComposerSettings settings,
                               const Templates& templates)
    : policies_(policies), key_(key), settings_(std::move(settings)), sentences_(templates.letters), layout_(templates.layout) {
  while (settings_.public_url.ends_with('/')) settings_.public_url.pop_back();
  settings_.service_name = one_line(settings_.service_name);
  const auto require = [&](const std::string& name) {
    if (!sentences_.has(name)) throw std::runtime_error("letters.toml has no text '" + name + "'");
  };
  for (const auto* name : {"link_hint", "expires", "expires_soon", "message_intro"}) require(name);
  for (const auto& kind : letter_kinds) {
    const std::string name{kind.name};
    require(name + "_footer");
    if (kind.link != Link::none) require(name + "_button");
    if (!kind.policy_text.empty()) continue;
    require(name + "_subject");
    require(name + "_body");
  }
}

tl::expected<ComposedLetter, Fault> LetterComposer::compose(const outbox::QueuedLetter& queued) const {
  const auto letter = draft(queued);
  if (!letter) return tl::unexpected(letter.error());
  return ComposedLetter{letter->subject, write_text(*letter), layout_.write(*letter)};
}

tl::expected<Letter, Fault> LetterComposer::draft(const outbox::QueuedLetter& queued) const {
  const auto& [kind_name, recipient, language, account, about, generation, is_first, fields, useful_until] = queued.letter;
  const auto* kind = find_letter_kind(kind_name);
  if (kind == nullptr) return tl::unexpected(Fault{false, "unknown_kind"});
  const auto policy_id = field(fields, "policy");
  const auto* policy = policies_.find(policy_id);
  if (policy == nullptr && !(policy_id.empty() && kind->policy_text.empty()))
    return tl::unexpected(Fault{true, "policy_missing"});

  auto people = people_values(fields, *kind);
  // A service's key or the operator has no name: then it is the service that invites.
  people.emplace("inviter", settings_.service_name);
  Filling filling{sentences_, language, people, settings_.service_name};
  const auto expiry = expiry_of(fields, useful_until);
  if (expiry) filling.set("expires_at", write_moment(*expiry, language));
  for (const std::string name : {"old_plan", "new_plan"})
    if (const auto id = field(fields, name); policy != nullptr && !id.empty())
      filling.set(name, plan_title(*policy, id, language));

  const auto text = [&](std::string_view part) {
    return kind->policy_text.empty() ? sentences_.text(fmt::format("{}_{}", kind->name, part), language)
                                     : policy->text(fmt::format("letters.{}_{}", kind->policy_text, part)).in(language);
  };
  Letter letter;
  letter.language = language;
  letter.service = settings_.service_name;
  letter.subject = filling.subject(text("subject"));
  letter.heading = text_of(filling.runs(text("subject")));
  letter.paragraphs = filling.paragraphs(text("body"));
  if (kind->policy_text == "invitation") add_role(letter, filling, fields, *policy);
  add_message(letter, filling, fields);
  if (kind->link != Link::none) {
    letter.button = text_of(filling.own(kind_name + "_button"));
    letter.link = link_of(*kind, queued.letter);
    letter.link_hint = text_of(filling.own("link_hint"));
  }
  if (!kind->token_kind.empty()) letter.notes.push_back(filling.own(expiry ? "expires" : "expires_soon"));
  letter.footer = filling.own(kind_name + "_footer");
  if (!filling.is_complete()) return tl::unexpected(Fault{false, "incomplete_fields"});
  return letter;
}

std::string LetterComposer::link_of(const LetterKind& kind, const outbox::Letter& letter) const {
  auto page = fmt::format("{}{}", settings_.public_url, kind.path);
  const auto token = [&] { return key_.derive_token(kind.token_kind, letter.about, letter.generation); };
  switch (kind.link) {
    case Link::token_in_fragment:
      return page + "#token=" + token().reveal();
    case Link::token_in_path:
      return page + token().reveal();
    case Link::account:
      return letter.account ? page + letter.account->text() + "/users" : settings_.public_url + "/";
    case Link::page:
      return page;
    case Link::none:
      break;
  }
  return {};
}

std::string write_moment(Instant instant, Language language) {
  constexpr std::array<std::string_view, 12> english{"January", "February", "March",     "April",   "May",      "June",
                                                     "July",    "August",   "September", "October", "November", "December"};
  constexpr std::array<std::string_view, 12> french{"janvier", "février", "mars",      "avril",   "mai",      "juin",
                                                    "juillet", "août",    "septembre", "octobre", "novembre", "décembre"};
  using namespace std::chrono;
  const auto minute = floor<minutes>(sys_time<milliseconds>{milliseconds{instant.ms}});
  const auto midnight = floor<days>(minute);
  const year_month_day date{midnight};
  const auto year = static_cast<int>(date.year());
  const auto month = static_cast<unsigned>(date.month());
  const auto day = static_cast<unsigned>(date.day());
  const auto clock =
      fmt::format("{:02}:{:02}", duration_cast<hours>(minute - midnight).count(), (minute - midnight).count() % 60);
  switch (language) {
    case Language::en:
      return fmt::format("{} {} {}, {} UTC", day, english[month - 1], year, clock);
    case Language::fr:
      return fmt::format("{}{} {} {} à {} UTC", day, day == 1 ? "er" : "", french[month - 1], year, clock);
    case Language::ko:
      return fmt::format("{}년 {}월 {}일 {}(UTC)", year, month, day, clock);
  }
  return {};
}

}  // namespace roster::mail
