/*
 * What was said, as words; see ../../search/words.ts. `key` grows with the order of indexing, which is that of coming;
 * a GIN index knows no order, so each row also has the words `#a…` and `#b…` of its stretch of keys, by which the newest are
 * asked for first. What there is to index stands in `search_waiting`, put there in the transaction that stores it.
 */

/** Stretches of keys: 16,384 and 262,144. */
export const stretches = { a: 14, b: 18 } as const;

/** The index of what was said, and what is waiting to be taken into it. */
export const search = `
  CREATE TABLE search_shops (
    number integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id text COLLATE "C" NOT NULL UNIQUE
  );
  CREATE SEQUENCE search_keys;
  CREATE TABLE search (
    key bigint PRIMARY KEY,
    conversation bigint NOT NULL,
    seq integer NOT NULL,
    at bigint NOT NULL,
    words tsvector NOT NULL,
    UNIQUE (conversation, seq)
  );
  CREATE INDEX search_words ON search USING gin (words) WITH (gin_pending_list_limit = 256);
  CREATE TABLE search_waiting (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    conversation bigint NOT NULL,
    first integer NOT NULL,
    last integer NOT NULL
  );
  INSERT INTO search_waiting (conversation, first, last)
    SELECT key, 1, last_seq FROM conversations WHERE last_seq > 0 ORDER BY updated_at;

  CREATE FUNCTION search_added() RETURNS trigger LANGUAGE plpgsql AS $search$ BEGIN
    INSERT INTO search_waiting (conversation, first, last)
      SELECT conversation, min(seq), max(seq) FROM added GROUP BY conversation;
    RETURN NULL;
  END $search$;
  CREATE TRIGGER search_added AFTER INSERT ON entries REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION search_added();

  CREATE FUNCTION search_changed() RETURNS trigger LANGUAGE plpgsql AS $search$ BEGIN
    DELETE FROM search WHERE conversation = OLD.conversation AND seq = OLD.seq;
    INSERT INTO search_waiting (conversation, first, last) VALUES (OLD.conversation, OLD.seq, OLD.seq);
    RETURN NULL;
  END $search$;
  CREATE TRIGGER search_changed AFTER UPDATE OF data ON entries FOR EACH ROW EXECUTE FUNCTION search_changed();
  CREATE TRIGGER search_removed AFTER DELETE ON entries FOR EACH ROW EXECUTE FUNCTION search_changed();

  CREATE FUNCTION search_renamed() RETURNS trigger LANGUAGE plpgsql AS $search$ BEGIN
    INSERT INTO search_waiting (conversation, first, last)
      SELECT key, 1, last_seq FROM conversations WHERE shopper = NEW.id AND last_seq > 0;
    RETURN NULL;
  END $search$;
  CREATE TRIGGER search_renamed AFTER UPDATE OF name, claimed, verified, proved ON shoppers
    FOR EACH ROW EXECUTE FUNCTION search_renamed();

  CREATE FUNCTION search_moved() RETURNS trigger LANGUAGE plpgsql AS $search$ BEGIN
    INSERT INTO search_waiting (conversation, first, last) VALUES (NEW.key, 1, NEW.last_seq);
    RETURN NULL;
  END $search$;
  CREATE TRIGGER search_moved AFTER UPDATE OF shopper ON conversations
    FOR EACH ROW EXECUTE FUNCTION search_moved();
`;
