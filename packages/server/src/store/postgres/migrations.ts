import { refuse } from '@shopbell/protocol';
import { appendFunction } from './append-function.ts';
import { cannedResponses } from './canned-schema.ts';
import { heldDrafts } from './draft-schema.ts';
import { erasures } from './erasure-schema.ts';
import { files } from './file-schema.ts';
import { allowances, conversations, finerSteps, followups, people, relays, holders } from './schema.ts';
import { search } from './search/schema.ts';
import { shopService } from './service-schema.ts';
import { workStates } from './routing-schema.ts';
import type { Ask } from './session.ts';

/** One change of the schema. Numbers are 1, 2, 3 …; what is released is never edited. */
export type Migration = { name: string; sql: string };

/** The schema’s history. */
export const migrations: readonly Migration[] = [
  { name: 'shops, people, keys', sql: people },
  { name: 'conversations, entries, actions', sql: conversations },
  { name: 'the append', sql: appendFunction },
  { name: 'relays', sql: relays },
  { name: 'follow-ups', sql: followups },
  { name: 'holders of actions, mail', sql: holders },
  { name: 'erasures', sql: erasures },
  { name: 'search', sql: search },
  { name: 'codes: what was sent, what was confirmed', sql: allowances },
  { name: 'files', sql: files },
  { name: 'shops: settings, articles', sql: shopService },
  { name: 'canned responses', sql: cannedResponses },
  { name: 'conversations: finer steps', sql: finerSteps },
  { name: 'work states', sql: workStates },
  { name: 'drafts', sql: heldDrafts },
];

/** Versions of the schema, before and after. */
export type Migrated = { from: number; to: number };

/** One relay migrates at a time; the number is this program’s own. */
const lockKey = 5_403_721_001;

const versionOf = async (ask: Ask): Promise<number> => {
  const { rows } = await ask<{ version: number }>({
    text: 'SELECT coalesce(max(version), 0)::int AS version FROM shopbell_schema',
  });
  return rows[0]?.version ?? 0;
};

/**
 * Brings the schema up to date, each step whole or not at all, one relay at a time. Resolves to from which version to
 * which. Refuses a database that a newer relay has changed.
 */
export const migrate = async (ask: Ask, steps: readonly Migration[] = migrations): Promise<Migrated> => {
  await ask({ text: `SELECT pg_advisory_lock(${lockKey})` });
  try {
    await ask({
      text: `CREATE TABLE IF NOT EXISTS shopbell_schema (version integer PRIMARY KEY, name text NOT NULL,
        at timestamptz NOT NULL DEFAULT now())`,
    });
    const version = await versionOf(ask);
    if (version > steps.length) {
      throw refuse(
        'unavailable',
        `The database is of a newer version (schema ${version}, this relay knows ${steps.length}). Update the relay, or name another database.`,
      );
    }
    for (const [index, { name, sql }] of steps.slice(version).entries()) {
      const noted = `INSERT INTO shopbell_schema (version, name) VALUES (${version + index + 1}, '${name}')`;
      await ask({ text: `BEGIN; ${sql}; ${noted}; COMMIT` }).catch(async (error: unknown) => {
        await ask({ text: 'ROLLBACK' });
        throw error;
      });
    }
    return { from: version, to: steps.length };
  } finally {
    await ask({ text: `SELECT pg_advisory_unlock(${lockKey})` }).catch(() => {});
  }
};
