import type {
  AgentCommands,
  AgentEvents,
  Role,
  Scope,
  ShopperCommands,
  ShopperEvents,
  WireError,
} from '@shopbell/protocol';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { io, type Socket } from 'socket.io-client';
import { createAdmin } from '../src/admin.ts';
import type { LimitOverrides } from '../src/gate/limits.ts';
import { createEdge, type Edge, type EdgeOptions } from '../src/gateway/edge.ts';
import { createLog } from '../src/log/group-commit.ts';
import { createMetrics } from '../src/metrics.ts';
import { openSqliteStore } from '../src/store/sqlite/open.ts';
import type { Store } from '../src/store/store.ts';

/** The page the test’s shop is on. */
export const shopOrigin = 'https://shop.test';

type Answered<T> = { ok: true; data: T } | { ok: false; error: WireError };
type Table = Record<string, { input: unknown; output: unknown }>;

/** A raw Socket.IO client: what a stranger would use. */
export type Client<C extends Table, E> = {
  socket: Socket;
  /** Resolves to the reply as it came. */
  ask<K extends keyof C & string>(command: K, input: C[K]['input']): Promise<Answered<C[K]['output']>>;
  /** Resolves to the data; rejects with the error’s code. */
  call<K extends keyof C & string>(command: K, input: C[K]['input']): Promise<C[K]['output']>;
  /** All events of a name so far, oldest first. */
  heard<K extends keyof E & string>(event: K): E[K][];
};
export type ShopperClient = Client<ShopperCommands, ShopperEvents>;
export type StaffClient = Client<AgentCommands, AgentEvents>;

const clientOf = <C extends Table, E>(socket: Socket): Client<C, E> => {
  const events: { name: string; payload: unknown }[] = [];
  socket.onAny((name: string, payload: unknown) => events.push({ name, payload }));
  const ask = (command: string, input: unknown) => socket.timeout(5_000).emitWithAck(command, input);
  return {
    socket,
    ask,
    call: async (command, input) => {
      const reply = (await ask(command, input)) as Answered<never>;
      if (!reply.ok) throw new Error(`${reply.error.code}: ${reply.error.message}`);
      return reply.data;
    },
    heard: <K extends keyof E & string>(event: K) =>
      events.filter(({ name }) => name === event).map(({ payload }) => payload as E[K]),
  };
};

/** Resolves once the socket is connected; rejects with the `connect_error`. */
const connected = (socket: Socket): Promise<void> =>
  new Promise((resolve, reject) => {
    socket.once('connect', () => resolve());
    socket.once('connect_error', reject);
  });

/** Resolves when the condition holds; rejects when it has not after `timeoutMs`. */
export const until = async (condition: () => unknown, timeoutMs = 3_000): Promise<void> => {
  const endsAt = performance.now() + timeoutMs;
  while (!condition()) {
    if (performance.now() > endsAt) throw new Error(`not within ${timeoutMs} ms: ${condition.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};

let nonces = 0;
/** A nonce nobody had. */
export const nonce = (): string => `nonce-${(nonces += 1).toString().padStart(8, '0')}`;
/** A message’s parts. */
export const saying = (text: string) => [{ kind: 'text' as const, text }];

export type EdgeKit = Awaited<ReturnType<typeof startEdge>>;

/** A relay without its HTTP side: a real store (in memory, or one that is given and then closed), a real log, real sockets on a free port. */
export const startEdge = async (
  limits: LimitOverrides = {},
  {
    store: given,
    ...more
  }: Pick<EdgeOptions, 'sendCode' | 'sendMail' | 'identityFreshMs' | 'clock' | 'retentionMs' | 'versions'> & {
    store?: Store;
  } = {},
) => {
  const store = given ?? (await openSqliteStore({ file: ':memory:' }));
  const metrics = createMetrics();
  const log = createLog({ store });
  const logged: { fields: object; message: string }[] = [];
  const note = (fields: object, message: string): void => void logged.push({ fields, message });
  const http = createServer();
  await new Promise<void>((resolve) => void http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const edge: Edge = createEdge({
    store,
    log,
    metrics,
    logger: { info: note, error: note },
    ownOrigins: () => [url],
    limits,
    ...more,
  });
  edge.attach(http);
  const admin = createAdmin({ store });
  const sockets: Socket[] = [];

  const dial = (namespace: string, auth: object, origin?: string): Socket => {
    const socket = io(`${url}${namespace}`, {
      auth: { ...auth },
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      extraHeaders: origin === undefined ? {} : { origin },
    });
    sockets.push(socket);
    return socket;
  };

  const addStaff = async (role: Role, scopes: Scope[] = ['read', 'reply', 'action:*'], shop = 'demo') => {
    const kind = role === 'office' || role === 'bot' ? role : 'agent';
    const person = await admin.addPerson({ shop, kind, role, name: `A ${role}` });
    const held = kind === 'office' ? scopes.filter((scope) => scope.startsWith('action:')) : scopes;
    const { id, key } = await admin.createKey({ shop, person: person.id, scopes: held, name: 'test' });
    return { person, key, keyId: id };
  };

  const staffWith = async (key: string): Promise<StaffClient> => {
    const client = clientOf<AgentCommands, AgentEvents>(dial('/agent', { protocol: 1, key }));
    await connected(client.socket);
    await client.call('session:open', {});
    return client;
  };

  await admin.saveShop({ id: 'demo', name: 'Demo', origins: [shopOrigin] });
  await admin.saveShop({ id: 'other', name: 'Other', origins: ['https://other.test'] });

  return {
    store,
    log,
    edge,
    admin,
    url,
    http,
    logged,
    metrics,
    dial,
    connected,
    addStaff,
    staffWith,
    /** A colleague with a key, connected and opened. */
    staff: async (role: Role, scopes?: Scope[], shop?: string) => {
      const added = await addStaff(role, scopes, shop);
      return { ...(await staffWith(added.key)), ...added };
    },
    /** A shopper, connected and opened; with a token, the one it belongs to. */
    shopper: async (token?: string, shop = 'demo') => {
      const origin = shop === 'demo' ? shopOrigin : 'https://other.test';
      const auth = { protocol: 1, shop, ...(token === undefined ? {} : { token }) };
      const client = clientOf<ShopperCommands, ShopperEvents>(dial('/shopper', auth, origin));
      await connected(client.socket);
      const session = await client.call('session:open', {});
      return { ...client, session, token: session.token ?? token ?? '' };
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.disconnect();
      await edge.close({ graceMs: 100 });
      await log.close();
      await store.close();
      metrics.close();
      http.closeAllConnections();
      await new Promise<void>((resolve) => void http.close(() => resolve()));
    },
  };
};
