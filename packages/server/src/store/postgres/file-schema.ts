/** Files, but for their bytes; and what each shop takes. */
export const files = `
  ALTER TABLE shops ADD COLUMN uploads text;
  CREATE TABLE files (
    id text COLLATE "C" PRIMARY KEY,
    shop text COLLATE "C" NOT NULL,
    owner text COLLATE "C" NOT NULL,
    nonce text COLLATE "C" NOT NULL,
    name text NOT NULL,
    type text NOT NULL,
    bytes bigint NOT NULL,
    width integer,
    height integer,
    sha256 text NOT NULL,
    link_key text NOT NULL,
    state text COLLATE "C" NOT NULL,
    conversation bigint REFERENCES conversations (key),
    audience text,
    named_by text,
    created_at bigint NOT NULL,
    UNIQUE (owner, nonce)
  );
  CREATE INDEX files_by_conversation ON files (conversation) WHERE conversation IS NOT NULL;
  CREATE INDEX files_pending ON files (created_at) WHERE state IN ('arriving', 'kept');
  CREATE INDEX files_gone ON files (id) WHERE state = 'gone';
`;
