/** How far each conversation is erased, and what is to be. A shopper’s tokens are found by theirs alone. */
export const erasures = `
  ALTER TABLE conversations ADD COLUMN erased_seq INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE conversations ADD COLUMN erased_public_seq INTEGER NOT NULL DEFAULT 0;
  CREATE TABLE erasures (
    subject TEXT PRIMARY KEY,
    shop TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    entries INTEGER NOT NULL,
    done_at INTEGER
  ) STRICT;
  CREATE INDEX erasures_open ON erasures (asked_at) WHERE done_at IS NULL;
  CREATE INDEX tokens_by_shopper ON tokens (shopper);
`;
