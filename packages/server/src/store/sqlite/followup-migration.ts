/** What somebody of the shop has to see to, and by when. */
export const followupQueue = `
  CREATE TABLE followups (
    id TEXT PRIMARY KEY,
    shop TEXT NOT NULL,
    conversation INTEGER NOT NULL REFERENCES conversations (key),
    action TEXT,
    text TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    owner_id TEXT,
    owner_name TEXT,
    author TEXT NOT NULL,
    state TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    done_at INTEGER
  ) STRICT;
  CREATE INDEX followups_by_due ON followups (shop, state, due_at, id);
`;
