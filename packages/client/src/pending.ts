import type { ShopbellError } from '@shopbell/protocol';

/** Something the outbox holds: not yet acknowledged as stored. */
export type Pending = {
  nonce: string;
  command: string;
  input: Record<string, unknown>;
  queuedAt: number;
  /** Set when the relay refused it for good; it stays until dropped or sent again. */
  error: ShopbellError | null;
  /** Set while it waits, `since` a time, for another try: the relay said `rate_limited`, `unavailable` … */
  delayed?: { error: ShopbellError; retryAt: number; since?: number };
};

/** Where the outbox survives a reload. Every method may fail; the outbox then lives in memory. */
export interface OutboxStorage {
  /** Everything that is kept, oldest first, whoever put it there. */
  load(): Promise<Pending[]>;
  /** Adds or replaces items by nonce and takes others away; what else is there stays: it may be another tab’s. */
  change(put: readonly Pending[], gone: readonly string[]): Promise<void>;
}
