import type { OutboxStorage, Pending } from '@shopbell/client';

/** Whom a token stands for; `isVerified`: the shop has vouched for them. */
export type Owner = { id: string; isVerified: boolean };

/** What the frame remembers of a shopper: the token, whose it is, and what is not sent yet. */
export type Keeping = {
  readonly token: string | undefined;
  readonly owner: Owner | undefined;
  setToken(token: string | undefined): void;
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

type Kept = { token: string | undefined; owner: Owner | undefined; pending: string };
const nothing: Kept = { token: undefined, owner: undefined, pending: '[]' };

const keepAll = (shelf: ReturnType<typeof createShelf>, { token, owner, pending }: Kept): void => {
  shelf.put('token', token);
  shelf.put('owner', owner && `${owner.id} ${owner.isVerified ? 'signed-in' : 'anonymous'}`);
  shelf.put('outbox', pending === '[]' ? undefined : pending);
};

/** What is not sent yet, as JSON. */
const createOutboxStorage = (read: () => string, write: (pending: string) => void): OutboxStorage => ({
  async load() {
    const stored: unknown = JSON.parse(read());
    return Array.isArray(stored) ? stored.filter(isPending) : [];
  },
  save: async (items) => write(JSON.stringify(items)),
});

/** Keeps by shop, in memory until `begin()`. */
export const createKeeping = (shop: string, storage: Storage | null): Keeping => {
  const shelf = createShelf(shop, storage);
  let token = shelf.get('token');
  let owner = readOwner(shelf.get('owner'));
  let pending = shelf.get('outbox') ?? '[]';
  let [isBegun, isAllowed] = [token !== undefined, true];
  const save = (): void => {
    if (isBegun && isAllowed) keepAll(shelf, { token, owner, pending });
  };
  const outbox = createOutboxStorage(
    () => pending,
    (next) => {
      pending = next;
      save();
    },
  );

  return {
    get token() {
      return token;
    },
    get owner() {
      return owner;
    },
    get isAllowed() {
      return isAllowed;
    },
    setToken(value) {
      token = value;
      save();
    },
    setOwner(value) {
      owner = value;
      save();
    },
    outbox,
    begin() {
      isBegun = true;
      save();
    },
    allow(value) {
      isAllowed = value;
      if (!isAllowed) keepAll(shelf, nothing);
    },
    forget() {
      ({ token, owner, pending } = nothing);
      isBegun = false;
      keepAll(shelf, nothing);
    },
  };
};
