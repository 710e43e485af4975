/** Who takes conversations, and what each has open. */
export const workStates = `
  CREATE TABLE work_states (
    person TEXT PRIMARY KEY REFERENCES people (id),
    shop TEXT NOT NULL,
    state TEXT NOT NULL,
    since INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    routed_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX work_states_by_shop ON work_states (shop);
  CREATE INDEX conversations_held ON conversations (shop, assignee_id) WHERE status = 'open';
`;
