// Writes every kind of letter in every language and policy into a folder, to be looked at: render_letters FOLDER.

#include <fstream>
#include <iostream>

#include "mail/letter_samples.h"

int main(int argc, char** argv) {
  using namespace roster;
  if (argc != 2) {
    std::cerr << "usage: render_letters FOLDER\n";
    return 2;
  }
  const std::filesystem::path folder{argv[1]};
  std::filesystem::create_directories(folder);
  const auto policies = mail::samples::read_policies(ROSTER_SOURCE_DIR);
  const auto key = mail::samples::server_key();
  const mail::LetterComposer composer{
      policies, key, {"https://id.example", "Roster"}, mail::samples::read_templates(ROSTER_SOURCE_DIR)};
  for (const auto& kind : mail::letter_kinds) {
    for (const auto language : {Language::en, Language::fr, Language::ko}) {
      for (const auto& [policy, unused] : policies.policies) {
        // Only some kinds differ from policy to policy.
        if (kind.policy_text.empty() && policy != "stage") continue;
        const std::string name = std::string{kind.name} + "-" + policy + "-" + std::string{code_of(language)};
        const auto letter = composer.compose(mail::samples::queued(std::string{kind.name}, language, policy));
        if (!letter) {
          std::cerr << name << ": " << letter.error().what << "\n";
          return 1;
        }
        std::ofstream{folder / (name + ".html")} << letter->html;
        std::ofstream{folder / (name + ".txt")} << "Subject: " << letter->subject << "\n\n" << letter->text;
      }
    }
  }
  return 0;
}
