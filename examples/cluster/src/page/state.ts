import type { RelayState } from '../relays/relay-slot.ts';
import type { Burst } from '../probe/probe.ts';
import type { Counts } from '../probe/ledger.ts';

/** One relay, as the page shows it. */
export type RelayShown = {
  name: string;
  port: number;
  state: RelayState;
  sinceMs: number;
  /** `null` where it does not answer. */
  sockets: number | null;
  perSecond: number | null;
  /** From a shopper’s sending to hearing it there, the middle of the last minute. */
  p50Ms: number | null;
  /** The last hint of another relay came so long ago. */
  hintMs: number | null;
};

/** Everything the page shows. */
export type ClusterState = {
  relays: RelayShown[];
  database: 'starting' | 'up' | 'down';
  hints: { isLosing: boolean; lost: number };
  counts: Counts;
  burst: Burst | null;
  /** What happened, the latest last: when (ms, Unix), and the sentence. */
  events: { id: number; at: number; text: string }[];
};
