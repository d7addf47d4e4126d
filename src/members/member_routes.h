#pragma once
// /v1/accounts/{acc}/members and …/leave.

#include <vector>

#include "http/message.h"
#include "members/activity.h"
#include "members/bulk_actions.h"
#include "users/signed_in.h"

namespace roster::members {

/// `others`: acts on what is not a member, for …/members/bulk (invitations' resend and cancel). `activity` outlives the routes.
std::vector<http::Route> routes(const users::Door& door, const ActivityLog& activity, BulkActions others);

}  // namespace roster::members
