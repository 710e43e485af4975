/**
 * What the index of what was said is told of changes to what it has taken in already: an entry that is erased or removed,
 * a shopper with another name or address, a conversation with another shopper. Old news is thrown away: an index
 * that missed it is made again.
 */
export const searchChanges = `
  CREATE TABLE search_changes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    entry INTEGER,
    conversation INTEGER
  ) STRICT;
  CREATE TRIGGER search_entry_changed AFTER UPDATE OF data ON entries
    BEGIN INSERT INTO search_changes (entry) VALUES (OLD.key); END;
  CREATE TRIGGER search_entry_removed AFTER DELETE ON entries
    BEGIN INSERT INTO search_changes (entry) VALUES (OLD.key); END;
  CREATE TRIGGER search_shopper_changed AFTER UPDATE OF name, claimed, verified, proved ON shoppers
    BEGIN INSERT INTO search_changes (conversation) SELECT key FROM conversations WHERE shopper = OLD.id; END;
  CREATE TRIGGER search_conversation_moved AFTER UPDATE OF shopper ON conversations
    BEGIN INSERT INTO search_changes (conversation) VALUES (OLD.key); END;
  CREATE TRIGGER search_changes_bounded AFTER INSERT ON search_changes
    BEGIN DELETE FROM search_changes WHERE id <= NEW.id - 100000; END;
`;
