-- How many members of each status an account has, kept by the same statements that write members: a page of the list tells
-- the totals and must cost the same at a million members as at a thousand. For people's eyes only: seats are counted.
CREATE TABLE member_counts (
  account_id TEXT PRIMARY KEY REFERENCES accounts (id),
  active BIGINT NOT NULL,
  deactivated BIGINT NOT NULL
);

-- Pending invitations are counted on each page and for each seat: of this index alone.
CREATE INDEX invitations_counted ON invitations (account_id, expires_at, role) WHERE status = 'pending';
