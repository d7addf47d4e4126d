-- People: one row a person, known by a proved e-mail address (email_key is the identity, email the text to write to).
CREATE TABLE users (
  id TEXT PRIMARY KEY,
  email TEXT NOT NULL,
  email_key TEXT NOT NULL CONSTRAINT users_email_key UNIQUE,
  name TEXT NOT NULL,
  locale TEXT NOT NULL,
  -- Absent until a person who was brought in by a service key has chosen one.
  password_hash TEXT,
  created_at BIGINT NOT NULL,
  password_changed_at BIGINT,
  last_sign_in_at BIGINT,
  version BIGINT NOT NULL DEFAULT 1
);

-- A session is the user's, not an account's. Ended ones are deleted; the journal keeps that they were.
CREATE TABLE sessions (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id),
  digest TEXT NOT NULL CONSTRAINT sessions_digest UNIQUE,
  created_at BIGINT NOT NULL,
  -- When the password was last given: some acts need it to be recent.
  authenticated_at BIGINT NOT NULL,
  last_used_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  ip TEXT NOT NULL,
  device TEXT NOT NULL
);
CREATE INDEX sessions_by_user ON sessions (user_id, created_at);

-- The sign-in log: every try that names a user, whatever came of it.
CREATE TABLE sign_ins (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id),
  at BIGINT NOT NULL,
  result TEXT NOT NULL CHECK (result IN ('succeeded', 'failed', 'rate_limited')),
  method TEXT NOT NULL,
  ip TEXT NOT NULL,
  device TEXT NOT NULL
);
CREATE INDEX sign_ins_by_user ON sign_ins (user_id, at, id);

-- Consecutive failures, for throttling without locking out. name: a digest of the address that was tried, whether it has a
-- user or not, so that nothing tells them apart; or of a session's user who proves the password again.
CREATE TABLE sign_in_failures (
  name TEXT PRIMARY KEY,
  failures BIGINT NOT NULL,
  last_at BIGINT NOT NULL
);
CREATE INDEX sign_in_failures_by_time ON sign_in_failures (last_at);

-- Letters that prove a mailbox. The token is derived from id and generation when the letter is sent; here is its digest.
CREATE TABLE registrations (
  id TEXT PRIMARY KEY,
  email TEXT NOT NULL,
  email_key TEXT NOT NULL CONSTRAINT registrations_email_key UNIQUE,
  locale TEXT NOT NULL,
  generation BIGINT NOT NULL,
  digest TEXT NOT NULL CONSTRAINT registrations_digest UNIQUE,
  expires_at BIGINT NOT NULL
);
-- By address, not by user: who asks for an address that has no user causes the same work, and no letter tells the token.
CREATE TABLE password_resets (
  id TEXT PRIMARY KEY,
  email_key TEXT NOT NULL CONSTRAINT password_resets_email_key UNIQUE,
  generation BIGINT NOT NULL,
  digest TEXT NOT NULL CONSTRAINT password_resets_digest UNIQUE,
  expires_at BIGINT NOT NULL
);
CREATE TABLE email_changes (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL CONSTRAINT email_changes_user UNIQUE REFERENCES users (id),
  email TEXT NOT NULL,
  email_key TEXT NOT NULL,
  generation BIGINT NOT NULL,
  digest TEXT NOT NULL CONSTRAINT email_changes_digest UNIQUE,
  expires_at BIGINT NOT NULL
);

-- API keys of service scope: a product's own backend. Revoked ones stay, so that events can name them.
CREATE TABLE api_keys (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  digest TEXT NOT NULL CONSTRAINT api_keys_digest UNIQUE,
  created_at BIGINT NOT NULL,
  revoked_at BIGINT
);
