#pragma once
// For tests and for looking at letters: one queued letter of each kind, and what a composer needs, from the repository's files.

#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "mail/letter_composer.h"
#include "policy/policy_reader.h"

namespace roster::mail::samples {

inline std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + path.string());
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

inline policy::Catalogue read_policies(const std::filesystem::path& source) {
  std::vector<policy::SourceFile> files;
  for (const auto& entry : std::filesystem::directory_iterator(source / "policies"))
    if (entry.path().extension() == ".toml" && entry.path().filename() != "modules.toml")
      files.push_back({entry.path().filename().string(), read_file(entry.path())});
  auto catalogue = policy::read_catalogue({"modules.toml", read_file(source / "policies/modules.toml")}, files);
  if (!catalogue) throw std::runtime_error(catalogue.error().front().text());
  return std::move(*catalogue);
}

inline Templates read_templates(const std::filesystem::path& source) {
  return {read_file(source / "src/mail/templates/layout.html"), read_file(source / "src/mail/templates/letters.toml")};
}

inline crypto::ServerKey server_key() { return crypto::ServerKey{Secret{std::string(32, 'k')}}; }
inline constexpr Instant written_at{1'795'304'581'000};  // 2026-11-21T23:43:01Z

/// Names that letters are about.
struct People {
  std::string account = "Saint-Émilion Clinic", inviter = "Jin-woo Park", other = "Camille Lefèvre";
  std::string message = "Hello Minji,\n\nyou can look at last month’s payments here. See you on Monday!";
};

inline outbox::QueuedLetter queued(const std::string& kind, Language language, const std::string& policy = "portal",
                                   const People& people = {}) {
  const auto id = [](auto made) { return made.text(); };
  outbox::Letter letter{.kind = kind,
                        .recipient = *EmailAddress::parse("minji@clinic.example"),
                        .language = language,
                        .account = AccountId::make(written_at),
                        .about = id(UserId::make(written_at)) + ":" + kind};
  if (kind == "registration") letter.about = id(RegistrationId::make(written_at));
  if (kind == "password_reset" || kind == "set_password" || kind == "email_restored")
    letter.about = id(PasswordResetId::make(written_at));
  if (kind == "email_change") letter.about = id(EmailChangeId::make(written_at));
  if (kind == "email_changed") letter.about = id(EmailUndoId::make(written_at));
  if (kind == "invitation") letter.about = id(InvitationId::make(written_at));
  letter.useful_until = written_at + std::chrono::hours{24};
  auto& fields = letter.fields;
  fields["account_name"] = people.account;
  if (kind == "email_changed") fields["new_email"] = "minji.kim@new.example";
  if (kind == "invitation") {
    const std::string role = policy == "stage"      ? "operator"
                             : policy == "creator"  ? "administrator"
                             : policy == "platform" ? "chosen"
                                                    : "user";
    fields["role"] = role;
    fields["inviter_name"] = people.inviter;
    fields["expires_at"] = (written_at + std::chrono::hours{168}).text();
    fields["message"] = people.message;
  }
  if (kind.starts_with("ownership_")) fields["other_name"] = people.other;
  if (kind == "ownership_notice") {
    fields["new_owner_name"] = people.inviter;
    fields["former_owner_name"] = people.other;
  }
  if (kind == "plan_changed") {
    fields["old_plan"] = "essential";
    fields["new_plan"] = "standard";
  }
  if (kind == "invitation" || kind.starts_with("ownership_") || kind == "plan_changed") fields["policy"] = policy;
  return {.id = LetterId::make(written_at), .letter = std::move(letter), .attempts = 0, .created_at = written_at};
}

}  // namespace roster::mail::samples
