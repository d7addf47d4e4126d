-- A database that was moved (roster move): into this one, or out of it. While a move in has not finished, and after one out, no
-- server starts on it.
CREATE TABLE moves (
  direction TEXT PRIMARY KEY CONSTRAINT moves_direction CHECK (direction IN ('in', 'out')),
  other TEXT NOT NULL,
  begun_at BIGINT NOT NULL,
  finished_at BIGINT
);
