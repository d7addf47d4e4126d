#pragma once
// Tables that this engine needs beside the shared ones; forward-only, like the migrations.

#include <array>

#include "database/database.h"

namespace roster::database::postgres {

constexpr std::array<OwnMigration, 4> schema{{
    // A row a commit, so that who lost the connection while committing can find out what became of it.
    {"postgres_0001_operations.sql",
     "CREATE TABLE operations (id TEXT PRIMARY KEY, at TIMESTAMPTZ NOT NULL DEFAULT now());\n"
     "CREATE INDEX operations_by_time ON operations (at);\n"},
    // Who works on this database now, and what they write each other. A crash may empty the mailboxes: the writes that were
    // announced in them are undone by it too.
    {"postgres_0002_nodes.sql",
     "CREATE TABLE nodes (id BIGINT PRIMARY KEY, sender BIGINT NOT NULL, renewals BIGINT NOT NULL, joined_at TIMESTAMPTZ NOT "
     "NULL "
     "DEFAULT now());\n"
     "CREATE UNLOGGED TABLE node_mail (receiver BIGINT NOT NULL, seq BIGINT GENERATED ALWAYS AS IDENTITY, sender BIGINT NOT "
     "NULL, "
     "batch BIGINT NOT NULL, wants_answer BIGINT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (receiver, seq));\n"
     "CREATE INDEX node_mail_by_sender ON node_mail (sender);\n"},
    // On a standby that is promoted, PostgreSQL 15 cannot read the sequence of an unlogged table's identity ("bad magic number in
    // sequence"), and no write would be announced any more. A sequence of its own is
    // logged; it starts behind all that the former can have given.
    {"postgres_0003_mail_order.sql",
     "ALTER TABLE node_mail ALTER COLUMN seq DROP IDENTITY;\n"
     "CREATE SEQUENCE node_mail_order START 1000000000000;\n"
     "ALTER TABLE node_mail ALTER COLUMN seq SET DEFAULT nextval('node_mail_order');\n"},
    // Who looks for an operation's row and finds none leaves one that says so, and may lose the connection over that as well.
    {"postgres_0004_void_operations.sql", "ALTER TABLE operations ADD COLUMN is_void BOOLEAN NOT NULL DEFAULT FALSE;\n"},
}};

}  // namespace roster::database::postgres
