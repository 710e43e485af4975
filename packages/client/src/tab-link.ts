import type { TabMessage } from './tab-messages.ts';
import { disconnected, timedOut, unwrap, type CallOptions, type Link } from './transport.ts';

type Waiting = { resolve: (reply: unknown) => void; reject: (error: Error) => void };
type Options = { tab: string; say: (message: TabMessage) => void; transport: Link['transport'] };

/** A link through the tab that leads. `reply` is what the leader answers to a call; `end` rejects what waits. */
export type TabLink = Link & { reply: (call: number, reply: unknown) => void; end: () => void };

let asked = 0;

/** Opens a link through the leader; nothing is known of it but that its line is open. */
export const createTabLink = ({ tab, say, transport }: Options): TabLink => {
  const waiting = new Map<number, Waiting>();
  let isOver = false;
  const call = (command: string, input: unknown, how: CallOptions): Promise<unknown> => {
    if (isOver) return Promise.reject(disconnected());
    asked += 1;
    const number = asked;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    // The leader has its own patience; this one is for a leader that is gone.
    const timer = setTimeout(() => reject(timedOut()), how.timeoutMs);
    waiting.set(number, { resolve, reject });
    say(['call', tab, number, command, input, how]);
    return promise
      .finally(() => {
        clearTimeout(timer);
        waiting.delete(number);
      })
      .then(unwrap);
  };
  const end = (): void => {
    isOver = true;
    for (const { reject } of waiting.values()) reject(disconnected());
  };
  return {
    transport,
    call,
    follow: (places) => say(['follow', places()]),
    close: end,
    end,
    reply: (number, reply) => waiting.get(number)?.resolve(reply),
  };
};
