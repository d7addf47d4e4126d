#pragma once
// The page of an invitation's link as plain HTML: readable without a script, and it acts on nothing. Pure.

#include <optional>
#include <string>

#include "base/sentences.h"
#include "http/message.h"
#include "invitations/token_actions.h"

namespace roster::onboarding {

/// 200 with the offer; 404 without one, the same page whatever the link is dead of. Everything that people wrote is escaped.
http::Response write_invitation_page(const Sentences& texts, Language language, const std::optional<invitations::Offer>& offer,
                                     const std::string& public_url);

}  // namespace roster::onboarding
