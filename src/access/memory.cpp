#include "access/memory.h"

#include <algorithm>

#include "access/memory_record.h"

namespace roster::access {

namespace {

using Words = MemoryTable::Words;
using Slot = RevisionSlots::Slot;

constexpr std::size_t id_words = 2, digest_words = 4;
constexpr std::size_t set_words_max = policy::permissions_max / 64;
constexpr std::uint64_t no_language = 0xff;

// Which rows an entry is made of is told by the table that they are in.
enum Watched : std::size_t {
  members,
  member_sub_accounts,
  roles,
  sub_accounts,
  accounts,
  sessions,
  users,
  api_keys,
  journal_heads
};
constexpr std::array watched{
    database::WatchedTable{"members", "account_id, user_id"},
    database::WatchedTable{"member_sub_accounts", "account_id, user_id"},
    database::WatchedTable{"roles", "account_id"},
    database::WatchedTable{"sub_accounts", "account_id"},
    database::WatchedTable{"accounts", "id"},
    database::WatchedTable{"sessions", "user_id"},
    database::WatchedTable{"users", "id"},
    database::WatchedTable{"api_keys", "id"},
    database::WatchedTable{"journal_heads", "subject", "seq"},
};

template <class... Ids>
MemoryRecord<id_words * sizeof...(Ids)> key_of(const Ids&... ids) {
  MemoryRecord<id_words * sizeof...(Ids)> key;
  (key.add(ids.uuid()), ...);
  return key;
}

MemoryRecord<digest_words> key_of(const TokenDigest& digest) {
  MemoryRecord<digest_words> key;
  key.add_bytes(digest.data(), digest.size());
  return key;
}

// The values, in words.
constexpr std::size_t session_words = 1 + 2 * id_words + 3 + 1 + KnownSession::email_bytes_max / 8;
constexpr std::size_t key_value_words = 1 + id_words;
constexpr std::size_t standing_words(std::size_t set_words) { return 1 + 1 + id_words + 3 * set_words; }
constexpr std::size_t reach_words = 2;
constexpr std::size_t account_words = 2, revision_word = 1;

/// What a standing's record says in one word: these bits, and from bit 16 on the role's number.
constexpr std::uint64_t is_member = 1, is_active = 2, whole_account = 4, any_sub_account = 8, has_own_role = 16;
constexpr int role_shift = 16;

std::vector<std::string> list_roles(const policy::Catalogue& catalogue) {
  std::vector<std::string> roles{std::string{owner_role}};
  for (const auto& [id, policy] : catalogue.policies)
    for (const auto& role : policy.roles) roles.push_back(role.id);
  std::sort(roles.begin(), roles.end());
  roles.erase(std::unique(roles.begin(), roles.end()), roles.end());
  return roles;
}

std::optional<Slot> slot_of(const database::ChangedRow& row) {
  switch (row.table) {
    case members:
    case member_sub_accounts: {
      const auto account = AccountId::parse(row.about.text(0));
      const auto user = UserId::parse(row.about.text(1));
      if (account && user) return RevisionSlots::of(*account, *user);
      break;
    }
    case roles:
    case sub_accounts:
    case accounts:
      if (const auto account = AccountId::parse(row.about.text(0))) return RevisionSlots::of(*account);
      break;
    case sessions:
    case users:
      if (const auto user = UserId::parse(row.about.text(0))) return RevisionSlots::of(*user);
      break;
    case api_keys:
      if (const auto key = KeyId::parse(row.about.text(0))) return RevisionSlots::of(*key);
      break;
    case journal_heads:
      if (const auto account = AccountId::parse(row.about.text(0))) return RevisionSlots::of_journal(*account);
      break;
    default:
      break;
  }
  // A history of no account; and what is no id is no key of anything remembered.
  return std::nullopt;
}

/// Each slot of the rows once. Takes no memory: it is called where nothing may fail.
template <class F>
void for_each_slot(const database::ChangedRows& rows, F&& f) {
  RevisionSlots::Set seen;
  for (const auto& row : rows) {
    const auto slot = slot_of(row);
    if (!slot || seen.test(*slot)) continue;
    seen.set(*slot);
    f(*slot);
  }
}

}  // namespace

Memory::Memory(const policy::Catalogue& catalogue, const Bounds& bounds)
    : modules_(catalogue.modules),
      set_words_(std::max<std::size_t>(1, (modules_.permissions().size() + 63) / 64)),
      roles_(list_roles(catalogue)),
      sessions_({digest_words, session_words, bounds.sessions}),
      keys_({digest_words, key_value_words, bounds.keys}),
      standings_({2 * id_words, standing_words(set_words_), bounds.standings}),
      reaches_({3 * id_words, reach_words, bounds.reaches}),
      accounts_({id_words, account_words, bounds.accounts}) {}

std::optional<KnownSession> Memory::find_session(const TokenDigest& digest) const {
  if (!is_trusted()) return std::nullopt;
  MemoryRecord<session_words> record;
  if (!sessions_.find(key_of(digest).words(), record.room())) return std::nullopt;
  const auto as_of = record.next();
  KnownSession session{.id = SessionId{record.next_uuid()},
                       .user = UserId{record.next_uuid()},
                       .authenticated_at = {record.next_signed()},
                       .last_used_at = {record.next_signed()},
                       .expires_at = {record.next_signed()},
                       .language = {}};
  const auto more = record.next();
  if ((more & 0xff) != no_language) session.language = static_cast<Language>(more & 0xff);
  session.email_size = static_cast<std::size_t>(more >> 8);
  record.next_bytes(session.email_bytes.data(), session.email_bytes.size());
  if (!slots_.holds(RevisionSlots::of(session.user), as_of)) return std::nullopt;
  return session;
}

void Memory::remember(const TokenDigest& digest, const LiveSession& session, std::uint64_t as_of) {
  if (session.email.size() > KnownSession::email_bytes_max || !slots_.holds(RevisionSlots::of(session.user), as_of)) return;
  MemoryRecord<session_words> record;
  record.add(as_of);
  record.add(session.id.uuid());
  record.add(session.user.uuid());
  record.add(session.authenticated_at.ms);
  record.add(session.last_used_at.ms);
  record.add(session.expires_at.ms);
  const auto language = parse_language(session.locale);
  record.add((std::uint64_t{session.email.size()} << 8) | (language ? static_cast<std::uint64_t>(*language) : no_language));
  std::array<char, KnownSession::email_bytes_max> email{};
  std::copy(session.email.begin(), session.email.end(), email.begin());
  record.add_bytes(email.data(), email.size());
  sessions_.put(key_of(digest).words(), record.words());
}

std::optional<KeyId> Memory::find_key(const TokenDigest& digest) const {
  if (!is_trusted()) return std::nullopt;
  MemoryRecord<key_value_words> record;
  if (!keys_.find(key_of(digest).words(), record.room())) return std::nullopt;
  const auto as_of = record.next();
  const KeyId key{record.next_uuid()};
  if (!slots_.holds(RevisionSlots::of(key), as_of)) return std::nullopt;
  return key;
}

void Memory::remember(const TokenDigest& digest, const KeyId& key, std::uint64_t as_of) {
  if (!slots_.holds(RevisionSlots::of(key), as_of)) return;
  MemoryRecord<key_value_words> record;
  record.add(as_of);
  record.add(key.uuid());
  keys_.put(key_of(digest).words(), record.words());
}

std::optional<std::int64_t> Memory::find_revision(const AccountId& account) const {
  MemoryRecord<account_words> record;
  if (!accounts_.find(key_of(account).words(), record.room())) return std::nullopt;
  const auto as_of = record.next();
  const auto revision = record.next_signed();
  if (!slots_.holds(RevisionSlots::of(account), as_of)) return std::nullopt;
  return revision;
}

std::optional<KnownStanding> Memory::find_standing(const AccountId& account, const UserId& user,
                                                   const SubAccountId* sub_account) const {
  if (!is_trusted()) return std::nullopt;
  // Before the standing: what is true after it was read holds for that revision, and perhaps for later ones.
  const auto revision = find_revision(account);
  if (!revision) return std::nullopt;
  MemoryRecord<standing_words(set_words_max)> record;
  if (!standings_.find(key_of(account, user).words(), record.room())) return std::nullopt;
  auto as_of = record.next();
  const auto bits = record.next();
  const Uuid own_role = record.next_uuid();
  KnownStanding known{.revision = *revision,
                      .is_member = (bits & is_member) != 0,
                      .powers = {.status = (bits & is_active) != 0 ? MemberStatus::active : MemberStatus::deactivated,
                                 .whole_account = (bits & whole_account) != 0,
                                 .any_sub_account = (bits & any_sub_account) != 0,
                                 .never = record.next_set(set_words_),
                                 .effective = record.next_set(set_words_),
                                 .unscoped = record.next_set(set_words_)},
                      .policy_role = {},
                      .own_role = {}};
  if ((bits & has_own_role) != 0)
    known.own_role = RoleId{own_role};
  else if (known.is_member)
    known.policy_role = roles_[bits >> role_shift];
  if (sub_account != nullptr) {
    MemoryRecord<reach_words> reach;
    if (!reaches_.find(key_of(account, user, *sub_account).words(), reach.room())) return std::nullopt;
    as_of = std::min(as_of, reach.next());
    known.reaches = reach.next() != 0;
  }
  // Last, and for both records at once: they are of one state.
  if (!slots_.holds(RevisionSlots::of(account), as_of) || !slots_.holds(RevisionSlots::of(account, user), as_of))
    return std::nullopt;
  return known;
}

void Memory::remember(const AccountId& account, const UserId& user, const Standing* standing, std::int64_t revision,
                      std::uint64_t as_of) {
  std::uint64_t bits = 0;
  Powers powers;
  RoleId own_role;
  if (standing != nullptr) {
    powers = powers_of(*standing, modules_);
    bits = is_member;
    if (powers.status == MemberStatus::active) bits |= is_active;
    if (powers.whole_account) bits |= whole_account;
    if (powers.any_sub_account) bits |= any_sub_account;
    if (const auto own = RoleId::parse(standing->role.id)) {
      own_role = *own;
      bits |= has_own_role;
    } else {
      const auto role = std::lower_bound(roles_.begin(), roles_.end(), standing->role.id);
      if (role == roles_.end() || *role != standing->role.id) return;  // of a policy that has it no more
      bits |= static_cast<std::uint64_t>(role - roles_.begin()) << role_shift;
    }
  }
  MemoryRecord<standing_words(set_words_max)> record;
  record.add(as_of);
  record.add(bits);
  record.add(own_role.uuid());
  for (const auto* set : {&powers.never, &powers.effective, &powers.unscoped}) record.add_set(*set, set_words_);
  standings_.put(key_of(account, user).words(), record.words());

  MemoryRecord<account_words> of_account;
  of_account.add(as_of);
  of_account.add(revision);
  // The journal goes on without making anything else void: from here on each commit raises the revision kept here.
  accounts_.put_if(key_of(account).words(), of_account.words(),
                   [&] { return slots_.holds(RevisionSlots::of_journal(account), as_of); });
}

void Memory::remember_reach(const AccountId& account, const UserId& user, const SubAccountId& sub_account, bool reaches,
                            std::uint64_t as_of) {
  MemoryRecord<reach_words> record;
  record.add(as_of);
  record.add(std::uint64_t{reaches ? 1U : 0U});
  reaches_.put(key_of(account, user, sub_account).words(), record.words());
}

std::span<const database::WatchedTable> Memory::tables() const { return watched; }

void Memory::count_in(const database::ChangedRows& rows) noexcept {
  for_each_slot(rows, [&](Slot slot) { slots_.count_in(slot); });
}

void Memory::count_out(const database::ChangedRows& rows, database::Fate fate) noexcept {
  if (fate == database::Fate::unknown) return;
  const auto number = fate == database::Fate::committed ? slots_.number_commit() : 0;
  for_each_slot(rows, [&](Slot slot) { slots_.count_out(slot, number); });
  if (fate != database::Fate::committed) return;
  for (const auto& row : rows) {
    if (row.table != journal_heads) continue;
    const auto account = AccountId::parse(row.about.text(0));
    if (account) accounts_.raise(key_of(*account).words(), revision_word, static_cast<std::uint64_t>(row.about.integer(1)));
  }
}

}  // namespace roster::access
