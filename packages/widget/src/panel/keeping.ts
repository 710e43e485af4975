import type { OutboxStorage } from '@shopbell/client';
import type { OutboxStore } from '../net/outbox-store.ts';

/** Whom a token stands for; `isVerified`: the shop has vouched for them. */
export type Owner = { id: string; isVerified: boolean };

/** What the frame remembers of a shopper: the token, whose it is, and what is not sent yet. */
export type Keeping = {
  readonly token: string | undefined;
  readonly owner: Owner | undefined;
  setToken(token: string | undefined): void;
  /** Takes over the token that another tab of this browser has been given since; `false`: there is none. */
  renew(): boolean;
  /** Takes the token another tab has. */
  readonly adopt: (token: string | undefined) => void;
  /** Called when there is another token; who leaves calls it, too. */
  onToken: () => void;
  setOwner(owner: Owner): void;
  readonly outbox: OutboxStorage;
  /** Unsent texts, in a form of their keeper’s. */
  readonly drafts: string | undefined;
  setDrafts(drafts: string | undefined): void;
  /** From now on storage is used, if it is allowed: the shopper has written. */
  begin(): void;
  /** Whether anything may be stored at all; `false` empties the storage and stays in memory. */
  allow(isAllowed: boolean): void;
  readonly isAllowed: boolean;
  forget(): void;
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
type Kept = { token: string | undefined; owner: Owner | undefined; drafts: string | undefined };
const nothing: Kept = { token: undefined, owner: undefined, drafts: undefined };

const keepDrafts = (shelf: Shelf, { drafts }: Kept): void => shelf.put('drafts', drafts);
const keepOwner = (shelf: Shelf, { owner }: Kept): void =>
  shelf.put('owner', owner && `${owner.id} ${owner.isVerified ? 'signed-in' : 'anonymous'}`);
const keepAll = (shelf: Shelf, kept: Kept): void => {
  shelf.put('token', kept.token);
  keepOwner(shelf, kept);
  keepDrafts(shelf, kept);
};

const readKept = (shelf: Shelf): Kept => ({
  token: shelf.get('token'),
  owner: readOwner(shelf.get('owner')),
  drafts: shelf.get('drafts'),
});

/** What an outbox is kept in, once it has been fetched; rejects where that does not come. */
type FetchBox = () => Promise<OutboxStore>;

/** Fetched only where there may be something in it, or something is to be put there. */
const createOutboxStorage = (fetchBox: FetchBox, isKept: () => boolean): OutboxStorage => ({
  load: async () => (isKept() ? (await fetchBox()).load() : []),
  async change(put, gone) {
    if (isKept()) await (await fetchBox()).change(put, gone);
  },
});

/** Takes over another token that is stored; whether there is one. */
const renewed = (shelf: Shelf, kept: Kept): boolean => {
  const other = shelf.get('token');
  if (!other || other === kept.token) return false;
  kept.token = other;
  return true;
};

type Place = { shelf: Shelf; kept: Kept; fetchBox: FetchBox };

/** Whether something is stored, and doing it: only once begun, and as long as it is allowed. */
const createStoring = ({ shelf, kept, fetchBox }: Place) => {
  const on = { isBegun: kept.token !== undefined, isAllowed: true };
  const isOn = (): boolean => on.isBegun && on.isAllowed;
  const save = (put = keepAll): void => {
    if (isOn()) put(shelf, kept);
  };
  const clear = async (): Promise<void> => {
    keepAll(shelf, nothing);
    if (on.isBegun) await (await fetchBox()).clear();
  };
  return {
    on,
    isOn,
    save,
    // Where the box does not come there is nothing in it.
    clear: (): void => void clear().catch(() => {}),
    begin: (): void => {
      if (on.isBegun) return;
      on.isBegun = true;
      save();
    },
    allow: (isAllowed: boolean): void => {
      const isNew = isAllowed && !on.isAllowed;
      on.isAllowed = isAllowed;
      if (isNew) save();
      if (!isAllowed) clear().catch(() => {});
    },
  };
};

/** Keeps by shop, in memory until `begin()`. */
export const createKeeping = (shop: string, storage: Storage | null, fetchBox: FetchBox): Keeping => {
  const shelf = createShelf(shop, storage);
  const kept = readKept(shelf);
  const { on, isOn, save, clear, begin, allow } = createStoring({ shelf, kept, fetchBox });

  const adopt = (token: string | undefined): void => {
    kept.token = token;
    save();
  };
  const keeping: Keeping = {
    get token() {
      return kept.token;
    },
    get owner() {
      return kept.owner;
    },
    get isAllowed() {
      return on.isAllowed;
    },
    get drafts() {
      return kept.drafts;
    },
    setToken(value) {
      adopt(value);
      if (value) keeping.onToken();
    },
    adopt,
    onToken: () => {},
    setDrafts(value) {
      kept.drafts = value;
      save(keepDrafts);
    },
    renew: () => on.isBegun && renewed(shelf, kept),
    // The token is only stored when it is given: another tab may have been given a newer one since.
    setOwner(value) {
      kept.owner = value;
      save(keepOwner);
    },
    outbox: createOutboxStorage(fetchBox, isOn),
    begin,
    allow,
    forget() {
      Object.assign(kept, nothing);
      clear();
      on.isBegun = false;
    },
  };
  return keeping;
};
