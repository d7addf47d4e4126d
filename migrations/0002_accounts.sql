-- The tenant. A deleted account keeps its row (ids are never reused), but no member can reach it.
CREATE TABLE accounts (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  policy TEXT NOT NULL,
  plan TEXT NOT NULL,
  owner_id TEXT NOT NULL REFERENCES users (id),
  created_at BIGINT NOT NULL,
  deleted_at BIGINT,
  version BIGINT NOT NULL DEFAULT 1
);

CREATE TABLE sub_accounts (
  id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES accounts (id),
  name TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX sub_accounts_by_account ON sub_accounts (account_id, id);

-- Roles that an account defines itself. permissions: names separated by one space.
CREATE TABLE roles (
  id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES accounts (id),
  title TEXT NOT NULL,
  permissions TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX roles_by_account ON roles (account_id, id);

-- A user in an account. role: a policy's role id, 'rol_…', or 'owner'. email_key and name_key are copies of the user's, so
-- that a page sorted by them is one walk of an index however many members there are.
CREATE TABLE members (
  account_id TEXT NOT NULL REFERENCES accounts (id),
  user_id TEXT NOT NULL REFERENCES users (id),
  role TEXT NOT NULL,
  picked TEXT NOT NULL,
  all_sub_accounts BIGINT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('active', 'deactivated')),
  joined_at BIGINT NOT NULL,
  last_active_at BIGINT NOT NULL,
  email_key TEXT NOT NULL,
  name_key TEXT NOT NULL,
  version BIGINT NOT NULL DEFAULT 1,
  PRIMARY KEY (account_id, user_id)
);
-- At most one owner an account, whatever the code does; that there is one is accounts.owner_id NOT NULL.
CREATE UNIQUE INDEX members_one_owner ON members (account_id) WHERE role = 'owner';
CREATE INDEX members_by_user ON members (user_id, account_id);
CREATE INDEX members_by_joined ON members (account_id, status, joined_at, user_id);
-- Each holds the other's column too, so that a search in either order reads no row that it does not find.
CREATE INDEX members_by_email ON members (account_id, status, email_key, user_id, name_key);
CREATE INDEX members_by_name ON members (account_id, status, name_key, user_id, email_key);
CREATE INDEX members_by_role ON members (account_id, role, status, user_id);

CREATE TABLE member_sub_accounts (
  account_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  sub_account_id TEXT NOT NULL REFERENCES sub_accounts (id),
  PRIMARY KEY (account_id, user_id, sub_account_id)
);
CREATE INDEX member_sub_accounts_by_sub_account ON member_sub_accounts (sub_account_id);

-- People who get an account's notices by topic, without signing in. topics: separated by one space.
CREATE TABLE contacts (
  id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES accounts (id),
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  phone TEXT NOT NULL,
  topics TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX contacts_by_account ON contacts (account_id, id);
