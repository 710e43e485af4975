import type { ConversationId } from '@shopbell/protocol';
import type { Append, AppendResult } from '../store.ts';
import { isLost, isStale } from './engine.ts';
import { isPlain, lockFacts, rememberedFacts } from './facts.ts';
import { planBatch, type Plan } from './plan.ts';
import type { Ask, Session } from './session.ts';
import { loadStates, type Keyed } from './states.ts';
import { writePlan } from './write.ts';

/** The states as the last commits known here have left them: what the next batch reckons with. */
export type Remembered = {
  get: (id: ConversationId) => Keyed | undefined;
  set: (id: ConversationId, keyed: Keyed) => void;
  delete: (id: ConversationId) => void;
};

type AppendOptions = {
  session: Session;
  remembered: Remembered;
  now: () => number;
  /** Which relay holds the actions that begin here. */
  holder: string;
  /** Hears what was committed. */
  onCommitted: (plan: Plan) => void;
};

const attemptsMost = 5;

const causeOf = (error: unknown): unknown => (error instanceof Error && error.cause) || error;
const isAllNew = ({ results }: Plan): boolean => results.every((result) => result.ok);
const idsOf = (batch: readonly Append[]): ConversationId[] =>
  batch.flatMap(({ conversation }) => (typeof conversation === 'string' ? [conversation] : []));

const transaction = async <T>(ask: Ask, work: () => Promise<T>): Promise<T> => {
  await ask({ text: 'BEGIN' });
  try {
    const done = await work();
    await ask({ text: 'COMMIT' });
    return done;
  } catch (error) {
    // A connection that is gone takes its transaction along; one that hangs would only be waited for twice.
    if (!isLost(error)) await ask({ text: 'ROLLBACK' }).catch(() => {});
    throw error;
  }
};

/** The two ways to write a batch. */
const createWays = ({ remembered, now, holder }: Pick<AppendOptions, 'remembered' | 'now' | 'holder'>) => {
  /** `null`: it needs the locks first. */
  const fromMemory = async (ask: Ask, batch: readonly Append[]): Promise<Plan | null> => {
    if (!isPlain(batch)) return null;
    const facts = await rememberedFacts(batch, remembered.get, (ids) => loadStates(ask, ids));
    const at = now();
    const plan = planBatch(batch, facts, at);
    if (!isAllNew(plan)) return null;
    try {
      await writePlan(ask, plan, { at, holder });
      return plan;
    } catch (error) {
      if (isStale(error)) return null;
      throw error;
    }
  };
  const underLocks = (ask: Ask, batch: readonly Append[]): Promise<Plan> =>
    transaction(ask, async () => {
      const facts = await lockFacts(ask, batch);
      for (const keyed of facts.states) remembered.set(keyed.state.id, keyed);
      const at = now();
      const plan = planBatch(batch, facts, at);
      if (plan.entries.length > 0) await writePlan(ask, plan, { at, holder });
      return plan;
    });
  const untilFresh = async (ask: Ask, batch: readonly Append[]): Promise<Plan> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await underLocks(ask, batch);
      } catch (error) {
        if (!isStale(error) || attempt === attemptsMost) throw error;
      }
    }
  };
  return async (ask: Ask, batch: readonly Append[]): Promise<Plan> =>
    (await fromMemory(ask, batch)) ?? (await untilFresh(ask, batch));
};

/**
 * The hot path: a batch of appends as one transaction.
 *
 *     messages to known conversations:  plan on what is remembered ─→ one call: lock, check, write, commit
 *     another relay was there, a nonce is known, something is refused,    └ stale: nothing written
 *     a conversation begins, an action moves:                               ↓
 *                                       lock → read → plan on that ─→ write → commit
 *
 * So one relay alone needs one round trip a batch, and several never give a number twice.
 */
export const createAppend = ({ session, remembered, now, holder, onCommitted }: AppendOptions) => {
  const write = createWays({ remembered, now, holder });

  const attempt = async (batch: readonly Append[]): Promise<AppendResult[]> => {
    try {
      const plan = await session.use((ask) => write(ask, batch));
      for (const { keyed } of plan.left.values()) remembered.set(keyed.state.id, keyed);
      onCommitted(plan);
      return plan.results;
    } catch (error) {
      // Whether it was committed or not, the rows know.
      for (const id of idsOf(batch)) remembered.delete(id);
      throw error;
    }
  };
  return async (batch: readonly Append[]): Promise<AppendResult[]> => {
    try {
      return await attempt(batch);
    } catch (error) {
      // A connection that was idle may have been long dead. Once more: what was committed after all is known by its nonces.
      if (isLost(causeOf(error))) return attempt(batch);
      throw error;
    }
  };
};
