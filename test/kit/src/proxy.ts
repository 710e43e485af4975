import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from './random.ts';

/** The way a byte goes: `up` to the relay, `down` from it. */
type Way = 'up' | 'down';

/** A stretch of network of ours, between a client and a port here, that can have every bad day. */
export type Proxy = AsyncDisposable & {
  readonly port: number;
  readonly url: string;
  /** How many connections are through now. */
  readonly open: number;
  /** Bytes that were swallowed so far. */
  readonly lostBytes: number;
  /** Ends every connection; new ones come through. */
  cut(): void;
  /** Nothing comes through any more, either way, and nobody is told: a half-open connection. */
  freeze(): void;
  /** What goes one way is lost from now on. */
  drop(way: Way): void;
  /** What goes one way waits until the network is good again, as TCP has it that sends again. */
  hold(way: Way): void;
  /** Of each hundred chunks so many are lost and sent again after 200 ms, doubled each time: TCP’s way, in order. */
  lose(percent: number, random: Random): void;
  /** Each chunk waits so long, both ways, in order. */
  delay(ms: number): void;
  /** At most so many bytes a second, each way, per connection. */
  limit(bytesPerSecond: number): void;
  /** New connections are refused, or accepted again. */
  refuse(isRefusing: boolean): void;
  /** A good network again. What was lost stays lost. */
  heal(): void;
};

type Weather = {
  lost: Set<Way>;
  lostBytes: number;
  held: Set<Way>;
  healed: PromiseWithResolvers<void>;
  /** How long the next chunk takes to be sent again. */
  resentMs: () => number;
  delayMs: number;
  bytesPerSecond: number;
  refusing: boolean;
};

const never = (): number => 0;

/** TCP’s least wait before it sends again, doubled at each further loss. */
const resending =
  (percent: number, random: Random): (() => number) =>
  () => {
    let waitMs = 0;
    for (let nextMs = 200; random.int(100) < percent; nextMs *= 2) waitMs += nextMs;
    return waitMs;
  };

const carry = (from: Socket, to: Socket, lane: { way: Way; weather: Weather }): void => {
  const { way, weather } = lane;
  const pass = async (chunk: Buffer): Promise<void> => {
    while (weather.held.has(way)) await weather.healed.promise;
    if (weather.lost.has(way)) weather.lostBytes += chunk.length;
    else if (to.writable) to.write(chunk);
  };
  let queue = Promise.resolve();
  from.on('data', (chunk: Buffer) => {
    const waitMs = weather.delayMs + weather.resentMs() + (chunk.length / weather.bytesPerSecond) * 1_000;
    // In good weather nothing is deferred, so that the proxy costs next to no time.
    const ready = waitMs > 0 ? queue.then(() => pause(waitMs)) : queue;
    queue = ready.then(() => pass(chunk));
  });
  from.on('error', () => to.destroy());
  from.on('close', () => void queue.then(() => to.destroy()));
};

const goodWeather = (): Weather => ({
  lost: new Set(),
  lostBytes: 0,
  held: new Set(),
  healed: Promise.withResolvers(),
  resentMs: never,
  delayMs: 0,
  bytesPerSecond: Infinity,
  refusing: false,
});

const heal = (weather: Weather): void => {
  const { healed } = weather;
  Object.assign(weather, { ...goodWeather(), lostBytes: weather.lostBytes });
  healed.resolve();
};

/** Listens on a free port of 127.0.0.1 and leads to `target` there. */
export const startProxy = async (target: { port: number }): Promise<Proxy> => {
  const weather = goodWeather();
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    return socket.setNoDelay(true).once('close', () => sockets.delete(socket));
  };
  const server = createServer((client) => {
    if (weather.refusing) return client.resetAndDestroy();
    const relay = keep(connect({ port: target.port, host: '127.0.0.1' }));
    carry(keep(client), relay, { way: 'up', weather });
    carry(relay, client, { way: 'down', weather });
    return client;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const cut = () => sockets.forEach((socket) => socket.destroy());
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    get open() {
      return sockets.size / 2;
    },
    get lostBytes() {
      return weather.lostBytes;
    },
    cut,
    freeze: () => void weather.lost.add('up').add('down'),
    drop: (way) => void weather.lost.add(way),
    hold: (way) => void weather.held.add(way),
    lose: (percent, random) => void (weather.resentMs = resending(percent, random)),
    delay: (ms) => void (weather.delayMs = ms),
    limit: (bytesPerSecond) => void (weather.bytesPerSecond = bytesPerSecond),
    refuse: (isRefusing) => void (weather.refusing = isRefusing),
    heal: () => heal(weather),
    [Symbol.asyncDispose]: async () => {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
};
