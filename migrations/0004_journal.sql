-- The journal: append-only, gap-free seq per subject (an account, a user, or the server itself), chained by hash.
-- payload is the exact text that was hashed. personal is what may be erased; payload holds its salted commitment.
CREATE TABLE events (
  subject TEXT NOT NULL,
  seq BIGINT NOT NULL,
  id TEXT NOT NULL CONSTRAINT events_id UNIQUE,
  at BIGINT NOT NULL,
  type TEXT NOT NULL,
  actor TEXT NOT NULL,
  target TEXT NOT NULL,
  request_id TEXT NOT NULL,
  payload TEXT NOT NULL,
  personal TEXT,
  hash TEXT NOT NULL,
  PRIMARY KEY (subject, seq)
);
CREATE INDEX events_by_actor ON events (subject, actor, seq);
CREATE INDEX events_by_target ON events (subject, target, seq);
CREATE INDEX events_by_type ON events (subject, type, seq);
CREATE INDEX events_by_time ON events (at);

-- The last event of each subject: where the next one is chained on.
CREATE TABLE journal_heads (
  subject TEXT PRIMARY KEY,
  seq BIGINT NOT NULL,
  hash TEXT NOT NULL
);
