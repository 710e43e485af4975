import type { AnyEntry } from '@shopbell/protocol';
import { refuse } from '@shopbell/protocol/errors';
import { beginSharing, type TabLock } from '../src/begin-sharing.ts';
import { createConnection, type OutboxStorage, type Pending, type ShopperSide } from '../src/index.ts';
import type { TabMessage } from '../src/tab-messages.ts';
import { createTabs, type SharedTabs } from '../src/tabs.ts';
import type { Dialer } from '../src/dial.ts';
import { disconnected, type Dial, type Link, type LinkHooks, type Target } from '../src/transport.ts';

/** What happens inside one tab: nothing while it is frozen, and nothing any more once it is closed. */
const createLife = () => {
  let isFrozen = false;
  let isClosed = false;
  const later: (() => void)[] = [];
  return {
    get isAwake() {
      return !isFrozen && !isClosed;
    },
    get isClosed() {
      return isClosed;
    },
    happen: (what: () => void): void => {
      if (isClosed) return;
      if (isFrozen) later.push(what);
      else what();
    },
    freeze: () => void (isFrozen = true),
    thaw(): void {
      isFrozen = false;
      for (const what of later.splice(0)) what();
    },
    close: () => void (isClosed = true),
  };
};
type Life = ReturnType<typeof createLife>;

/** The browser’s lock: one holder, a queue, and who steals it. */
const createLock = () => {
  type Asker = { life: Life; grant: () => void; fail: (error: Error) => void };
  const queue: Asker[] = [];
  let holder: Asker | null = null;
  const next = (): void => {
    holder = queue.shift() ?? null;
    holder?.grant();
  };
  const lockFor = (life: Life): TabLock => ({
    request: (how, held) =>
      new Promise((resolve, reject) => {
        const asker: Asker = {
          life,
          grant: () =>
            life.happen(() => {
              if (holder !== asker) return;
              const over = async (): Promise<void> => {
                await held(true);
                resolve(undefined);
                if (holder === asker) next();
              };
              void over();
            }),
          fail: (error) => life.happen(() => reject(error)),
        };
        how.signal?.addEventListener('abort', () => {
          const at = queue.indexOf(asker);
          if (at >= 0) queue.splice(at, 1);
          reject(new Error('aborted'));
        });
        life.happen(() => {
          if (how.steal) {
            holder?.fail(new Error('stolen'));
            queue.unshift(asker);
            return next();
          }
          if (how.ifAvailable && holder) {
            void held(false);
            return resolve(undefined);
          }
          queue.push(asker);
          if (!holder) next();
        });
      }),
  });
  return {
    lockFor,
    closed(life: Life): void {
      for (let at = queue.length - 1; at >= 0; at -= 1) if (queue[at]?.life === life) queue.splice(at, 1);
      if (holder?.life === life) next();
    },
  };
};

type Ear = { life: Life; tell: (message: TabMessage) => void };

const createBus = (delay: () => number) => {
  const ears = new Set<Ear>();
  const open = (life: Life) => {
    let own: Ear | null = null;
    // What one says is heard in order; what several say, in any.
    const lanes = new Map<Ear, number>();
    return {
      say: (message: TabMessage) =>
        life.happen(() => {
          const copy = structuredClone(message);
          for (const ear of ears) {
            if (ear === own) continue;
            const at = Math.max(lanes.get(ear) ?? 0, Date.now() + delay());
            lanes.set(ear, at);
            setTimeout(() => ear.life.happen(() => ear.tell(copy)), at - Date.now());
          }
        }),
      hear(tell: (message: TabMessage) => void) {
        own = { life, tell };
        ears.add(own);
      },
      close: () => void (own && ears.delete(own)),
    };
  };
  return { open, closed: (life: Life) => ears.forEach((ear) => ear.life === life && ears.delete(ear)) };
};

/** A relay that keeps what it stores, on lines that may break at any moment. */
const createRelay = (delay: () => number) => {
  const log: AnyEntry[] = [];
  const lines = new Set<{ life: Life; hooks: LinkHooks; end: () => void }>();
  const weather = { isDown: false, losesReply: () => false };
  const conversation = 'cnv_1';
  const send = ({ nonce }: Record<string, unknown>) => {
    const known = log.find((entry) => entry.nonce === nonce);
    const entry =
      known ?? ({ conversation, nonce, seq: log.length + 1, at: 1, type: 'note' } as unknown as AnyEntry);
    if (!known) {
      log.push(entry);
      for (const { life, hooks } of lines)
        setTimeout(() => life.happen(() => hooks.event('entry:appended', entry)), delay());
    }
    return { conversation, seq: entry.seq, at: 1 };
  };
  const answer = (command: string, input: Record<string, unknown>): unknown => {
    if (command === 'message:send') return send(input);
    const after = Number(input['after'] ?? 0);
    return { entries: log.slice(after, after + 200), lastSeq: log.length, more: false, conversations: [] };
  };
  const dialFor =
    (life: Life): Dial =>
    (_, hooks) => {
      const line = { life, hooks, end: () => {} };
      let isOver = false;
      line.end = () => {
        if (isOver) return;
        isOver = true;
        lines.delete(line);
        life.happen(hooks.lost);
      };
      const arrived = (): void => {
        if (weather.isDown) return line.end();
        if (isOver || life.isClosed) return;
        lines.add(line);
        life.happen(hooks.opened);
      };
      setTimeout(arrived, delay());
      return {
        transport: 'websocket',
        call: (command, input, { timeoutMs }) =>
          new Promise((resolve, reject) => {
            const timer = setTimeout(() => reject(refuse('timeout', 'Too late.')), timeoutMs);
            const fail = (): void => life.happen(() => (clearTimeout(timer), reject(disconnected())));
            const arrive = (): void => {
              if (isOver || weather.isDown) return fail();
              const reply = answer(command, input as Record<string, unknown>);
              if (weather.losesReply()) return (line.end(), fail());
              setTimeout(
                () => (isOver ? fail() : life.happen(() => (clearTimeout(timer), resolve(reply)))),
                delay(),
              );
            };
            life.happen(() => setTimeout(arrive, delay()));
          }),
        follow() {},
        close: () => ((isOver = true), lines.delete(line)),
      };
    };
  /** One link at a time, as the connection’s own dialer has it. */
  const dialerFor = (life: Life): Dialer => {
    let link: Link | undefined;
    return {
      dial(hooks) {
        link?.close();
        const own = dialFor(life)({} as Target, { ...hooks, opened: () => hooks.opened(own) });
        link = own;
      },
      hangUp: () => link?.close(),
    };
  };
  return { log, lines, weather, dialerFor, cut: () => [...lines].forEach(({ end }) => end()) };
};

const createShelf = (delay: () => number) => {
  const kept = new Map<string, Pending>();
  const storageFor = (life: Life): OutboxStorage => ({
    load: async () => [...structuredClone(kept).values()],
    change: async (put, gone) => {
      await new Promise((resolve) => setTimeout(resolve, delay()));
      if (life.isClosed) return;
      for (const item of put) kept.set(item.nonce, structuredClone(item));
      for (const nonce of gone) kept.delete(nonce);
    },
  });
  return { kept, storageFor };
};

/** One browser with tabs that share a line, on virtual time; `delay` is how long anything takes that takes time, in ms. */
export const createBrowser = (delay: () => number) => {
  const [locks, bus, relay, shelf] = [createLock(), createBus(delay), createRelay(delay), createShelf(delay)];
  let opened = 0;
  const open = () => {
    const life = createLife();
    opened += 1;
    const name = `tab${opened}`;
    const channel = bus.open(life);
    let tabs: SharedTabs | undefined;
    const sharing = beginSharing(
      locks.lockFor(life),
      Promise.resolve((begun) => {
        tabs = createTabs(begun, { tab: name, channel, secret: () => 'token', onSecret: () => {} });
        return tabs;
      }),
    );
    const connection = createConnection<ShopperSide>(
      {
        url: 'http://relay',
        namespace: '/shopper',
        auth: () => ({}),
        open: () => ({}),
        storage: shelf.storageFor(life),
        sharing: { ...sharing, dialer: () => sharing.dialer(relay.dialerFor(life)) },
      },
      { random: () => 0.5 },
    );
    const seen: string[] = [];
    connection.follow('cnv_1', 0, (entry) => seen.push(entry.nonce));
    connection.start();
    setInterval(() => life.happen(() => tabs?.beat()), 5_000);
    let said = 0;
    return {
      name,
      life,
      connection,
      seen,
      leads: () => tabs?.leads() ?? false,
      say() {
        said += 1;
        const nonce = `${name}-${said}`;
        life.happen(() => {
          const parts = [{ kind: 'text' as const, text: nonce }];
          connection.post('message:send', { nonce, parts }).catch(() => {});
        });
        return nonce;
      },
      /** The page came to the front. */
      wake: () => life.happen(() => connection.wake()),
      /** With or without the browser’s word beforehand. */
      freeze(isTold: boolean) {
        if (isTold) life.happen(() => tabs?.leave());
        life.freeze();
      },
      close() {
        life.close();
        locks.closed(life);
        bus.closed(life);
        relay.lines.forEach((line) => line.life === life && relay.lines.delete(line));
      },
    };
  };
  return { open, relay, shelf };
};
export type Browser = ReturnType<typeof createBrowser>;
export type Tab = ReturnType<Browser['open']>;
