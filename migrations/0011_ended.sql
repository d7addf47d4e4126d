-- What has ended is cleared out every hour, a part at a time: each part is found by the time at which it ended, and does not
-- cost a look at all that is still good.
CREATE INDEX sessions_by_end ON sessions (expires_at);
CREATE INDEX sessions_by_use ON sessions (last_used_at);
CREATE INDEX sign_ins_by_time ON sign_ins (at);
CREATE INDEX registrations_by_end ON registrations (expires_at);
CREATE INDEX password_resets_by_end ON password_resets (expires_at);
CREATE INDEX email_changes_by_end ON email_changes (expires_at);
CREATE INDEX email_undos_by_end ON email_undos (expires_at);
