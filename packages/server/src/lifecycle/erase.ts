import { ShopbellError, type ConversationId, type ShopperId } from '@shopbell/protocol';
import { nanoid } from 'nanoid';
import type { ErasedStep, ErasureRow, Unerased, UnerasedPlace } from '../store/erasure-store.ts';
import type { Append, Store } from '../store/store.ts';

/*
 * Erasing what was asked to be, and what is older than the shop wants to keep:
 *
 *     a wish ─→ a shopper: who they are, tokens revoked ─→ each conversation ─→ tokens, bytes of files removed ─→ settled ─→ done
 *                                                          │
 *     acts no more? closed? ─→ a step (32 entries, one transaction) ─→ a rest as long as the step ─→ … ─→ told
 *
 * Each step is kept; whoever takes over goes on where the last one ended, and two at once do no harm.
 */

/** What erasing works with. */
export type EraseOptions = {
  store: Pick<
    Store,
    | 'shops'
    | 'openErasures'
    | 'noteErasure'
    | 'unerased'
    | 'oldConversations'
    | 'isActing'
    | 'eraseEntries'
    | 'eraseProfile'
    | 'removeTokens'
    | 'settleErasure'
  >;
  /** Closes a conversation that is open, by the way all entries take. */
  append: (append: Append) => Promise<unknown>;
  now: () => number;
  /** Removes the bytes of files that are gone. `false`: to be tried again. Absent: there is no place for files. */
  removeFiles?: (() => Promise<boolean>) | undefined;
  /** Hears of each step, and how long it took. */
  onStep?: ((step: ErasedStep, ms: number) => void) | undefined;
  /** Hears of each conversation that is wholly erased: whoever shows it is to forget it. */
  onErased?: ((step: ErasedStep) => void) | undefined;
  /** Hears of each wish that is done. */
  onDone?: ((erasure: Pick<ErasureRow, 'subject' | 'shop'>) => void) | undefined;
};

/** What is asked for and what is old, a piece at a time. */
export interface Erasing {
  /** Goes through what is asked for. Resolves to how much of it waits: for an action to end, for sockets to be closed. */
  wishes: () => Promise<number>;
  /** Goes through conversations closed before a time. Resolves to how many it erased. */
  old: (before: number) => Promise<number>;
  /** No step more. */
  stop: () => void;
}

const conversationsAtOnce = 50;
const lookedAtOnce = 500;
/** By then every relay has closed the sockets of a token that was revoked. */
const cutOffMs = 3_000;
const restLeastMs = 5;

const isShopper = (subject: ErasureRow['subject']): subject is ShopperId => subject.startsWith('shp_');

const rest = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.max(restLeastMs, ms)));

const closing = ({ shop, id }: Unerased): Append => ({
  shop,
  conversation: id,
  by: { kind: 'system', id: 'system', name: '' },
  nonce: `erase_${nanoid()}`,
  drafts: [{ type: 'status', data: { status: 'closed' }, audience: 'everyone' }],
  patch: { status: 'closed', waitingSince: null },
  expect: { status: ['queued', 'open'] },
});

/** Erases conversations, one step after the other. */
const createConversations = (options: EraseOptions, isStopped: () => boolean) => {
  const { store, append, now, onStep, onErased } = options;

  const close = async (target: Unerased): Promise<void> => {
    if (target.status === 'closed') return;
    // Somebody else closed it just now: that is as good.
    await append(closing(target)).catch((error: unknown) => {
      if (!(error instanceof ShopbellError && error.code === 'conflict')) throw error;
    });
  };
  const eraseAll = async (conversation: ConversationId): Promise<number | null> => {
    let entries = 0;
    while (!isStopped()) {
      const from = performance.now();
      const step = await store.eraseEntries(conversation, now());
      if (step === null) return entries;
      const ms = performance.now() - from;
      entries += step.entries;
      onStep?.(step, ms);
      if (step.rest === 0) {
        onErased?.(step);
        return entries;
      }
      await rest(ms);
    }
    return null;
  };
  /** How many entries it had; `null`: not yet. */
  return async (target: Unerased): Promise<number | null> => {
    // What an office is at still needs what it was asked for.
    if (await store.isActing(target.id)) return null;
    await close(target);
    return eraseAll(target.id);
  };
};

type EraseConversation = ReturnType<typeof createConversations>;

/** What is asked for. */
const createWishes = (
  { store, now, removeFiles, onDone }: EraseOptions,
  eraseConversation: EraseConversation,
) => {
  const eraseTargets = async ({ subject, shop }: ErasureRow): Promise<boolean> => {
    const whose = isShopper(subject)
      ? { shopper: subject, limit: conversationsAtOnce }
      : { conversation: subject };
    for (const target of await store.unerased({ shop, ...whose })) {
      const entries = await eraseConversation(target);
      if (entries !== null) await store.noteErasure(subject, { entries, doneAt: null });
    }
    return (await store.unerased({ shop, ...whose })).length === 0;
  };
  /** Whether it is done. */
  return async (erasure: ErasureRow): Promise<boolean> => {
    const { subject, shop } = erasure;
    if (isShopper(subject)) await store.eraseProfile(shop, subject, now());
    if (!(await eraseTargets(erasure))) return false;
    if (isShopper(subject) && (await store.removeTokens(shop, subject, now() - cutOffMs)) > 0) return false;
    if (removeFiles && !(await removeFiles())) return false;
    if (!(await store.settleErasure())) return false;
    await store.noteErasure(subject, { entries: 0, doneAt: now() });
    onDone?.(erasure);
    return true;
  };
};

/** What is old: each shop’s closed conversations, from where the last walk ended. */
const createWalk = ({ store }: EraseOptions, eraseConversation: EraseConversation) => {
  const places = new Map<string, UnerasedPlace>();
  /** One part; `hasMore`: there is another. */
  return async (shop: string, before: number): Promise<{ erased: number; hasMore: boolean }> => {
    const after = places.get(shop) ?? null;
    const { unerased, next } = await store.oldConversations({ shop, before, after, limit: lookedAtOnce });
    let erased = 0;
    let waiting = 0;
    for (const target of unerased) {
      if ((await eraseConversation(target)) === null) waiting += 1;
      else erased += 1;
    }
    // What cannot be erased yet is met again: the walk waits for it.
    const hasMore = next !== null && waiting === 0;
    if (hasMore) places.set(shop, next);
    return { erased, hasMore };
  };
};

/** Makes what erases on a store. */
export const createErasing = (options: EraseOptions): Erasing => {
  const { store, removeFiles } = options;
  const halt = new AbortController();
  const isStopped = (): boolean => halt.signal.aborted;
  const eraseConversation = createConversations(options, isStopped);
  const grant = createWishes(options, eraseConversation);
  const walk = createWalk(options, eraseConversation);

  const eraseShop = async (shop: string, before: number): Promise<number> => {
    let erased = 0;
    for (let isMore = true; isMore && !isStopped();) {
      const part = await walk(shop, before);
      erased += part.erased;
      isMore = part.hasMore;
      if (isMore) await rest(restLeastMs);
    }
    return erased;
  };
  return {
    wishes: async () => {
      let waiting = 0;
      for (const erasure of await store.openErasures(conversationsAtOnce))
        if (!isStopped() && !(await grant(erasure))) waiting += 1;
      return waiting;
    },
    old: async (before) => {
      let erased = 0;
      for (const { id } of await store.shops()) erased += await eraseShop(id, before);
      if (erased > 0) await removeFiles?.();
      if (erased > 0) await store.settleErasure();
      return erased;
    },
    stop: () => halt.abort(),
  };
};
