import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium } from '@shopbell-test/kit/chromium';
import { WebSocket } from 'ws';

export type Params = Record<string, unknown>;
type Event = { method: string; params: Params; sessionId?: string };
/** The browser’s own protocol, with flat sessions: one for each document’s process. */
export type Cdp = AsyncDisposable & {
  send: (method: string, params?: Params, sessionId?: string) => Promise<Params>;
  on: (listener: (event: Event) => void) => () => void;
};

const flags = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--site-per-process',
  '--remote-debugging-port=0',
];

const addressIn = async (lines: AsyncIterable<Buffer>): Promise<string> => {
  let said = '';
  for await (const chunk of lines) {
    said += chunk.toString();
    const [, address] = /DevTools listening on (ws:\S+)/.exec(said) ?? [];
    if (address) return address;
  }
  throw new Error(`Chromium did not start: ${said.slice(-1_000)}`);
};

const wire = (socket: WebSocket): Pick<Cdp, 'send' | 'on'> => {
  const waiting = new Map<number, PromiseWithResolvers<Params>>();
  const listeners = new Set<(event: Event) => void>();
  let count = 0;
  socket.on('message', (data: Buffer) => {
    const said = JSON.parse(data.toString()) as Event & { id?: number; error?: object; result: Params };
    if (said.id === undefined) return [...listeners].forEach((listener) => listener(said));
    const asked = waiting.get(said.id);
    waiting.delete(said.id);
    if (said.error) asked?.reject(new Error(JSON.stringify(said.error)));
    else asked?.resolve(said.result);
  });
  return {
    send: (method, params = {}, sessionId) => {
      const id = (count += 1);
      const answer = Promise.withResolvers<Params>();
      waiting.set(id, answer);
      socket.send(JSON.stringify({ id, method, params, ...(sessionId ? { sessionId } : {}) }));
      return answer.promise;
    },
    on: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};

/** Starts Chromium, each site in a process of its own, and speaks to it. */
export const openCdp = async (): Promise<Cdp> => {
  const program = findChromium();
  if (!program) throw new Error('There is no Chromium: `pnpm test` says how to install it.');
  const profile = await mkdtemp(join(tmpdir(), 'shopbell-bench-'));
  const child = spawn(program, [...flags, `--user-data-dir=${profile}`], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const socket = new WebSocket(await addressIn(child.stderr), { perMessageDeflate: false });
  await once(socket, 'open');
  child.stderr.resume();
  return {
    ...wire(socket),
    [Symbol.asyncDispose]: async () => {
      socket.close();
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
};
