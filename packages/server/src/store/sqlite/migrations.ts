import { refuse } from '@shopbell/protocol';
import type { DatabaseSync } from 'node:sqlite';
import { actionPlans } from './action-migration.ts';
import { allowances } from './allowance-migration.ts';
import { approvalQueue } from './approval-migration.ts';
import { cannedResponses } from './canned-migration.ts';
import { entryChain, linkAll } from './chain-migration.ts';
import { heldDrafts } from './draft-migration.ts';
import { erasures } from './erasure-migration.ts';
import { files } from './file-migration.ts';
import { followupQueue } from './followup-migration.ts';
import { provedAddresses } from './identity-migration.ts';
import { searchChanges } from './search-migration.ts';
import { shopService } from './service-migration.ts';
import { workStates } from './routing-migration.ts';

/** One change of the schema, and what it makes of the rows there are. Numbers are 1, 2, 3 …; what is released is never edited. */
export type Migration = { name: string; sql: string; fill?: (database: DatabaseSync) => void };

const people = `
  CREATE TABLE shops (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    origins TEXT NOT NULL,
    sign_in_keys TEXT NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE shoppers (
    id TEXT PRIMARY KEY,
    shop TEXT NOT NULL REFERENCES shops (id),
    name TEXT NOT NULL,
    claimed TEXT NOT NULL,
    verified TEXT,
    sub TEXT,
    created_at INTEGER NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX shoppers_by_sub ON shoppers (shop, sub) WHERE sub IS NOT NULL;
  CREATE TABLE tokens (
    digest TEXT PRIMARY KEY,
    shop TEXT NOT NULL,
    shopper TEXT NOT NULL REFERENCES shoppers (id),
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX tokens_by_revocation ON tokens (revoked_at) WHERE revoked_at IS NOT NULL;
  CREATE TABLE people (
    id TEXT PRIMARY KEY,
    shop TEXT NOT NULL REFERENCES shops (id),
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    removed_at INTEGER
  ) STRICT;
  CREATE INDEX people_by_shop ON people (shop);
  CREATE TABLE keys (
    id TEXT PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE,
    shop TEXT NOT NULL REFERENCES shops (id),
    kind TEXT NOT NULL,
    person TEXT NOT NULL REFERENCES people (id),
    scopes TEXT NOT NULL,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER,
    revoked_at INTEGER
  ) STRICT;
  CREATE INDEX keys_by_shop ON keys (shop);
  CREATE INDEX keys_by_revocation ON keys (revoked_at) WHERE revoked_at IS NOT NULL;
`;

// What an append writes stays together at the ends of the B-trees, or a batch of a hundred would touch a hundred pages:
// entries in the order of their coming, each naming the one before it in its conversation, and only every 64th in an
// index, from which a reader goes back; nonces by themselves first (our clients’ begin with the time). Entries and
// nonces carry no REFERENCES: the append has just read the conversation.
const conversations = `
  CREATE TABLE conversations (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    shop TEXT NOT NULL REFERENCES shops (id),
    shopper TEXT NOT NULL REFERENCES shoppers (id),
    status TEXT NOT NULL,
    assignee_id TEXT,
    assignee_name TEXT,
    opened_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    waiting_since INTEGER,
    last_seq INTEGER NOT NULL,
    last_public_seq INTEGER NOT NULL,
    read_public_seq INTEGER NOT NULL,
    seen_public_seq INTEGER NOT NULL,
    preview TEXT,
    page TEXT,
    last_entry INTEGER
  ) STRICT;
  CREATE INDEX conversations_by_change ON conversations (shop, status, updated_at);
  CREATE INDEX conversations_by_shopper ON conversations (shopper);
  CREATE TABLE entries (
    key INTEGER PRIMARY KEY,
    previous INTEGER,
    conversation INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    public_seq INTEGER,
    at INTEGER NOT NULL,
    author TEXT NOT NULL,
    nonce TEXT NOT NULL,
    type TEXT NOT NULL,
    data TEXT NOT NULL,
    staff_data TEXT
  ) STRICT;
  CREATE UNIQUE INDEX entries_by_block ON entries (conversation, seq) WHERE seq % 64 = 0;
  CREATE TABLE nonces (
    sender TEXT NOT NULL,
    nonce TEXT NOT NULL,
    entry INTEGER NOT NULL,
    entries INTEGER NOT NULL,
    main INTEGER NOT NULL,
    body TEXT,
    PRIMARY KEY (nonce, sender)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE actions (
    id TEXT PRIMARY KEY,
    shop TEXT NOT NULL,
    conversation INTEGER NOT NULL REFERENCES conversations (key),
    name TEXT NOT NULL,
    version INTEGER NOT NULL,
    title TEXT NOT NULL,
    input TEXT NOT NULL,
    audience TEXT NOT NULL,
    author TEXT NOT NULL,
    step TEXT NOT NULL,
    due_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX actions_open ON actions (due_at) WHERE step IN ('requested', 'running');
`;

/** The schema’s history. */
export const migrations: readonly Migration[] = [
  { name: 'shops, people, keys', sql: people },
  { name: 'conversations, entries, actions', sql: conversations },
  { name: 'actions: plans and timers', sql: actionPlans },
  { name: 'entries: the chain', sql: entryChain, fill: linkAll },
  { name: 'actions: approvals, expected plans', sql: approvalQueue },
  { name: 'shoppers: proved addresses', sql: provedAddresses },
  { name: 'follow-ups', sql: followupQueue },
  { name: 'erasures', sql: erasures },
  { name: 'search: what has changed', sql: searchChanges },
  { name: 'codes: what was sent, what was confirmed', sql: allowances },
  { name: 'files', sql: files },
  { name: 'shops: settings, articles', sql: shopService },
  { name: 'canned responses', sql: cannedResponses },
  { name: 'work states', sql: workStates },
  { name: 'drafts', sql: heldDrafts },
];

const versionOf = (database: DatabaseSync): number =>
  Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);

/**
 * Brings the schema up to date, each step whole or not at all. Refuses a database that a newer relay has changed.
 * To be called by whoever holds the writer’s lock. The versions before and after.
 */
export const migrate = (
  database: DatabaseSync,
  steps: readonly Migration[] = migrations,
): { from: number; to: number } => {
  const version = versionOf(database);
  if (version > steps.length) {
    throw refuse(
      'unavailable',
      `The database is of a newer version (schema ${version}, this relay knows ${steps.length}). Update the relay, or open another file.`,
    );
  }
  steps.slice(version).forEach((step, index) => {
    try {
      database.exec(`BEGIN IMMEDIATE; ${step.sql}`);
      step.fill?.(database);
      database.exec(`PRAGMA user_version = ${version + index + 1}; COMMIT`);
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK');
      throw error;
    }
  });
  return { from: version, to: steps.length };
};

/** Whether the schema is the one this relay works with. */
export const isMigrated = (database: DatabaseSync): boolean => versionOf(database) === migrations.length;
