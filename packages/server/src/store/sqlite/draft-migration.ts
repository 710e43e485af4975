/** What waits to be released. Those that are held are found by how long they wait. */
export const heldDrafts = `
  CREATE TABLE drafts (
    id TEXT PRIMARY KEY,
    shop TEXT NOT NULL,
    conversation INTEGER NOT NULL REFERENCES conversations (key),
    author_id TEXT NOT NULL,
    author TEXT NOT NULL,
    parts TEXT NOT NULL,
    state TEXT NOT NULL,
    held_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX drafts_held ON drafts (shop, held_at, id) WHERE state = 'held';
`;
