/** The standard responses of a shop. */
export const cannedResponses = `
  CREATE TABLE canned_responses (
    key text COLLATE "C" PRIMARY KEY,
    shop text COLLATE "C" NOT NULL REFERENCES shops (id),
    id text COLLATE "C" NOT NULL,
    title text COLLATE "C" NOT NULL,
    text text NOT NULL,
    language text COLLATE "C",
    version integer NOT NULL,
    uses integer NOT NULL,
    updated_at bigint NOT NULL
  );
  CREATE INDEX canned_by_title ON canned_responses (shop, title);
`;
