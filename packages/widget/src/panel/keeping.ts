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

/** Keeps by shop, in memory until `begin()`. */
export const createKeeping = (shop: string, storage: Storage | null): Keeping => {
  const shelf = createShelf(shop, storage);
  let token = shelf.get('token');
  let owner = readOwner(shelf.get('owner'));
  let pending = shelf.get('outbox') ?? '[]';
  let isBegun = token !== undefined;
  let isAllowed = true;
  const save = (name: string, value: string | undefined): void => {
    if (isBegun && isAllowed) shelf.put(name, value);
  };
  const saveOwner = (): void =>
    save('owner', owner && `${owner.id} ${owner.isVerified ? 'signed-in' : 'anonymous'}`);
  const empty = (): void => {
    for (const name of ['token', 'owner', 'outbox']) shelf.put(name, undefined);
  };

  return {
    get token() {
      return token;
    },
    get isAllowed() {
      return isAllowed;
    },
    get owner() {
      return owner;
    },
    setOwner(value) {
      owner = value;
      saveOwner();
    },
    setToken(value) {
      token = value;
      save('token', value);
    },
    outbox: {
      async load() {
        const stored: unknown = JSON.parse(pending);
        return Array.isArray(stored) ? stored.filter(isPending) : [];
      },
      async save(items) {
        pending = JSON.stringify(items);
        save('outbox', items.length > 0 ? pending : undefined);
      },
    },
    begin() {
      isBegun = true;
      save('token', token);
      saveOwner();
    },
    allow(value) {
      isAllowed = value;
      if (!isAllowed) empty();
    },
    forget() {
      token = undefined;
      owner = undefined;
      pending = '[]';
      isBegun = false;
      empty();
    },
  };
};
