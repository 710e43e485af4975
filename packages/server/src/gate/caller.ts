import type { Page } from '@shopbell/protocol';
import type { Connection } from '../delivery/connection.ts';
import type { Identity } from './identity.ts';

/** One who asks: a socket for as long as it lives, or a single HTTP request. */
export type Caller = {
  identity: Identity;
  /** The key under which the client’s address is limited. */
  readonly address: string;
  /** Where events go; `null` over HTTP, where there is nowhere. */
  readonly connection: Connection | null;
  /** The page the shopper’s session was opened on. */
  page: Page | null;
};

/** Makes the caller of one HTTP request or of one socket. */
export const createCaller = (
  identity: Identity,
  address: string,
  connection: Connection | null = null,
): Caller => ({ identity, address, connection, page: null });
