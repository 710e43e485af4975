import { refuse, ShopbellError, type Author, type ConversationId, type ShopperId } from '@shopbell/protocol';
import type { Decision } from '../rules/decision.ts';
import type { Append, ConversationState, Store } from '../store/store.ts';
import { findState } from './find-state.ts';
import type { Appended, Log } from './log.ts';

/** Whose command it is and where it goes. No conversation: a shopper’s open one, or a new one. */
export type Addressed = {
  shop: string;
  conversation: ConversationId | null;
  by: Author;
  nonce: string;
  /** Begins another conversation, whatever is open. */
  begins?: boolean;
};

/**
 * Loads, decides, appends; decides anew when somebody was faster. Rejects with `not_found` where the conversation is
 * not the shop’s or not the shopper’s, and as {@link Log.append} does.
 */
export type Decide = (
  to: Addressed,
  rule: (state: ConversationState | null) => Decision,
) => Promise<Appended>;

const attemptsMax = 5;
/** The conversation is another than it was; `not_found`: it has become somebody else’s. */
const lateCodes: ReadonlySet<string> = new Set(['conflict', 'not_found']);
const notFound = () => refuse('not_found', 'There is no such conversation.');

const isTheirs = ({ shop, by }: Addressed, state: ConversationState): boolean =>
  state.shop === shop && (by.kind !== 'shopper' || by.id === state.shopper);

const appendOf = (
  { shop, conversation: named, by, nonce, begins = false }: Addressed,
  state: ConversationState | null,
  decision: Decision & { ok: true },
): Append => {
  const { ok: _, begin, ...rest } = decision;
  const conversation = state?.id ?? (begin ? { begin } : null);
  if (conversation === null) throw notFound();
  return { ...rest, shop, by, nonce, conversation, unaddressed: named === null && !begins };
};

/** The way from a command to its entries. */
export const createDecider = (parts: {
  log: Log;
  store: Pick<Store, 'known' | 'openConversation' | 'peers'>;
}): Decide => {
  const { log, store } = parts;

  /** As it is remembered, if it is theirs: nothing to wait for. */
  const recall = (to: Addressed): ConversationState | undefined => {
    const known = to.conversation === null ? undefined : log.peek(to.conversation);
    return known && isTheirs(to, known) ? known : undefined;
  };
  const load = async (to: Addressed): Promise<ConversationState | null> => {
    const { shop, conversation, by } = to;
    if (to.begins === true) return null;
    if (conversation === null) return store.openConversation(shop, by.id as ShopperId);
    const state = await findState({ log, store }, conversation, (found) => isTheirs(to, found));
    if (state === null) throw notFound();
    return state;
  };

  /** A rule said no: still, a nonce that is known gets its first result. */
  const refusedUnlessKnown = async (to: Addressed, decision: Decision & { ok: false }): Promise<Appended> => {
    const { by, nonce, conversation } = to;
    const unaddressed = conversation === null;
    const known = await store.known({ by, nonce, conversation, unaddressed, body: decision.body });
    if (known?.ok) return known;
    throw refuse(known?.code ?? decision.code, known?.message ?? decision.message);
  };

  return async (to, rule) => {
    for (let attempt = 1; ; attempt += 1) {
      const state = recall(to) ?? (await load(to));
      const decision = rule(state);
      if (!decision.ok) {
        // Another relay may have been there without a word of it having come here yet.
        if (!store.peers || !state || attempt > 1) return refusedUnlessKnown(to, decision);
        log.forget(state.id);
        continue;
      }
      try {
        return await log.append(appendOf(to, state, decision));
      } catch (error) {
        const isLate = error instanceof ShopbellError && lateCodes.has(error.code);
        if (!isLate || attempt === attemptsMax) throw error;
        if (state) log.forget(state.id);
      }
    }
  };
};
