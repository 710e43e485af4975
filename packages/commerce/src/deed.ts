import {
  handle,
  type Action,
  type ActionHandler,
  type ActionPlan,
  type ActionSchema,
  type ActionSteps,
  type MadeBy,
  type RunContext,
  type TakenBy,
} from '@shopbell/agent';
import { refuse, ShopbellError, type Card, type Money } from '@shopbell/protocol';
import { decide, type Limits, type LimitedAction } from './limits.ts';
import { createPatience } from './patience.ts';
import type { Shop, WriteOptions } from './shop.ts';
import { splitVersion, type Versioned } from './version.ts';
import { results, type WriteInput, type WriteName, type WriteResult } from './writes.ts';

/** What all deeds share. */
export type DeedOptions = { limits: Limits; locale: string };

type Asked<Input> = Pick<RunContext<Input>, 'input' | 'shopper' | 'signal'>;

/** How one writing method of a shop becomes an action. */
export type Deed<N extends WriteName, I extends ActionSchema, O extends ActionSchema> = {
  action: Action<I, O>;
  method: N;
  /** What the shop is told; refuses what this shopper may not ask. */
  tell: (asked: Asked<MadeBy<I>>) => Promise<WriteInput<N>>;
  /** The one sentence that is agreed to. Whatever matters is in it: it is compared again before it is done. */
  sentence: (result: WriteResult<N>, told: WriteInput<N>) => string;
  /** What of the shop’s answer is handed on. */
  output: (result: WriteResult<N>) => TakenBy<O>;
  /** The card that is agreed to. */
  foreseen: (result: WriteResult<N>, told: WriteInput<N>) => Card;
  /** The card of what was done, from what was handed on. */
  card: (output: MadeBy<O>, input: MadeBy<I>) => Card;
  /** The money that leaves the shop by it, for the limits. */
  spends?: { as: LimitedAction; amount: (result: WriteResult<N>) => Money };
  /** Reads the shop again: a sentence about what is not as it should be, or `null`. */
  stands?: (result: WriteResult<N>, told: WriteInput<N>) => Promise<string | null>;
  /** For what goes on after it was done (a payment is paid): the result as it is by now, `null` while it goes on. */
  settled?: (result: WriteResult<N>) => Promise<WriteResult<N> | null>;
};

const refusals = new Set(['conflict', 'not_found', 'forbidden', 'bad_request']);

/** A shop’s or our own refusal as a sentence; anything else goes on as the failure it is. */
const sentenceOf = (error: unknown): { refuse: string } => {
  if (error instanceof ShopbellError && refusals.has(error.code)) return { refuse: error.message };
  throw error;
};

const changed = () =>
  refuse(
    'conflict',
    'What the shop would do now is not what was agreed to: something changed meanwhile. Ask for it anew.',
  );

type Write<N extends WriteName> = (
  input: WriteInput<N>,
  options: WriteOptions,
) => Promise<{ result: WriteResult<N>; version: string | undefined }>;

const receiptIn = async <N extends WriteName>(
  shop: Shop,
  method: N,
  key: string,
): Promise<WriteResult<N> | null> => {
  const receipt = await shop.receipt?.(key);
  if (receipt === undefined || receipt === null) return null;
  if (receipt.method !== method) throw refuse('conflict', `The key ${key} stands for something else.`);
  return results[method].parse(receipt.result) as WriteResult<N>;
};

const planned = <N extends WriteName, I extends ActionSchema, O extends ActionSchema>(
  deed: Deed<N, I, O>,
  write: Write<N>,
  { limits, locale }: DeedOptions,
): NonNullable<ActionSteps<I, O>['plan']> => {
  const { tell, sentence, foreseen, spends } = deed;
  return async ({ input, shopper, signal, id, role, spentToday }) => {
    try {
      const told = await tell({ input, shopper, signal });
      const { result, version } = await write(told, { key: id, preview: true, signal });
      const basis = version === undefined ? {} : { basis: version };
      const plan = { summary: sentence(result, told), confirm: true, card: foreseen(result, told), ...basis };
      if (spends === undefined) return plan;
      const amount = spends.amount(result);
      const decision = decide(limits, { action: spends.as, role, amount, spentToday }, locale);
      if (typeof decision === 'object') return decision;
      return { ...plan, amount, ...(decision === 'approve' ? { approve: 'supervisor' as const } : {}) };
    } catch (error) {
      return sentenceOf(error);
    }
  };
};

/** Something the shop is asked beside something else: what goes wrong with it matters only to whoever waits for it. */
const meanwhile = <T>(asking: Promise<T>): Promise<T> => {
  asking.catch(() => {});
  return asking;
};

type Due<N extends WriteName> = {
  agreed: ActionPlan | null;
  told: WriteInput<N>;
  key: string;
  signal: AbortSignal;
};

/** For a shop that gave no version with the plan: looks once more whether what it would do is what was agreed to. */
const unchanged = async <N extends WriteName, I extends ActionSchema, O extends ActionSchema>(
  { sentence }: Deed<N, I, O>,
  write: Write<N>,
  { agreed, told, key, signal }: Due<N>,
): Promise<string | undefined> => {
  const { result, version } = await write(told, { key, preview: true, signal });
  if (agreed !== null && sentence(result, told) !== agreed.summary) throw changed();
  return version;
};

/** A writing method of the shop as an action: planned by a preview, done under the action’s id, read back. */
export const handleDeed = <N extends WriteName, I extends ActionSchema, O extends ActionSchema>(
  shop: Shop,
  deed: Deed<N, I, O>,
  options: DeedOptions,
): ActionHandler | null => {
  const method = shop[deed.method];
  if (method === undefined) return null;
  const perform = method.bind(shop) as unknown as (
    input: WriteInput<N>,
    options: WriteOptions,
  ) => Promise<WriteResult<N> & Versioned>;
  const write: Write<N> = async (input, how) => splitVersion(await perform(input, how));
  const { tell, output, card, stands, settled } = deed;
  const patience = createPatience();
  return handle(deed.action, {
    plan: planned(deed, write, options),
    run: async ({ input, shopper, signal, id, planned: agreed }) => {
      const telling = meanwhile(tell({ input, shopper, signal }));
      const done = await receiptIn(shop, deed.method, id);
      if (done !== null) return output(done);
      const told = await telling;
      const version = agreed?.basis ?? (await unchanged(deed, write, { agreed, told, key: id, signal }));
      const how = { key: id, signal, ...(version === undefined ? {} : { version }) };
      return output((await write(told, how)).result);
    },
    verify: async ({ input, shopper, signal, id, output: heard }) => {
      if (shop.receipt === undefined)
        return heard === null
          ? { unverified: 'The shop keeps no record by which this could be told. Look it up there.' }
          : 'verified';
      const telling = meanwhile(tell({ input, shopper, signal }));
      const result = await receiptIn(shop, deed.method, id);
      if (result === null)
        return heard === null
          ? 'nothing'
          : { unverified: 'The shop’s books do not have it. Look it up there.' };
      const told = await telling;
      const wrong = (await stands?.(result, told)) ?? null;
      if (wrong !== null) return { unverified: wrong };
      if (settled === undefined) return heard === null ? { verified: output(result) } : 'verified';
      const now = await settled(result);
      if (now === null && heard === null) return { verified: output(result) };
      return now === null ? { againInMs: patience.next(id) } : { verified: output(now) };
    },
    card: ({ input, output: handed }) => card(handed, input),
  });
};
