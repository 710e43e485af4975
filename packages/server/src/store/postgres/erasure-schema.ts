/** How far each conversation is erased, and what is to be. A shopper’s tokens are found by theirs alone. */
export const erasures = `
  ALTER TABLE conversations ADD COLUMN erased_seq integer NOT NULL DEFAULT 0,
    ADD COLUMN erased_public_seq integer NOT NULL DEFAULT 0;
  CREATE TABLE erasures (
    subject text COLLATE "C" PRIMARY KEY,
    shop text COLLATE "C" NOT NULL,
    asked_at bigint NOT NULL,
    entries bigint NOT NULL,
    done_at bigint
  );
  CREATE INDEX erasures_open ON erasures (asked_at) WHERE done_at IS NULL;
  CREATE INDEX tokens_by_shopper ON tokens (shopper);
`;
