import type { WireError } from '@shopbell/protocol';
import { protocolVersion } from '@shopbell/protocol/limits';
import { io, type Socket } from 'socket.io-client';
import { until } from './until.ts';

/** What the relay answers to every command. */
export type Reply = { ok: true; data: Record<string, unknown> } | { ok: false; error: WireError };

/** Something that speaks the protocol and nothing more: no outbox, no cursor, no retries. */
export type Peer = AsyncDisposable & {
  readonly socket: Socket;
  /** Every event heard so far, in order. */
  readonly heard: readonly { event: string; payload: unknown }[];
  /** Sends a command and resolves to the reply, whatever it says. Rejects when there is none in time. */
  ask(command: string, input?: unknown): Promise<Reply>;
  /** The same, and its data. Throws when the relay says no. */
  call(command: string, input?: unknown): Promise<Record<string, unknown>>;
  /** Calls back on every event, from now on. */
  onEvent(listener: (event: string, payload: unknown) => void): void;
  /** The first event of a name heard so far or soon, if it is as wanted. */
  hears(event: string, isWanted?: (payload: never) => boolean): Promise<unknown>;
  close(): void;
};

/** Where to connect and as whom. `origin` is sent as a browser would. */
export type PeerOptions = {
  url: string;
  namespace: '/shopper' | '/agent';
  auth: Record<string, unknown>;
  origin?: string;
  localAddress?: string;
  timeoutMs?: number;
};

/** The relay’s refusal of a connection. */
export const refusalOf = (error: Error & { data?: WireError }): WireError =>
  error.data ?? { code: 'internal', message: error.message };

const socketTo = ({ url, namespace, auth, origin, localAddress }: PeerOptions): Socket =>
  io(`${url}${namespace}`, {
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    auth: { protocol: protocolVersion, ...auth },
    ...(origin === undefined ? {} : { extraHeaders: { origin } }),
    ...(localAddress === undefined ? {} : { localAddress }),
  });

const connected = (socket: Socket): Promise<void> => {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  socket.once('connect', resolve);
  socket.once('connect_error', (error) => {
    reject(error);
    socket.disconnect();
  });
  // A relay that dies between opening the engine and the namespace tells the manager alone. Of a refusal the manager
  // knows a moment before the socket does.
  const tooEarly = new Error('the connection closed before it was open');
  socket.io.once('close', () => queueMicrotask(() => reject(tooEarly)));
  return promise;
};

const isAsWanted = (payload: unknown, wanted: ((payload: never) => boolean) | undefined): boolean =>
  wanted === undefined || wanted(payload as never);

/** Connects; rejects with the `connect_error` when it is refused. */
export const connectPeer = async (options: PeerOptions): Promise<Peer> => {
  const socket = socketTo(options);
  const heard: { event: string; payload: unknown }[] = [];
  socket.onAny((event: string, payload: unknown) => heard.push({ event, payload }));
  await connected(socket);
  const ask = async (command: string, input: unknown = {}): Promise<Reply> =>
    (await socket.timeout(options.timeoutMs ?? 10_000).emitWithAck(command, input)) as Reply;
  const close = () => void socket.disconnect();
  return {
    socket,
    heard,
    ask,
    call: async (command, input) => {
      const reply = await ask(command, input);
      if (reply.ok) return reply.data;
      throw new Error(`${command}: ${reply.error.code}: ${reply.error.message}`, { cause: reply.error });
    },
    onEvent: (listener) => void socket.onAny(listener),
    hears: (event, isWanted) =>
      until(`event ${event}`, () =>
        heard.find((each) => each.event === event && isAsWanted(each.payload, isWanted)),
      ).then((each) => each.payload),
    close,
    [Symbol.asyncDispose]: async () => close(),
  };
};
