/** So many entries of a conversation stand between two that the index knows; from there on each knows the one before. */
export const blockSize = 64;

/**
 * Columns of one block of a conversation, from its end backwards, in order: `e` is the entry, `b.seq` its number. `$key` names
 * the conversation, `$first` and `$end` bound it; `$end` is a multiple of the size, or past the last entry.
 */
export const blockSql = (columns: string, condition = 'TRUE'): string => `
  WITH RECURSIVE block (key, previous, seq) AS (
    SELECT key, previous, seq FROM entries WHERE key = COALESCE(
      (SELECT key FROM entries WHERE conversation = $key AND seq = $end AND seq % ${blockSize} = 0),
      (SELECT last_entry FROM conversations WHERE key = $key))
    UNION ALL
    SELECT e.key, e.previous, e.seq FROM block b CROSS JOIN entries e WHERE e.key = b.previous AND b.seq > $first
  )
  SELECT ${columns} FROM block b CROSS JOIN entries e ON e.key = b.key
  WHERE b.seq BETWEEN $first AND $end AND ${condition} ORDER BY b.seq`;
