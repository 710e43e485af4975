import type { Author, ConversationId, ShopperId } from '@shopbell/protocol';
import { newId } from '../../src/store/ids.ts';
import type { Append, AppendResult, Draft, Store } from '../../src/store/store.ts';

/** The tables an append writes to. */
export type HotTable = 'entries' | 'conversations' | 'nonces' | 'actions';

/** A store under test, with what only its engine can do to it. */
export interface Ground extends AsyncDisposable {
  readonly store: Store;
  /** Closes the store and opens it again on the same data. */
  reopen: () => Promise<void>;
  /** From now on each write to the table that contains the word `poison` fails. */
  poison: (table: HotTable) => Promise<void>;
  heal: () => Promise<void>;
}
/** Opens an empty store; `now` is its clock. */
export type OpenGround = (now: () => number) => Promise<Ground>;

export type Ok = Extract<AppendResult, { ok: true }>;

let counter = 0;
/** A nonce nobody has used. */
export const newNonce = (): string => {
  counter += 1;
  return `nonce_${counter.toString().padStart(6, '0')}`;
};

export const anna: Author = { kind: 'agent', id: 'agt_anna_0001', name: 'Anna' };

export const say = (text: string): Draft => ({
  type: 'message',
  data: { parts: [{ kind: 'text', text }] },
  audience: 'everyone',
});
export const whisper = (text: string): Draft => ({ type: 'note', data: { text }, audience: 'staff' });

/** A shopper of a shop, known to the store. */
export const addShopper = async (store: Store, shop = 'demo'): Promise<Author & { id: ShopperId }> => {
  const id = newId('shp');
  await store.addShopper({ id, shop, name: 'Guest', claimed: {}, verified: null, createdAt: 1 });
  return { kind: 'shopper', id, name: 'Guest' };
};

export const addShop = (store: Store, id: string): Promise<void> =>
  store.saveShop({ id, name: id, origins: [], signInKeys: [], createdAt: 1 });

export const appendOne = async (store: Store, append: Append): Promise<AppendResult> => {
  const [result] = await store.append([append]);
  if (result === undefined) throw new Error('an append without a result');
  return result;
};

export const succeed = async (store: Store, append: Append): Promise<Ok> => {
  const result = await appendOne(store, append);
  if (!result.ok) throw new Error(`${result.code}: ${result.message}`);
  return result;
};

/** A conversation just begun: one message of its shopper. */
export const begin = async (
  store: Store,
  options: { shop?: string; shopper?: Author & { id: ShopperId } } = {},
) => {
  const { shop = 'demo' } = options;
  const shopper = options.shopper ?? (await addShopper(store, shop));
  const to = { begin: { shopper: shopper.id, page: null } };
  const nonce = newNonce();
  const begun = await succeed(store, { shop, conversation: to, by: shopper, nonce, drafts: [say('hello')] });
  return { shop, shopper, id: begun.conversation.id, nonce, begun };
};

/** Adds one entry. */
export const add = (
  store: Store,
  to: { id: ConversationId; by: Author; draft: Draft } & Partial<Append>,
): Promise<AppendResult> => {
  const { id, by, draft, ...rest } = to;
  return appendOne(store, {
    shop: 'demo',
    conversation: id,
    by,
    nonce: newNonce(),
    drafts: [draft],
    ...rest,
  });
};

type Wire = { seq: number; publicSeq?: number; nonce: string; type: string; data: unknown; by: Author };
export const decode = (encoded: readonly string[]): Wire[] =>
  encoded.map((entry) => JSON.parse(entry) as Wire);

/** All a reader gets, page by page. */
export const readAll = async (
  store: Store,
  reader: Parameters<Store['entries']>[0],
  conversation: ConversationId,
): Promise<Wire[]> => {
  const all: Wire[] = [];
  for (;;) {
    const after = all.at(-1)?.seq ?? 0;
    const page = await store.entries(reader, { conversation, after, limit: 7 });
    if (page === null) throw new Error('not found');
    all.push(...decode(page.entries));
    if (!page.more) return all;
  }
};

export const staffOf = (shop: string) => ({ side: 'staff', shop }) as const;
export const shopperOf = (shop: string, shopper: ShopperId) => ({ side: 'shopper', shop, shopper }) as const;
