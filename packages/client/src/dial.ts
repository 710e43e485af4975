import type { ErrorDetails } from '@shopbell/protocol';
import { dialHttp } from './http-transport.ts';
import type { Dial, Link, LinkHooks, Target } from './transport.ts';
import { dialWebSocket } from './websocket-transport.ts';

/** How a way to the relay is chosen. */
export type DialerOptions = {
  target: Target;
  transports: readonly ('websocket' | 'http')[];
  /** How long a link over HTTP lasts before a WebSocket is tried beside it, in milliseconds. */
  upgradeAfterMs: number;
};

/** Hooks that know which link speaks. */
export type DialerHooks = Omit<LinkHooks, 'opened'> & { opened: (link: Link) => void };

/** Opens links; what was opened before the last hang-up is closed and says nothing more. */
export type Dialer = { dial: (hooks: DialerHooks) => void; hangUp: () => void };

/**
 * Chooses the way: WebSocket first. Where none can be opened twice in a row, HTTP beside it; while on HTTP, a
 * WebSocket is tried every now and then, and taken when it opens.
 */
export const createDialer = ({ target, transports, upgradeAfterMs }: DialerOptions): Dialer => {
  const links = new Set<Link>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;

  const begin = (dial: Dial, hooksOf: (link: () => Link) => LinkHooks): void => {
    const link: Link = dial(
      target,
      hooksOf(() => link),
    );
    links.add(link);
  };

  const overHttp = (hooks: DialerHooks): void => {
    begin(dialHttp, (link) => ({ ...hooks, opened: () => hooks.opened(link()) }));
    if (transports.includes('websocket')) timer = setTimeout(besideHttp, upgradeAfterMs, hooks);
  };
  const besideHttp = (hooks: DialerHooks): void =>
    overWebSocket(hooks, () => void (timer = setTimeout(besideHttp, upgradeAfterMs, hooks)));

  /** `unopened` decides what a WebSocket means that never opened. */
  const overWebSocket = (hooks: DialerHooks, unopened: (details?: ErrorDetails) => void): void => {
    let hasOpened = false;
    begin(dialWebSocket, (link) => ({
      ...hooks,
      opened() {
        hasOpened = true;
        failures = 0;
        for (const other of links) if (other !== link()) other.close();
        hooks.opened(link());
      },
      lost: (details) => (hasOpened ? hooks.lost(details) : unopened(details)),
    }));
  };

  const hangUp = (): void => {
    clearTimeout(timer);
    for (const link of links) link.close();
    links.clear();
  };

  return {
    dial(hooks) {
      hangUp();
      if (!transports.includes('websocket')) overHttp(hooks);
      else
        overWebSocket(hooks, (details) => {
          const isBlocked = ++failures >= 2 && !details?.retryAfterMs && transports.includes('http');
          if (isBlocked) overHttp(hooks);
          else hooks.lost(details);
        });
    },
    hangUp,
  };
};
