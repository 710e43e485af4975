import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket as TcpSocket } from 'node:net';
import type { AnyEntry, ShopperCommands, WireError } from '@shopbell/protocol';
import { Server, type Socket } from 'socket.io';
import { WebSocketServer } from 'ws';

/** What goes wrong. Each is asked before, or (`reply`) after a command was carried out. */
export type Faults = {
  /** Refuses a command. */
  refuse?: ((command: string, input: Input) => WireError | undefined) | undefined;
  /** `lose`: the command was carried out, its answer is lost. `hold`: nobody ever says so. */
  reply?: ((command: string, input: Input) => 'lose' | 'hold' | undefined) | undefined;
  /** What is pushed in the place of an entry. */
  push?: ((entry: AnyEntry) => AnyEntry[]) | undefined;
  /** Refuses the handshake. */
  handshake?: ((auth: Record<string, unknown>) => WireError | undefined) | undefined;
  webSocketsBlocked?: boolean;
};

type Input = Record<string, unknown>;
type Stored = { conversation: string; seq: number; at: number };

const conversationOf = (input: Input): string =>
  (input['conversation'] as string | undefined) ?? 'cnv_begunhere';

/** The log, kept properly; only what lies between it and the client misbehaves. */
const createLog = () => {
  const entries = new Map<string, AnyEntry[]>();
  const byNonce = new Map<string, Stored>();
  const of = (conversation: string): AnyEntry[] => entries.get(conversation) ?? [];
  return {
    of,
    append(conversation: string, nonce: string): { entry: AnyEntry; stored: Stored; isNew: boolean } {
      const known = byNonce.get(nonce);
      const seq = known?.seq ?? of(conversation).length + 1;
      const stored = known ?? { conversation, seq, at: 1 };
      const entry = { conversation, seq, nonce, type: 'note', at: 1 } as unknown as AnyEntry;
      if (!known) entries.set(conversation, [...of(conversation), entry]);
      byNonce.set(nonce, stored);
      return { entry, stored, isNew: !known };
    },
    setBack(conversation: string, to: number) {
      entries.set(conversation, of(conversation).slice(0, to));
    },
  };
};

const page = (all: AnyEntry[], input: Input) => {
  const after = Number(input['after'] ?? 0);
  const limit = Number(input['limit'] ?? 50);
  return { entries: all.slice(after, after + limit), lastSeq: all.length, more: all.length > after + limit };
};

const bodyOf = async (request: IncomingMessage): Promise<Input> => {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return JSON.parse(text || '{}') as Input;
};

/** A relay for tests on port 0: Socket.IO and HTTP over one log, and the faults of one’s choice. */
export const startRelay = async (ping = { pingInterval: 10_000, pingTimeout: 8_000 }) => {
  const log = createLog();
  const faults: Faults = {};
  const received: { command: string; input: Input; via: 'socket' | 'http' }[] = [];
  const watching = new Map<string, Set<Socket>>();
  const raw = new Set<TcpSocket>();

  const push = (entry: AnyEntry): void => {
    for (const each of faults.push?.(entry) ?? [entry]) {
      for (const socket of watching.get(each.conversation) ?? []) socket.emit('entry:appended', each);
    }
  };
  const append = (conversation: string, nonce = `n${Math.random()}`.padEnd(8, '0')): Stored => {
    const { entry, stored, isNew } = log.append(conversation, nonce);
    if (isNew) push(entry);
    return stored;
  };
  const opened: ShopperCommands['session:open']['output'] = {
    shopper: { id: 'shp_12345678', name: '', verified: false },
    shop: { id: 'demo', name: 'Demo' },
    staffed: true,
    conversations: [],
    now: Date.now(),
  };
  const summaries = { conversations: [] as unknown[] };

  const wait = async (input: Input) => {
    const places = Object.entries(input['after'] as Record<string, number>);
    for (let round = 0; round < 40; round++) {
      const entries = places.flatMap(([id, after]) => log.of(id).slice(after));
      if (entries.length > 0) return { entries };
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return { entries: [] };
  };
  const answer = async (command: string, input: Input, socket: Socket | null): Promise<unknown> => {
    switch (command) {
      case 'session:open':
        return opened;
      case 'message:send':
        return append(conversationOf(input), String(input['nonce']));
      case 'conversation:watch': {
        const id = conversationOf(input);
        if (socket) watching.set(id, (watching.get(id) ?? new Set()).add(socket));
        return page(log.of(id), input);
      }
      case 'entries:list':
        return page(log.of(conversationOf(input)), input);
      case 'entries:wait':
        return wait(input);
      case 'conversation:list':
        return summaries;
      default:
        return {};
    }
  };
  const carryOut = async (command: string, input: Input, socket: Socket | null): Promise<unknown> => {
    received.push({ command, input, via: socket ? 'socket' : 'http' });
    const error = faults.refuse?.(command, input);
    if (error) return { ok: false, error };
    const data = await answer(command, input, socket);
    const fault = faults.reply?.(command, input);
    if (fault === 'hold') await new Promise(() => {});
    return fault === 'lose' ? null : { ok: true, data };
  };

  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const command = decodeURIComponent(request.url?.split('/').at(-1) ?? '');
    const reply = await carryOut(command, await bodyOf(request), null);
    if (command === 'readyz' && faults.refuse?.(command, {})) response.statusCode = 503;
    if (reply === null) request.destroy();
    else response.setHeader('Content-Type', 'application/json').end(JSON.stringify(reply));
  };
  const http = createServer((request, response) => void respond(request, response));
  http.on('connection', (socket) => raw.add(socket.on('close', () => raw.delete(socket))));
  const io = new Server(http, {
    transports: ['websocket'],
    ...ping,
    wsEngine: WebSocketServer,
    allowRequest: (_, give) => give(null, !faults.webSocketsBlocked),
  });
  const shoppers = io.of('/shopper');
  shoppers.use((socket, next) => {
    const wire = faults.handshake?.(socket.handshake.auth);
    next(wire ? Object.assign(new Error(wire.code), { data: wire }) : undefined);
  });
  shoppers.on('connection', (socket) => {
    socket.onAny((command: string, input: Input, ack: (reply: unknown) => void) => {
      void carryOut(command, input, socket).then((reply) => reply !== null && ack(reply));
    });
    socket.on('disconnect', () => watching.forEach((sockets) => sockets.delete(socket)));
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    port,
    log,
    faults,
    received,
    summaries,
    append,
    commands: (command: string) => received.filter((each) => each.command === command),
    emit: (event: string, payload: unknown) => shoppers.emit(event, payload),
    /** Throws everybody out, as a dying process does. */
    cut: () => raw.forEach((socket) => socket.destroy()),
    async [Symbol.asyncDispose]() {
      raw.forEach((socket) => socket.destroy());
      await io.close();
    },
  };
};
