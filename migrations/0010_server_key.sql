-- Which server.key the servers on this database have, as a digest: links of letters come of it, so all need the same one.
CREATE TABLE server_key (
  only_row BIGINT PRIMARY KEY CONSTRAINT server_key_only_row CHECK (only_row = 1),
  digest TEXT NOT NULL
);
