import { createDatabase, startPostgres } from '@shopbell-test/postgres';
import { ShopbellError, type ConversationId } from '@shopbell/protocol';
import { Client } from 'pg';
import { describe, expect, test } from 'vitest';
import {
  addShop,
  anna,
  appendOne,
  begin,
  newNonce,
  readAll,
  say,
  staffOf,
} from '../../../test/store-contract/ground.ts';
import type { Append, Store } from '../store.ts';
import { migrations } from './migrations.ts';
import { openPostgresStore } from './open.ts';
import type { SessionTimes } from './session.ts';

const hasty: SessionTimes = { connectMs: 500, statementMs: 400, answerMs: 600 };

const openOwn = async (times?: SessionTimes) => {
  const server = await startPostgres();
  const store = await openPostgresStore({ url: server.url, ...(times ? { times } : {}) });
  await addShop(store, 'demo');
  const { id } = await begin(store);
  return {
    server,
    store,
    id,
    [Symbol.asyncDispose]: async () => {
      await store.close();
      await server[Symbol.asyncDispose]();
    },
  };
};

const codeOf = (error: unknown): string => (error instanceof ShopbellError ? error.code : String(error));
const message = (conversation: ConversationId, nonce: string): Append => ({
  shop: 'demo',
  conversation,
  by: anna,
  nonce,
  drafts: [say(nonce)],
});

/** Appends one after the other, each again under its nonce until it is acknowledged, until told to stop. */
const startWriting = (store: Store, id: ConversationId) => {
  const acknowledged: string[] = [];
  const refusals: string[] = [];
  const over = new AbortController();
  const insist = async (append: Append): Promise<void> => {
    while (!over.signal.aborted) {
      const result = await appendOne(store, append).catch(
        (error: unknown) => void refusals.push(codeOf(error)),
      );
      if (!result) await new Promise((resolve) => setTimeout(resolve, 20));
      else if (result.ok) return void acknowledged.push(append.nonce);
      else refusals.push(result.code);
    }
  };
  const write = async (): Promise<void> => {
    while (!over.signal.aborted) await insist(message(id, newNonce()));
  };
  const written = write();
  return {
    acknowledged,
    refusals,
    stop: async () => {
      over.abort();
      await written;
    },
  };
};
const storedIn = async (store: Store, id: ConversationId): Promise<string[]> => {
  const entries = await readAll(store, staffOf('demo'), id);
  expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, index) => index + 1));
  return entries.slice(1).map(({ nonce }) => nonce);
};
const expectKept = async (store: Store, id: ConversationId, acknowledged: readonly string[]) => {
  const stored = await storedIn(store, id);
  expect(new Set(stored).size).toBe(stored.length);
  expect(acknowledged.filter((nonce) => !stored.includes(nonce))).toEqual([]);
};

describe('a server that goes away', () => {
  test('R1 stopped, crashed and restarted under load: nothing acknowledged is lost or doubled, it heals by itself', async () => {
    await using at = await openOwn();
    const { server, store, id } = at;
    const writing = startWriting(store, id);
    for (const how of ['fast', 'immediate', 'immediate'] as const) {
      const before = writing.acknowledged.length;
      await expect.poll(() => writing.acknowledged.length, { timeout: 20_000 }).toBeGreaterThan(before + 20);
      await server.stop(how);
      await expect.poll(() => writing.refusals.length, { timeout: 20_000 }).toBeGreaterThan(0);
      await expect(store.ping()).rejects.toMatchObject({ code: 'unavailable' });
      await server.start();
    }
    const before = writing.acknowledged.length;
    await expect.poll(() => writing.acknowledged.length, { timeout: 20_000 }).toBeGreaterThan(before + 20);
    await writing.stop();
    expect(new Set(writing.refusals)).toEqual(new Set(['unavailable']));
    await expectKept(store, id, writing.acknowledged);
  }, 90_000);

  test('that hangs is unavailable within a bounded time, and heals by itself', async () => {
    await using at = await openOwn(hasty);
    const { server, store, id } = at;
    await server.freeze();
    const nonce = newNonce();
    const startedAt = performance.now();
    await expect(appendOne(store, message(id, nonce))).rejects.toMatchObject({ code: 'unavailable' });
    await expect(store.state(id)).rejects.toMatchObject({ code: 'unavailable' });
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    await server.thaw();
    await expect.poll(() => appendOne(store, message(id, nonce)).catch(codeOf)).toMatchObject({ ok: true });
    expect(await storedIn(store, id)).toEqual([nonce]);
  }, 60_000);

  test('sessions that are terminated end nobody, and lose nothing', async () => {
    await using at = await openOwn();
    const { server, store, id } = at;
    const writing = startWriting(store, id);
    const killer = new Client({ connectionString: server.url });
    await killer.connect();
    for (let round = 0; round < 10; round += 1) {
      const before = writing.acknowledged.length;
      await expect.poll(() => writing.acknowledged.length, { timeout: 20_000 }).toBeGreaterThan(before + 3);
      await killer.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'shopbell'`,
      );
      expect(await store.state(id).catch(codeOf)).not.toBeNull();
    }
    await killer.end();
    await writing.stop();
    expect(writing.refusals.filter((code) => code !== 'unavailable')).toEqual([]);
    await expectKept(store, id, writing.acknowledged);
  }, 60_000);
});

describe('a database that will not do', () => {
  const openWith = async (change: string, url = (own: string) => own) => {
    await using database = await createDatabase();
    await (await openPostgresStore({ url: database.url, isFsyncOffAccepted: true })).close();
    await database.query(change);
    return await openPostgresStore({ url: url(database.url), isFsyncOffAccepted: true }).then(
      async (store) => {
        await store.close();
        return new Error('it was opened');
      },
      (error: Error) => error,
    );
  };

  test('R1 with synchronous_commit off for the relay is refused, with what to do', async () => {
    const refused = await openWith(
      `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET synchronous_commit = off', current_database()); END $$`,
    );
    expect(refused).toMatchObject({ code: 'unavailable' });
    expect(refused.message).toMatch(/synchronous_commit=off[^]*ALTER ROLE/);
  });

  test('R1 on a server with fsync off is refused unless told', async () => {
    await using database = await createDatabase();
    await expect(openPostgresStore({ url: database.url })).rejects.toThrow(/fsync=off[^]*DATABASE_URL/);
  });

  test('of a newer relay is refused', async () => {
    const refused = await openWith(
      `INSERT INTO shopbell_schema (version, name) VALUES (${migrations.length + 1}, 'of tomorrow')`,
    );
    expect(refused.message).toContain('newer version');
  });

  test('that is not there is refused with its name', async () => {
    const refused = await openWith('SELECT 1', (url) => `${url}_not_there`);
    expect(refused).toMatchObject({ code: 'unavailable' });
    expect(refused.message).toMatch(/_not_there[^]*does not exist/);
  });
});
