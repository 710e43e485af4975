/** What waits to be released. Those that are held are found by how long they wait. */
export const heldDrafts = `
  CREATE TABLE drafts (
    id text COLLATE "C" PRIMARY KEY,
    shop text COLLATE "C" NOT NULL,
    conversation bigint NOT NULL REFERENCES conversations (key),
    author_id text COLLATE "C" NOT NULL,
    author text NOT NULL,
    parts text NOT NULL,
    state text COLLATE "C" NOT NULL,
    held_at bigint NOT NULL,
    due_at bigint NOT NULL
  );
  CREATE INDEX drafts_held ON drafts (shop, held_at, id) WHERE state = 'held';
`;
