/** Who takes conversations, and what each has open. */
export const workStates = `
  CREATE TABLE work_states (
    person text COLLATE "C" PRIMARY KEY REFERENCES people (id),
    shop text COLLATE "C" NOT NULL,
    state text NOT NULL,
    since bigint NOT NULL,
    seen_at bigint NOT NULL,
    routed_at bigint NOT NULL
  );
  CREATE INDEX work_states_by_shop ON work_states (shop);
  CREATE INDEX conversations_held ON conversations (shop, assignee_id) WHERE status = 'open';
`;
