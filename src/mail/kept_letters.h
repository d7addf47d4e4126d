#pragma once
// The letters that the folder transport has kept, for people to look at.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/instant.h"
#include "mail/mime_reader.h"

namespace roster::mail {

struct KeptLetter {
  LetterId id;
  std::string to;
  std::optional<Instant> sent_at;
  ReadMessage message;
};

struct KeptLetters {
  std::vector<KeptLetter> letters;  ///< the newest first; headers only
  std::optional<LetterId> next;     ///< where older ones begin, if there are any
};

/// At most `limit` letters whose recipient contains `to` (of any case), from `from` on. A folder that cannot be read is empty.
KeptLetters list_kept_letters(const std::string& folder, std::string_view to, const std::optional<LetterId>& from,
                              std::size_t limit);
std::optional<KeptLetter> find_kept_letter(const std::string& folder, const LetterId& id);

}  // namespace roster::mail
