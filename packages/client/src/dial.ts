import type { ErrorDetails } from '@shopbell/protocol';
import type { Dial, Link, LinkHooks, Target } from './transport.ts';
import { dialWebSocket } from './websocket-transport.ts';

/** How a way to the relay is chosen. */
export type DialerOptions = {
  target: Target;
  transports: readonly ('websocket' | 'http')[];
  /** How long a link over HTTP lasts before a WebSocket is tried beside it, in milliseconds. */
  upgradeAfterMs: number;
};

/** A part of its own where it is bundled: most never need it. */
const http = () => import('./http-transport.ts');

/** So many WebSockets in a row that do not open, where the relay answers, are blocked by something in between. */
const blockedAfter = 2;

/** Hooks that know which link speaks. */
export type DialerHooks = Omit<LinkHooks, 'opened'> & { opened: (link: Link) => void };

/** Opens links; what was opened before the last hang-up is closed and says nothing more. */
export type Dialer = { dial: (hooks: DialerHooks) => void; hangUp: () => void };

type Dialing = DialerOptions & {
  links: Set<Link>;
  timer?: ReturnType<typeof setTimeout>;
  /** WebSockets in a row that never opened although the relay was there. */
  failures: number;
  /** HTTP was the way that worked, as far as is known: then it is tried first. */
  isHttpGood: boolean;
  /** Which attempt it is: what was still on its way when the next began is nothing any more. */
  attempt: number;
};

const begin = (dialing: Dialing, dial: Dial, hooksOf: (link: () => Link) => LinkHooks): void => {
  const link: Link = dial(
    dialing.target,
    hooksOf(() => link),
  );
  dialing.links.add(link);
};

/** `unopened` decides what a WebSocket means that never opened. */
const overWebSocket = (
  dialing: Dialing,
  hooks: DialerHooks,
  unopened: (details?: ErrorDetails) => void,
): void => {
  let hasOpened = false;
  begin(dialing, dialWebSocket, (link) => ({
    ...hooks,
    opened() {
      hasOpened = true;
      dialing.failures = 0;
      dialing.isHttpGood = false;
      for (const other of dialing.links) if (other !== link()) other.close();
      hooks.opened(link());
    },
    lost: (details) => (hasOpened ? hooks.lost(details) : unopened(details)),
  }));
};

const besideHttp = (dialing: Dialing, hooks: DialerHooks, afterMs = dialing.upgradeAfterMs): void => {
  const next = (): void => overWebSocket(dialing, hooks, () => besideHttp(dialing, hooks));
  dialing.timer = setTimeout(next, afterMs);
};

/** A relay that came back between the last WebSocket and this is no reason to stay on HTTP: the first look comes soon. */
const soonMs = ({ upgradeAfterMs }: Dialing): number => Math.min(upgradeAfterMs, 2_000);

/** So long a loss waits for what the relay has to say to it, in milliseconds: on a dead line, nothing. */
const sayMs = 1_000;

/** Whether the relay is there, or why not: it counts whenever it is known, and is waited for as long as `until` settles. */
const lookForRelay = (dialing: Dialing, until: Promise<ErrorDetails>): Promise<ErrorDetails | null> => {
  const seen = http()
    .then((part) => part.askAway(dialing.target))
    .catch(() => ({}));
  void seen.then((away) => (dialing.failures += away ? 0 : 1));
  return Promise.race([seen, until]);
};

/** `isKnown`: that no WebSocket can be opened; else it takes another look or two, for the relay may just have come back. */
const overHttp = async (dialing: Dialing, hooks: DialerHooks, isKnown: boolean): Promise<void> => {
  const { attempt } = dialing;
  const tooLate = new Promise<ErrorDetails>((resolve) => {
    if (!isKnown) setTimeout(resolve, sayMs, {});
  });
  const away = await lookForRelay(dialing, tooLate);
  if (attempt !== dialing.attempt) return;
  if (away || !(isKnown || dialing.failures >= blockedAfter)) return hooks.lost(away ?? {});
  const { dialHttp } = await http();
  if (attempt !== dialing.attempt) return;
  const dialNoted: Dial = (...how) => {
    const link = dialHttp(...how);
    const follow: Link['follow'] = (places) => {
      // Asked to follow only once the session is open: this way leads somewhere.
      dialing.isHttpGood = true;
      link.follow(places);
    };
    return { ...link, follow };
  };
  begin(dialing, dialNoted, (link) => ({ ...hooks, opened: () => hooks.opened(link()) }));
  if (!dialing.transports.includes('websocket')) return;
  besideHttp(dialing, hooks, dialing.isHttpGood ? dialing.upgradeAfterMs : soonMs(dialing));
};

/**
 * Chooses the way: WebSocket first. Where none can be opened twice in a row although the relay is there each time, HTTP;
 * while on HTTP, a WebSocket is tried every now and then, and taken when it opens.
 */
export const createDialer = (options: DialerOptions): Dialer => {
  const dialing: Dialing = { ...options, links: new Set(), failures: 0, isHttpGood: false, attempt: 0 };
  const { transports, links } = dialing;
  const hangUp = (): void => {
    dialing.attempt += 1;
    clearTimeout(dialing.timer);
    for (const link of links) link.close();
    links.clear();
  };
  return {
    dial(hooks) {
      hangUp();
      if (!transports.includes('websocket') || dialing.isHttpGood) return void overHttp(dialing, hooks, true);
      overWebSocket(dialing, hooks, (details) => {
        if (transports.includes('http') && !details?.retryAfterMs) void overHttp(dialing, hooks, false);
        else hooks.lost(details);
      });
    },
    hangUp,
  };
};
