-- Letters, written in the transaction that promises them and sent after it. The body is composed when it is sent, from kind
-- and fields; secrets are derived then, so no usable link is ever in a table.
CREATE TABLE letters (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  recipient TEXT NOT NULL,
  recipient_key TEXT NOT NULL,
  domain TEXT NOT NULL,
  locale TEXT NOT NULL,
  account_id TEXT,
  -- What the letter is about: an invitation's id and such; a letter of an older generation is superseded and never sent.
  about TEXT NOT NULL,
  generation BIGINT NOT NULL,
  fields TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('queued', 'sent', 'failed', 'superseded')),
  attempts BIGINT NOT NULL DEFAULT 0,
  next_attempt_at BIGINT NOT NULL,
  -- After this moment the letter would mislead (its link is dead): it is not sent any more.
  useful_until BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  finished_at BIGINT,
  failure TEXT
);
CREATE INDEX letters_due ON letters (state, next_attempt_at, id);
CREATE INDEX letters_about ON letters (about, id);

-- Answers kept for Idempotency-Key, 24 hours: same key and body, same answer.
CREATE TABLE idempotency_keys (
  principal TEXT NOT NULL,
  key TEXT NOT NULL,
  request_digest TEXT NOT NULL,
  status BIGINT NOT NULL,
  headers TEXT NOT NULL,
  body TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (principal, key)
);
CREATE INDEX idempotency_keys_by_time ON idempotency_keys (created_at);

-- Rate limits: how much of each bucket's window is used.
CREATE TABLE rate_limits (
  bucket TEXT PRIMARY KEY,
  window_start BIGINT NOT NULL,
  used BIGINT NOT NULL
);
CREATE INDEX rate_limits_by_time ON rate_limits (window_start);
