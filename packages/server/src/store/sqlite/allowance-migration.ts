/** What was sent counts beyond the relay and its life; a confirmed code says for whom it was. */
export const allowances = `
  CREATE TABLE allowances (key TEXT PRIMARY KEY, full_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  ALTER TABLE challenges ADD COLUMN token TEXT;
  ALTER TABLE challenges ADD COLUMN nonce TEXT;
`;
