import type { OutboxStorage, Pending } from '@shopbell/client';

/** What the frame remembers of a shopper: the token, and what is not sent yet. */
export type Keeping = {
  readonly token: string | undefined;
  setToken(token: string | undefined): void;
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

/** The frame's storage; `null` where the browser refuses it (blocked third-party storage, private modes). */
export const frameStorage = (): Storage | null => {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
};

/** Keeps by shop, in memory until `begin()`. A storage that fails (full, taken away) leaves everything in memory. */
export const createKeeping = (shop: string, storage: Storage | null): Keeping => {
  const key = (name: string): string => `shopbell:${shop}:${name}`;
  const attempt = <T>(act: (storage: Storage) => T): T | undefined => {
    try {
      return storage ? act(storage) : undefined;
    } catch {
      return undefined;
    }
  };
  const put = (name: string, value: string | undefined): void =>
    void attempt((to) => (value === undefined ? to.removeItem(key(name)) : to.setItem(key(name), value)));

  let token = attempt((from) => from.getItem(key('token'))) ?? undefined;
  let pending = '[]';
  let isBegun = token !== undefined;
  let isAllowed = true;
  const save = (name: string, value: string | undefined): void => {
    if (isBegun && isAllowed) put(name, value);
  };

  return {
    get token() {
      return token;
    },
    setToken(value) {
      token = value;
      save('token', value);
    },
    get isAllowed() {
      return isAllowed;
    },
    outbox: {
      async load() {
        const stored: unknown = JSON.parse(attempt((from) => from.getItem(key('outbox'))) ?? pending);
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
    },
    allow(value) {
      isAllowed = value;
      if (isAllowed) return;
      put('token', undefined);
      put('outbox', undefined);
    },
    forget() {
      token = undefined;
      pending = '[]';
      isBegun = false;
      put('token', undefined);
      put('outbox', undefined);
    },
  };
};
