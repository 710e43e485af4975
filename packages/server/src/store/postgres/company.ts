import { sql } from 'kysely';
import { actionOf, rowColumns } from '../action-columns.ts';
import type { ActionHead, Note, PeerReport, Peers } from '../peers.ts';
import type { Runner } from '../runner.ts';
import type { Session } from './session.ts';

/** How long a relay counts as there after it said so, and how long what it left is kept. */
const leaseSeconds = 5;
const keptSeconds = 60;

const reportSql = `INSERT INTO relays (id, seen_at, report) VALUES ($1, now(), $2)
  ON CONFLICT (id) DO UPDATE SET seen_at = now(), report = EXCLUDED.report`;
const officesSql = `INSERT INTO relays (id, seen_at, report, offices) VALUES ($1, now(), 'null', $2)
  ON CONFLICT (id) DO UPDATE SET offices = EXCLUDED.offices`;
const othersSql = `SELECT id AS relay, report FROM relays
  WHERE id <> $1 AND seen_at > now() - interval '${leaseSeconds} seconds' ORDER BY id`;
const forgetSql = `WITH gone AS (DELETE FROM relays WHERE seen_at < now() - interval '${keptSeconds} seconds')
  DELETE FROM relay_mail WHERE at < now() - interval '${keptSeconds} seconds'`;
// Longer than a plan may take: whoever died with the turn does not keep it.
const enterSql = `INSERT INTO plan_turns (name, action, at) VALUES ($1, $2, now()) ON CONFLICT (name) DO UPDATE
  SET action = EXCLUDED.action, at = now()
  WHERE plan_turns.action = EXCLUDED.action OR plan_turns.at < now() - interval '40 seconds'`;
const postSql = 'INSERT INTO relay_mail (recipient, sender, letter) VALUES ($1, $2, $3)';
const collectSql = `WITH taken AS (DELETE FROM relay_mail WHERE recipient = $1 RETURNING key, sender, letter)
  SELECT sender AS "from", letter FROM taken ORDER BY key`;

type CompanyParts = {
  id: string;
  /** What need not reach the disk. */
  letters: Session;
  runner: Runner;
  tell: (notes: readonly Note[]) => void;
};

/** Makes the actions that none of those alive holds this relay’s, each one relay’s; gives them. */
const createClaim = ({ id, runner }: Pick<CompanyParts, 'id' | 'runner'>) => {
  const { build } = runner;
  const rows = build
    .selectFrom('actions as a')
    .innerJoin('conversations as c', 'c.key', 'a.conversation')
    .select([...rowColumns]);
  return async (alive: readonly string[]) => {
    const claim = sql<{ id: never }>`UPDATE actions SET holder = ${id}
      WHERE timer IS NOT NULL AND (holder IS NULL OR holder <> ALL(${alive})) RETURNING id`;
    const claimed = await runner.all({ compile: () => claim.compile(build) });
    const ids = claimed.map((row) => row.id);
    return ids.length === 0 ? [] : (await runner.all(rows.where('a.id', 'in', ids))).map(actionOf);
  };
};

/** Who else is there, and what passes between two of them. */
export const createCompany = ({ id, letters, runner, tell }: CompanyParts) => {
  // Commands that only look in are no relay.
  let isThere = false;
  return {
    report: (report) =>
      letters.use(async (ask) => {
        isThere = true;
        await ask({ name: 'report', text: reportSql, values: [id, report] });
        await ask({ name: 'forget', text: forgetSql });
        return (await ask<PeerReport>({ name: 'others', text: othersSql, values: [id] })).rows;
      }),
    publishOffices: async (offices) => {
      isThere = true;
      await letters.use((ask) => ask({ name: 'offices', text: officesSql, values: [id, offices] }));
    },
    officesOf: async (relays) => {
      const text = 'SELECT id AS relay, offices FROM relays WHERE id = ANY($1)';
      type Row = { relay: string; offices: string };
      return (await letters.use((ask) => ask<Row>({ name: 'offices_of', text, values: [relays] }))).rows;
    },
    post: async (to, letter) => {
      await letters.use((ask) => ask({ name: 'post', text: postSql, values: [to, id, letter] }));
      tell([{ kind: 'mail', to }]);
    },
    collect: async () => {
      type Row = { from: string; letter: string };
      return (await letters.use((ask) => ask<Row>({ name: 'collect', text: collectSql, values: [id] }))).rows;
    },
    claimActions: createClaim({ id, runner }),
    actionHeads: async (ids) => {
      const text = 'SELECT id, revision, holder FROM actions WHERE id = ANY($1)';
      return (await letters.use((ask) => ask<ActionHead>({ name: 'action_heads', text, values: [ids] })))
        .rows;
    },
    enterTurn: async (name, action) => {
      const query = { name: 'enter_turn', text: enterSql, values: [name, action] };
      return (await letters.use((ask) => ask(query))).count === 1;
    },
    leaveTurn: async (name, action) => {
      const text = 'DELETE FROM plan_turns WHERE name = $1 AND action = $2';
      await letters.use((ask) => ask({ name: 'leave_turn', text, values: [name, action] }));
    },
    leave: async () => {
      if (!isThere) return;
      await letters.use((ask) => ask({ text: 'DELETE FROM relays WHERE id = $1', values: [id] }));
    },
  } satisfies Partial<Peers>;
};
