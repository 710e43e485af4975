/*
 * The write of a batch, in one call that is one transaction:
 *
 *     lock the conversations by key → are they where the relay thinks? → nonces → entries → actions
 *                                       └ no, or a nonce is known: SB001, nothing is written
 *
 * Seqs and links are made by the relay from the states it remembers; the row locks make sure of them. All take their
 * locks in the same order (conversations by key, nonces, actions by id), so that two relays never wait for each other.
 */

const conversation = `key bigint, was int, id text, shop text, shopper text, status text, assignee_id text,
  assignee_name text, waiting_since bigint, last_seq int, last_public_seq int, preview text, page text`;
const entry = `c bigint, seq int, public_seq int, author text, nonce text, type text, data text, staff_data text,
  chain bytea`;
const nonce = 'nonce text, sender text, c bigint, seq int, entries smallint, main smallint, body text';
const changed = (name: string) => `coalesce(u.${name}, c.${name})`;

/** The function that writes a batch; each parameter is an array of rows, or null where there are none. */
export const appendFunction = `
  CREATE FUNCTION shopbell_append(changed json, begun json, nonces_ json, entries_ json, moved json, requested json,
    at_ bigint) RETURNS void LANGUAGE plpgsql AS $append$
  DECLARE found_ int;
  BEGIN
    IF changed IS NOT NULL THEN
      PERFORM 1 FROM conversations WHERE key IN (SELECT (u->>'key')::bigint FROM json_array_elements(changed) u)
        ORDER BY key FOR NO KEY UPDATE;
      UPDATE conversations c SET status = u.status, assignee_id = u.assignee_id, assignee_name = u.assignee_name,
          updated_at = at_, waiting_since = u.waiting_since, last_seq = u.last_seq,
          last_public_seq = u.last_public_seq, preview = ${changed('preview')}
        FROM json_to_recordset(changed) AS u(${conversation})
        WHERE c.key = u.key AND c.last_seq = u.was AND c.shopper = u.shopper;
      GET DIAGNOSTICS found_ = ROW_COUNT;
      IF found_ <> json_array_length(changed) THEN
        RAISE EXCEPTION 'a conversation has changed' USING ERRCODE = 'SB001';
      END IF;
    END IF;
    IF begun IS NOT NULL THEN
      INSERT INTO conversations (key, id, shop, shopper, status, assignee_id, assignee_name, opened_at, updated_at,
          waiting_since, last_seq, last_public_seq, preview, page)
        SELECT u.key, u.id, u.shop, u.shopper, u.status, u.assignee_id, u.assignee_name, at_, at_, u.waiting_since,
          u.last_seq, u.last_public_seq, u.preview, u.page
        FROM json_to_recordset(begun) AS u(${conversation});
    END IF;
    INSERT INTO nonces SELECT u.nonce, u.sender, u.c, u.seq, u.entries, u.main, u.body
      FROM json_to_recordset(nonces_) AS u(${nonce}) ORDER BY u.nonce, u.sender ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS found_ = ROW_COUNT;
    IF found_ <> json_array_length(nonces_) THEN
      RAISE EXCEPTION 'a nonce is known' USING ERRCODE = 'SB001';
    END IF;
    INSERT INTO entries (conversation, seq, public_seq, at, author, nonce, type, data, staff_data, chain)
      SELECT u.c, u.seq, u.public_seq, at_, u.author, u.nonce, u.type, u.data, u.staff_data, u.chain
      FROM json_to_recordset(entries_) AS u(${entry});
    IF moved IS NOT NULL THEN
      UPDATE actions a SET step = u.step, revision = u.revision, lease = u.lease, plan = u.plan, amount = u.amount, currency = u.currency, approver = u.approver, confirmed = u.confirmed, approved = u.approved, runs = u.runs, tries = u.tries, output = u.output, timer = u.timer, due_at = u.due_at, ran_at = u.ran_at
        FROM json_populate_recordset(NULL::actions, moved) AS u, json_to_recordset(moved) AS w(id text, was int)
        WHERE a.id = u.id AND w.id = u.id AND a.revision = w.was;
      GET DIAGNOSTICS found_ = ROW_COUNT;
      IF found_ <> json_array_length(moved) THEN
        RAISE EXCEPTION 'an action has changed' USING ERRCODE = 'SB001';
      END IF;
    END IF;
    IF requested IS NOT NULL THEN
      INSERT INTO actions SELECT * FROM json_populate_recordset(NULL::actions, requested);
    END IF;
  END $append$;
`;
