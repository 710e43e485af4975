import { WebSocket } from 'ws';
import { protocolVersion } from '@shopbell/protocol/limits';

/*
 * A client of the relay’s wire as thin as can be, so that the load costs less than what it measures: packets are
 * text, an acknowledgement is found by its number, and what is pushed is handed on unparsed.
 *
 *     0{…}                 the engine opens            40/shopper,{auth}    connect to a namespace
 *     2 / 3                ping / pong                 42/shopper,7["…",…]  event 7, to be acknowledged
 *                                                      43/shopper,7[…]      its acknowledgement
 */

/** One connection in one namespace. */
export type Wire = {
  /** Sends a command, already JSON, and calls back with the reply’s text. */
  send(command: string, input: string, answered: (reply: string) => void): void;
  /** The same as a promise of the parsed reply’s data. Rejects when it is not ok. */
  call(command: string, input: unknown): Promise<Record<string, unknown>>;
  /** What was pushed, as `["event",payload]`. */
  onPushed: (text: string) => void;
  /** Called when the connection has ended, unless it was closed here. */
  onEnded: () => void;
  /** Resolves when it has ended. */
  close(): Promise<void>;
};

/** Where to connect, as whom. */
export type WireOptions = {
  url: string;
  namespace: '/shopper' | '/agent';
  auth: Record<string, unknown>;
  origin?: string;
  /** The address to come from: one of this machine’s. */
  localAddress?: string;
};

const dataOf = (command: string, reply: string): Record<string, unknown> => {
  const [answer] = JSON.parse(reply) as [{ ok: boolean; data: Record<string, unknown>; error: unknown }];
  if (!answer.ok) throw new Error(`${command}: ${JSON.stringify(answer.error)}`);
  return answer.data;
};

/** Connects and resolves once the namespace is open. */
export const openWire = async (options: WireOptions): Promise<Wire> => {
  const { url, namespace, auth, origin, localAddress } = options;
  const socket = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`, {
    perMessageDeflate: false,
    skipUTF8Validation: true,
    ...(origin === undefined ? {} : { origin }),
    ...(localAddress === undefined ? {} : { localAddress }),
  });
  const waiting = new Map<number, (reply: string) => void>();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  const head = { event: `42${namespace},`, reply: `43${namespace},`, open: `40${namespace},` };
  let last = 0;
  const wire: Wire = {
    send: (command, input, answered) => {
      last += 1;
      waiting.set(last, answered);
      socket.send(`${head.event}${last}["${command}",${input}]`);
    },
    call: (command, input) => {
      const reply = Promise.withResolvers<string>();
      wire.send(command, JSON.stringify(input), reply.resolve);
      return reply.promise.then((text) => dataOf(command, text));
    },
    onPushed: () => {},
    onEnded: () => {},
    close: () => {
      wire.onEnded = () => {};
      socket.close();
      return ended.promise;
    },
  };
  const acknowledge = (text: string): void => {
    const start = text.indexOf('[');
    const id = Number(text.slice(head.reply.length, start));
    waiting.get(id)?.(text.slice(start));
    waiting.delete(id);
  };
  socket.on('message', (chunk: Buffer) => {
    const text = chunk.toString('utf8');
    if (text.startsWith(head.event)) wire.onPushed(text.slice(head.event.length));
    else if (text.startsWith(head.reply)) acknowledge(text);
    else if (text === '2') socket.send('3');
    else if (text.startsWith('0'))
      socket.send(`${head.open}${JSON.stringify({ protocol: protocolVersion, ...auth })}`);
    else if (text.startsWith(head.open)) resolve();
    else if (text.startsWith('44')) reject(new Error(text));
  });
  socket.once('close', (code) => {
    reject(new Error(`closed with ${code}`));
    ended.resolve();
    wire.onEnded();
  });
  socket.on('error', reject);
  await promise;
  return wire;
};
