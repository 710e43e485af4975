import { once } from 'node:events';
import type { RunningRelay } from '@shopbell-test/kit';
import { protocolVersion } from '@shopbell/protocol/limits';
import { WebSocket } from 'ws';

/** A WebSocket to the relay on which anything may be sent, in any pieces. */
export type RawSocket = AsyncDisposable & {
  readonly socket: WebSocket;
  /** Every text the relay sent, as it came. */
  readonly received: readonly string[];
  /** Whether the connection is over. */
  readonly isClosed: () => boolean;
  send(text: string): void;
};

/** Opens one, as a page of the shop would; with `auth`, in a namespace. */
export const rawSocket = async (
  { url, origin }: Pick<RunningRelay, 'url' | 'origin'>,
  enter?: { namespace: '/shopper' | '/agent'; auth: Record<string, unknown> },
): Promise<RawSocket> => {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`, {
    ...(enter?.namespace === '/agent' ? {} : { origin }),
    perMessageDeflate: false,
  });
  const received: string[] = [];
  let isClosed = false;
  const { promise: entered, resolve, reject } = Promise.withResolvers<void>();
  socket.on('error', reject);
  socket.on('close', () => {
    isClosed = true;
    reject(new Error('closed at once'));
  });
  socket.on('message', (chunk: Buffer) => {
    const text = chunk.toString();
    received.push(text);
    if (text === '2') socket.send('3');
    if (text.startsWith('0{') && enter === undefined) resolve();
    if (text.startsWith('0{') && enter)
      socket.send(`40${enter.namespace},${JSON.stringify({ protocol: protocolVersion, ...enter.auth })}`);
    if (enter && text.startsWith(`40${enter.namespace},`)) resolve();
    if (text.startsWith('44')) reject(new Error(text));
  });
  await entered;
  return {
    socket,
    received,
    isClosed: () => isClosed,
    send: (text) => socket.send(text),
    [Symbol.asyncDispose]: async () => {
      if (isClosed) return;
      socket.terminate();
      await once(socket, 'close');
    },
  };
};
