/** Mail addresses proved by a code: what was proved, and the one code under way per shopper. */
export const provedAddresses = `
  ALTER TABLE shoppers ADD COLUMN proved TEXT;
  CREATE TABLE challenges (
    shopper TEXT PRIMARY KEY REFERENCES shoppers (id),
    id TEXT NOT NULL,
    shop TEXT NOT NULL,
    email TEXT NOT NULL,
    salt TEXT NOT NULL,
    hash TEXT NOT NULL,
    tries INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX challenges_by_end ON challenges (expires_at);
`;
