-- The way back from a change of address: a letter to the former one carries the token. One row a change, so that who changed
-- the address twice does not take it from the first owner.
CREATE TABLE email_undos (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id),
  -- The former address.
  email TEXT NOT NULL,
  digest TEXT NOT NULL CONSTRAINT email_undos_digest UNIQUE,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX email_undos_by_user ON email_undos (user_id, created_at);
