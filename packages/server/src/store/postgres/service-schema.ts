/** How shops serve: their settings, and the articles of their help centres. */
export const shopService = `
  CREATE TABLE shop_settings (
    shop text COLLATE "C" PRIMARY KEY REFERENCES shops (id),
    version integer NOT NULL,
    settings text NOT NULL
  );
  CREATE TABLE articles (
    key text COLLATE "C" PRIMARY KEY,
    shop text COLLATE "C" NOT NULL REFERENCES shops (id),
    id text COLLATE "C" NOT NULL,
    language text COLLATE "C" NOT NULL,
    title text COLLATE "C" NOT NULL,
    text text NOT NULL,
    html text NOT NULL,
    updated_at bigint NOT NULL
  );
  CREATE INDEX articles_by_shop ON articles (shop);
`;
