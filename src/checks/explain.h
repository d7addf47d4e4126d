#pragma once
// Why a check answered as it did: the steps that passed, the one that decided, and the nearest remedy.

#include "base/json.h"
#include "base/sentences.h"
#include "checks/judge.h"

namespace roster::checks {

struct Reader {
  bool knows_account = false;  ///< a member of it, or trusted
  bool sees_members = false;   ///< may be told people's names
  Language language = Language::en;
};

/// Adds `chain` and, for a denial that can be helped, `remedy`. `texts`: locales/checks.toml.
void explain(json::object& answer, database::Transaction& tx, const policy::Catalogue& catalogue, const Question& question,
             const Judgement& judgement, const Reader& reader, const Sentences& texts);

}  // namespace roster::checks
