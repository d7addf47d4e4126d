-- An offer of membership. 'expired' is computed (pending and past expires_at); a row gets that word only when a new
-- invitation to the same address takes its place.
CREATE TABLE invitations (
  id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES accounts (id),
  email TEXT NOT NULL,
  email_key TEXT NOT NULL,
  role TEXT NOT NULL,
  picked TEXT NOT NULL,
  all_sub_accounts BIGINT NOT NULL,
  locale TEXT NOT NULL,
  message TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('pending', 'accepted', 'declined', 'cancelled', 'expired')),
  generation BIGINT NOT NULL,
  digest TEXT NOT NULL CONSTRAINT invitations_digest UNIQUE,
  -- 'usr_…', or 'key_…' for a service, or 'operator'. invited_by is judged again when it is accepted.
  invited_by TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  sent_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  accepted_by TEXT,
  ended_at BIGINT,
  version BIGINT NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX invitations_one_pending ON invitations (account_id, email_key) WHERE status = 'pending';
-- Each order of the list, with a status and without, is one walk of an index.
CREATE INDEX invitations_by_status_and_sent ON invitations (account_id, status, sent_at, id);
CREATE INDEX invitations_by_status_and_email ON invitations (account_id, status, email_key, id);
CREATE INDEX invitations_by_sent ON invitations (account_id, sent_at, id);
CREATE INDEX invitations_by_email ON invitations (account_id, email_key, id);
CREATE INDEX invitations_by_inviter ON invitations (account_id, invited_by, status);
CREATE INDEX invitations_by_address ON invitations (email_key, status);

CREATE TABLE invitation_sub_accounts (
  invitation_id TEXT NOT NULL REFERENCES invitations (id),
  sub_account_id TEXT NOT NULL REFERENCES sub_accounts (id),
  PRIMARY KEY (invitation_id, sub_account_id)
);
CREATE INDEX invitation_sub_accounts_by_sub_account ON invitation_sub_accounts (sub_account_id);
