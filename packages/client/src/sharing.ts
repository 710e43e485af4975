import type { Dialer } from './dial.ts';
import type { OutboxNews, SharedOutbox } from './outbox.ts';

/** What of a connection those that share a line with it work with. */
export type Member = { outbox: SharedOutbox; wake: () => void };

/** Lets the connections of one browser share one line and one outbox: one of them leads. */
export type Sharing = {
  /** Stands between a connection and its own way to the relay. */
  dialer: (own: Dialer) => Dialer;
  /** Whether this one sends what waits in the outbox. */
  leads: () => boolean;
  /** What the others are to know of the outbox. */
  tell: (news: OutboxNews) => void;
  /** Told once, before anything else. */
  join: (member: Member) => void;
  /** Asks whether the leader is still there. */
  check: () => void;
  close: () => void;
};
