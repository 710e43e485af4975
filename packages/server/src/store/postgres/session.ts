import { refuse } from '@shopbell/protocol';
import { Client, types, type QueryResultRow } from 'pg';
import { asUnavailable, isLost, isOutdated } from './engine.ts';

/** A query as the driver takes it; with a name it is prepared once per connection. */
export type Query = { text: string; values?: readonly unknown[]; name?: string };
/** Rows of a query, and how many it changed. */
export type Result<R> = { rows: R[]; count: number };
/** Runs queries on one connection, one after the other. */
export type Ask = <R extends QueryResultRow>(query: Query) => Promise<Result<R>>;

/** One connection to the server that comes back by itself: used by one at a time, made anew after it was lost. */
export interface Session {
  /** Rejects with `unavailable` where the server cannot be reached, is too slow, or the session is closed. */
  use: <T>(work: (ask: Ask) => Promise<T>) => Promise<T>;
  close: () => Promise<void>;
}

export type SessionOptions = {
  url: string;
  /** Run on each new connection, before anything else; what it rejects with, `use` rejects with. */
  prepare?: ((ask: Ask) => Promise<void>) | undefined;
  onNotice?: ((channel: string, payload: string, pid: number) => void) | undefined;
  /** Called when a connection that was there is gone. */
  onLost?: (() => void) | undefined;
  times?: SessionTimes | undefined;
};

/** How long a server may take: to let one in, for a statement by its own clock, for an answer by ours. */
export type SessionTimes = { connectMs: number; statementMs: number; answerMs: number };
const defaultTimes: SessionTimes = { connectMs: 3_000, statementMs: 5_000, answerMs: 6_000 };

type ParserOf = typeof types.getTypeParser;
/** Times and keys stay well below 2^53. */
const getTypeParser: ParserOf = (oid: Parameters<ParserOf>[0], format?: Parameters<ParserOf>[1]) =>
  oid === types.builtins.INT8 ? Number : types.getTypeParser(oid, format ?? 'text');
const parsers = { getTypeParser };

const closedError = () => refuse('unavailable', 'The store is closed.');

const askOf =
  (client: Client): Ask =>
  async ({ text, values = [], name }) => {
    const prepared = name === undefined ? {} : { name };
    const result = await client.query({ text, values: [...values], ...prepared });
    return { rows: result.rows as never[], count: result.rowCount ?? 0 };
  };

const dial = async (options: SessionOptions, onGone: (client: Client) => void): Promise<Client> => {
  const { url, prepare, onNotice, times = defaultTimes } = options;
  const client = new Client({
    connectionString: url,
    application_name: 'shopbell',
    connectionTimeoutMillis: times.connectMs,
    statement_timeout: times.statementMs,
    lock_timeout: times.statementMs,
    idle_in_transaction_session_timeout: times.answerMs,
    query_timeout: times.answerMs,
    keepAlive: true,
    types: parsers,
  });
  // Without a listener, a connection that breaks would end the process.
  client.on('error', () => onGone(client));
  client.on('end', () => onGone(client));
  if (onNotice)
    client.on('notification', ({ channel, payload = '', processId }) =>
      onNotice(channel, payload, processId),
    );
  try {
    await client.connect();
    await prepare?.(askOf(client));
    return client;
  } catch (error) {
    hangUp(client);
    throw error;
  }
};

/** At once: a server that hangs is not waited for. */
const hangUp = (client: Client): void => {
  client.end().catch(() => {});
  client.connection.stream.destroy();
};

/** Ends politely, but waits only so long. */
const goodbyeMs = 500;
const leave = async (client: Client): Promise<void> => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, goodbyeMs);
  client.end().then(resolve, resolve);
  await promise;
  clearTimeout(timer);
  client.connection.stream.destroy();
};

/** The connection there is, or a new one. */
const createLine = (options: SessionOptions) => {
  let client: Client | null = null;
  let isClosed = false;
  const drop = (gone: Client): void => {
    if (client !== gone) return;
    client = null;
    hangUp(gone);
    options.onLost?.();
  };
  return {
    drop,
    connected: async (): Promise<Client> => {
      if (isClosed) throw closedError();
      client ??= await dial(options, drop);
      return client;
    },
    /** The connection that was there; there will be no other. */
    close: (): Client | null => {
      const open = client;
      isClosed = true;
      client = null;
      return open;
    },
  };
};

/** Opens a session; the connection is made when it is first used. */
export const createSession = (options: SessionOptions): Session => {
  const line = createLine(options);
  let last: Promise<unknown> = Promise.resolve();

  const attempt = async <T>(work: (ask: Ask) => Promise<T>): Promise<T> => {
    const client = await line.connected();
    try {
      return await work(askOf(client));
    } catch (error) {
      if (isLost(error) || isOutdated(error)) line.drop(client);
      throw error;
    }
  };
  const run = async <T>(work: (ask: Ask) => Promise<T>): Promise<T> => {
    try {
      // A newer relay has changed the tables meanwhile: nothing was done, a new connection prepares anew.
      return await attempt(work).catch((error: unknown) => {
        if (isOutdated(error)) return attempt(work);
        throw error;
      });
    } catch (error) {
      throw asUnavailable(error);
    }
  };

  return {
    use: (work) => {
      const mine = last.then(() => run(work));
      last = mine.catch(() => {});
      return mine;
    },
    close: async () => {
      await last;
      const open = line.close();
      if (open) await leave(open);
    },
  };
};
