import type { OutboxStorage, Pending } from '@shopbell/client';

/** Whom a token stands for; `isVerified`: the shop has vouched for them. */
export type Owner = { id: string; isVerified: boolean };

/** What the frame remembers of a shopper: the token, whose it is, and what is not sent yet. */
export type Keeping = {
  readonly token: string | undefined;
  readonly owner: Owner | undefined;
  setToken(token: string | undefined): void;
  /** Takes over the token that another tab of this browser has been given since; `false`: there is none. */
  renew(): boolean;
  setOwner(owner: Owner): void;
  readonly outbox: OutboxStorage;
  /** From now on storage is used, if it is allowed: the shopper has written. */
  begin(): void;
  /** Whether anything may be stored at all; `false` empties the storage and stays in memory. */
  allow(isAllowed: boolean): void;
  readonly isAllowed: boolean;
  forget(): void;
};

const isPending = (value: unknown): value is Pending => {
  const { nonce, command, input } = (value ?? {}) as Record<string, unknown>;
  return (
    typeof nonce === 'string' && typeof command === 'string' && typeof input === 'object' && input !== null
  );
};

const readOwner = (stored: string | undefined): Owner | undefined => {
  const [id, isVerified] = stored?.split(' ') ?? [];
  return id ? { id, isVerified: isVerified === 'signed-in' } : undefined;
};

/** The frame's storage; `null` where the browser refuses it (blocked third-party storage, private modes). */
export const frameStorage = (): Storage | null => {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
};

/** A storage that never throws: what fails (full, taken away) is as if it had not been there. */
const createShelf = (shop: string, storage: Storage | null) => {
  const key = (name: string): string => `shopbell:${shop}:${name}`;
  return {
    get(name: string): string | undefined {
      try {
        return storage?.getItem(key(name)) ?? undefined;
      } catch {
        return undefined;
      }
    },
    put(name: string, value: string | undefined): void {
      try {
        if (value === undefined) storage?.removeItem(key(name));
        else storage?.setItem(key(name), value);
      } catch {
        // In memory it is kept anyway.
      }
    },
  };
};

type Shelf = ReturnType<typeof createShelf>;
type Kept = { token: string | undefined; owner: Owner | undefined; pending: string };
const nothing: Kept = { token: undefined, owner: undefined, pending: '[]' };

const keepPending = (shelf: Shelf, { pending }: Kept): void =>
  shelf.put('outbox', pending === '[]' ? undefined : pending);
const keepOwner = (shelf: Shelf, { owner }: Kept): void =>
  shelf.put('owner', owner && `${owner.id} ${owner.isVerified ? 'signed-in' : 'anonymous'}`);
const keepAll = (shelf: Shelf, kept: Kept): void => {
  shelf.put('token', kept.token);
  keepOwner(shelf, kept);
  keepPending(shelf, kept);
};

const readKept = (shelf: Shelf): Kept => ({
  token: shelf.get('token'),
  owner: readOwner(shelf.get('owner')),
  pending: shelf.get('outbox') ?? '[]',
});

/** What is not sent yet, as JSON; `changed` after each change. */
const createOutboxStorage = (kept: Kept, changed: () => void): OutboxStorage => ({
  async load() {
    const stored: unknown = JSON.parse(kept.pending);
    return Array.isArray(stored) ? stored.filter(isPending) : [];
  },
  async save(items) {
    kept.pending = JSON.stringify(items);
    changed();
  },
});

/** Keeps by shop, in memory until `begin()`. */
export const createKeeping = (shop: string, storage: Storage | null): Keeping => {
  const shelf = createShelf(shop, storage);
  const kept = readKept(shelf);
  let [isBegun, isAllowed] = [kept.token !== undefined, true];
  const save = (put = keepAll): void => {
    if (isBegun && isAllowed) put(shelf, kept);
  };

  return {
    get token() {
      return kept.token;
    },
    get owner() {
      return kept.owner;
    },
    get isAllowed() {
      return isAllowed;
    },
    setToken(value) {
      kept.token = value;
      save();
    },
    renew() {
      const other = isBegun ? shelf.get('token') : undefined;
      if (!other || other === kept.token) return false;
      kept.token = other;
      return true;
    },
    // The token is only stored when it is given: another tab may have been given a newer one since.
    setOwner(value) {
      kept.owner = value;
      save(keepOwner);
    },
    outbox: createOutboxStorage(kept, () => save(keepPending)),
    begin() {
      if (isBegun) return;
      isBegun = true;
      save();
    },
    allow(value) {
      const isNew = value && !isAllowed;
      isAllowed = value;
      if (isNew) save();
      if (!value) keepAll(shelf, nothing);
    },
    forget() {
      Object.assign(kept, nothing);
      isBegun = false;
      keepAll(shelf, nothing);
    },
  };
};
