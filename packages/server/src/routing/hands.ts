import { ShopbellError, type ConversationId } from '@shopbell/protocol';
import { nanoid } from 'nanoid';
import { relay } from '../actions/steps.ts';
import type { Log } from '../log/log.ts';
import { decideGiven, decideReturned } from '../rules/routing/assign.ts';
import type { Decision } from '../rules/decision.ts';
import { decideGiving, isLost } from '../rules/routing/give.ts';
import { hasRoom, type Worker } from '../rules/routing/workers.ts';
import type { ConversationState, Store } from '../store/store.ts';
import type { Board } from './board.ts';

/** What was done in one look at a shop. `late`: somebody else was faster, here or at another relay. */
export type Done = { given: number; returned: number; late: number };

/** Gives out what waits in a shop, and takes back what is lost. */
export interface Hands {
  give: (shop: string, board: Board) => Promise<Pick<Done, 'given' | 'late'>>;
  takeBack: (shop: string, board: Board) => Promise<Pick<Done, 'returned' | 'late'>>;
}

type HandsOptions = {
  log: Pick<Log, 'append' | 'state' | 'forget'>;
  store: Pick<Store, 'toGive' | 'heldWaiting'>;
  now: () => number;
};

/** So many are looked at in one look. */
const lookedAt = 200;
/** The conversation is another than it was, or nobody’s any more. */
const lateCodes: ReadonlySet<string> = new Set(['conflict', 'not_found']);

/** Does one thing to a conversation; resolves to whether it was done. */
type Move = (
  to: { shop: string; conversation: ConversationId },
  rule: (state: ConversationState) => Decision,
) => Promise<boolean>;

const createMove =
  (log: HandsOptions['log']): Move =>
  async ({ shop, conversation }, rule) => {
    const state = await log.state(conversation);
    const decision = state && rule(state);
    if (!decision?.ok) {
      // What is remembered here is older than what was read.
      log.forget(conversation);
      return false;
    }
    const { ok: _, begin: __, ...append } = decision;
    try {
      await log.append({ ...append, shop, conversation, by: relay, nonce: nanoid() });
      return true;
    } catch (error) {
      if (!(error instanceof ShopbellError && lateCodes.has(error.code))) throw error;
      log.forget(conversation);
      return false;
    }
  };

const count = (moved: readonly boolean[]) => {
  const done = moved.filter(Boolean).length;
  return { done, late: moved.length - done };
};

/** Makes the hands of one relay: whatever they do is one append each, which the store refuses when it is late. */
export const createHands = ({ log, store, now }: HandsOptions): Hands => {
  const move = createMove(log);
  const lostOf = async (shop: string, { routing }: Board, worker: Worker): Promise<ConversationId[]> => {
    const held = await store.heldWaiting(shop, worker.id, lookedAt);
    const lost = held.filter(({ waitingSince }) => isLost(routing, worker, { waitingSince, now: now() }));
    return lost.map(({ conversation }) => conversation);
  };

  return {
    give: async (shop, { routing, workers }) => {
      if (!workers.some(hasRoom)) return { given: 0, late: 0 };
      const waiting = await store.toGive(shop, lookedAt);
      const all = decideGiving(routing, { waiting, workers, now: now() });
      const moved = await Promise.all(
        all.map(({ conversation, to }) => move({ shop, conversation }, (state) => decideGiven(state, to))),
      );
      const { done, late } = count(moved);
      return { given: done, late };
    },
    takeBack: async (shop, board) => {
      const { routing, workers } = board;
      const gone = workers.filter(
        ({ state, since, load }) => load > 0 && state !== 'available' && now() - since >= routing.returnMs,
      );
      const moved: boolean[] = [];
      for (const worker of gone)
        for (const conversation of await lostOf(shop, board, worker))
          moved.push(await move({ shop, conversation }, (state) => decideReturned(state, worker)));
      const { done, late } = count(moved);
      return { returned: done, late };
    },
  };
};
