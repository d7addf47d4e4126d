-- What waits is looked at often, and is little beside what went out: indexes of it alone. By time, to see what is due; by
-- domain, so that looking past a long queue to one domain costs a step a domain, not one a letter.
DROP INDEX letters_due;
CREATE INDEX letters_due ON letters (next_attempt_at, id) WHERE state = 'queued';
CREATE INDEX letters_due_by_domain ON letters (domain, next_attempt_at, id) WHERE state = 'queued';
CREATE INDEX letters_failed ON letters (id) WHERE state = 'failed';
-- What went out is forgotten after a while, oldest first.
CREATE INDEX letters_finished ON letters (finished_at) WHERE finished_at IS NOT NULL;
