/** The standard responses of a shop. */
export const cannedResponses = `
  CREATE TABLE canned_responses (
    key TEXT PRIMARY KEY,
    shop TEXT NOT NULL REFERENCES shops (id),
    id TEXT NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    language TEXT,
    version INTEGER NOT NULL,
    uses INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX canned_by_title ON canned_responses (shop, title);
`;
