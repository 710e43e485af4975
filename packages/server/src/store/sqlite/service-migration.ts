/** How shops serve: their settings, and the articles of their help centres. */
export const shopService = `
  CREATE TABLE shop_settings (
    shop TEXT PRIMARY KEY REFERENCES shops (id),
    version INTEGER NOT NULL,
    settings TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE articles (
    key TEXT PRIMARY KEY,
    shop TEXT NOT NULL REFERENCES shops (id),
    id TEXT NOT NULL,
    language TEXT NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    html TEXT NOT NULL,
    updated_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX articles_by_title ON articles (shop, title);
`;
