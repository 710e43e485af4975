/** Files, but for their bytes; and what each shop takes. */
export const files = `
  ALTER TABLE shops ADD COLUMN uploads TEXT;
  CREATE TABLE files (
    id TEXT PRIMARY KEY,
    shop TEXT NOT NULL,
    owner TEXT NOT NULL,
    nonce TEXT NOT NULL,
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    width INTEGER,
    height INTEGER,
    sha256 TEXT NOT NULL,
    link_key TEXT NOT NULL,
    state TEXT NOT NULL,
    conversation INTEGER REFERENCES conversations (key),
    audience TEXT,
    named_by TEXT,
    created_at INTEGER NOT NULL,
    UNIQUE (owner, nonce)
  ) STRICT;
  CREATE INDEX files_by_conversation ON files (conversation) WHERE conversation IS NOT NULL;
  CREATE INDEX files_pending ON files (created_at) WHERE state IN ('arriving', 'kept');
  CREATE INDEX files_gone ON files (id) WHERE state = 'gone';
`;
