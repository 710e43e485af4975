import type { ConversationId } from '@shopbell/protocol';
import { nanoid } from 'nanoid';
import { encodeEntry, type EntryRow } from '../encode.ts';
import type { Fresh, Note, Peers } from '../peers.ts';
import type { Runner } from '../runner.ts';
import type { StoredEntry } from '../store.ts';
import { createCompany } from './company.ts';
import { packNotes, unpackNotes } from './notes.ts';
import type { Pool } from './pool.ts';
import { coarseMs } from './schema.ts';
import { createSession, type Ask, type Session, type SessionOptions } from './session.ts';
import { loadStates, type Keyed } from './states.ts';

const channel = 'shopbell';
const waitingMost = 20_000;
const entriesPerRead = 200;
const keepaliveMs = 1_000;

const readSql = `SELECT c.id, e.* FROM unnest($1::text[], $2::int[]) AS w (id, after) JOIN conversations c ON c.id = w.id
  CROSS JOIN LATERAL (SELECT seq, public_seq, at, author, nonce, type, data, staff_data FROM entries
    WHERE conversation = c.key AND seq > w.after ORDER BY seq LIMIT ${entriesPerRead + 1}) e ORDER BY e.seq`;
const headsSql = 'SELECT id, last_seq AS "lastSeq" FROM conversations WHERE id = ANY($1)';
const changedSql = `SELECT id, shop, updated_at AS "updatedAt", last_seq AS "lastSeq" FROM conversations
  WHERE shop = ANY($1) AND status IN ('queued', 'open', 'closed') AND updated_coarse >= $2 AND updated_at >= $3`;
/** Sends what has gathered while the last was under way. */
const createTeller = (session: Session, id: string) => {
  let waiting: Note[] = [];
  let isBusy = false;
  const work = async (): Promise<void> => {
    isBusy = true;
    while (waiting.length > 0) {
      const payloads = packNotes(id, waiting);
      waiting = [];
      const text = `SELECT pg_notify('${channel}', p) FROM unnest($1::text[]) AS p`;
      // Lost hints cost a second: whoever needs to know looks anyway.
      await session.use((ask) => ask({ name: 'notify', text, values: [payloads] })).catch(() => {});
    }
    isBusy = false;
  };
  return (notes: readonly Note[]): void => {
    if (waiting.length + notes.length > waitingMost) return;
    waiting.push(...notes);
    if (!isBusy) void work();
  };
};

type Listener = Parameters<Peers['listen']>[0];

/** Listens as long as somebody wants to hear; comes back by itself. */
const createEar = (open: (options: Partial<SessionOptions>) => Session, id: string) => {
  const listeners = new Set<Listener>();
  let session: Session | null = null;
  let timer: NodeJS.Timeout | undefined;

  const hear = (payload: string): void => {
    const { from, notes } = unpackNotes(payload);
    if (from === id) return;
    for (const { onNotes } of listeners) onNotes(notes);
  };
  const start = (): void => {
    const ear = open({
      onNotice: (_, payload) => hear(payload),
      prepare: async (ask) => {
        await ask({ text: `LISTEN ${channel}` });
        for (const { onGap } of listeners) onGap();
      },
    });
    session = ear;
    // Notices a connection that is dead without saying so, and makes a new one.
    const keepAlive = (): void => {
      const again = (): void => {
        if (session === ear) timer = setTimeout(keepAlive, keepaliveMs).unref();
      };
      ear.use((ask) => ask({ text: 'SELECT 1' })).then(again, again);
    };
    keepAlive();
  };
  const stop = async (): Promise<void> => {
    const ear = session;
    session = null;
    clearTimeout(timer);
    await ear?.close();
  };

  return {
    listen: (listener: Listener): (() => void) => {
      listeners.add(listener);
      if (session === null) start();
      return () => void listeners.delete(listener);
    },
    stop,
  };
};

/** The entries of each conversation that are new to it. */
const readFresh = async (
  pool: Pool,
  places: Parameters<Peers['read']>[0],
): Promise<Map<string, StoredEntry[]>> => {
  const wanted = places.filter(({ after }) => after !== null);
  const found = new Map<string, StoredEntry[]>();
  if (wanted.length === 0) return found;
  const values = [wanted.map(({ conversation }) => conversation), wanted.map(({ after }) => after)];
  const { rows } = await pool.use((ask) =>
    ask<EntryRow & { id: ConversationId }>({ name: 'fresh', text: readSql, values }),
  );
  for (const { id, ...row } of rows) {
    const entries = found.get(id) ?? [];
    entries.push(encodeEntry(id, row));
    found.set(id, entries);
  }
  return found;
};

/** So long an empty house is believed to be empty: reports come every second. */
const aloneMs = 3_000;

/** Leaves out what nobody is there to hear: whoever comes next looks for itself before it listens. */
const createQuiet = (tell: Peers['tell']) => {
  let aloneUntil = 0;
  return {
    met: (others: number): void => {
      aloneUntil = others === 0 ? performance.now() + aloneMs : 0;
    },
    tell: (notes: readonly Note[]): void => {
      const isAlone = performance.now() < aloneUntil;
      const worth = isAlone ? notes.filter(({ kind }) => kind !== 'changed') : notes;
      if (worth.length > 0) tell(worth);
    },
  };
};

type PeersParts = {
  pool: Pool;
  runner: Runner;
  session: Omit<SessionOptions, 'prepare' | 'onNotice'>;
  /** Takes note of how far a conversation is. */
  learn: (keyed: Keyed) => void;
};

/** What is read for the sake of the other relays’ commits. */
const createReads = ({ pool, learn }: Pick<PeersParts, 'pool' | 'learn'>) =>
  ({
    read: async (places) => {
      // First the entries: the state is then at least as far as they are.
      const entries = await readFresh(pool, places);
      const ids = places.map(({ conversation }) => conversation);
      const states = await pool.use((ask) => loadStates(ask, ids));
      return states.map((keyed): Fresh => {
        learn(keyed);
        const found = entries.get(keyed.state.id) ?? [];
        const more = found.length > entriesPerRead;
        return { state: keyed.state, entries: found.slice(0, entriesPerRead), more };
      });
    },
    heads: async (ids) => {
      const query = { name: 'heads', text: headsSql, values: [ids] };
      return (await pool.use((ask) => ask<{ id: ConversationId; lastSeq: number }>(query))).rows;
    },
    changedSince: async (shops, at) => {
      const query = { name: 'changed', text: changedSql, values: [shops, Math.floor(at / coarseMs), at] };
      type Changed = Awaited<ReturnType<Peers['changedSince']>>[number];
      return (await pool.use((ask) => ask<Changed>(query))).rows;
    },
  }) satisfies Partial<Peers>;

/** The relays beside this one, by NOTIFY and LISTEN and a table of leases. */
export const createPeers = ({ pool, runner, session: options, learn }: PeersParts) => {
  const id = `relay_${nanoid()}`;
  // Sessions of their own, that wait for no lock and no disk: hints are worth nothing late.
  const prepare = async (ask: Ask): Promise<void> =>
    void (await ask({ text: 'SET synchronous_commit = off' }));
  const voice = createSession({ ...options, prepare });
  const letters = createSession({ ...options, prepare });
  const ear = createEar((more) => createSession({ ...options, ...more }), id);
  const { tell, met } = createQuiet(createTeller(voice, id));
  const company = createCompany({ id, letters, runner, tell });
  const peers: Peers = {
    id,
    tell,
    listen: ear.listen,
    ...createReads({ pool, learn }),
    ...company,
    report: async (report) => {
      const others = await company.report(report);
      met(others.length);
      return others;
    },
  };
  return {
    peers,
    close: async (): Promise<void> => {
      await peers.leave().catch(() => {});
      await Promise.all([ear.stop(), voice.close(), letters.close()]);
    },
  };
};
