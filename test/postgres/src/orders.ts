/** How a server is kept. With `room` and `pid`: shared, announced in that folder, until that process is gone. */
export type KeeperOptions = { settings?: Record<string, string>; room?: string; pid?: number };

/** What its keeper is told to do with a server. */
export type Order = { id: number } & (
  | { do: 'start' | 'freeze' | 'thaw' }
  | { do: 'stop'; how: 'fast' | 'immediate' }
);

/** What a keeper says: first where the server is, then how each order went. */
export type Answer =
  | { url: string; folder: string }
  | { id: number; ok: true }
  | { id: number; ok: false; message: string };
